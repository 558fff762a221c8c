import AWS
@testable import Remediation
import Testing

private func tags(_ environment: AWSValue) -> AWSValue { [["Key": "Env", "Value": environment]] }

private let networks: [AWSObject] = [
  ["VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "DhcpOptionsId": "dopt-1"],
  ["VpcId": "vpc-2", "CidrBlock": "10.1.0.0/16", "DhcpOptionsId": "dopt-2"],
]

@Suite struct VPCFilterTests {
  static let subnets: [String: AWSValue] = [
    "DescribeSubnets": [
      "Subnets": [
        ["SubnetId": "subnet-1", "VpcId": "vpc-1", "Tags": tags("prod")],
        ["SubnetId": "subnet-2", "VpcId": "vpc-1", "Tags": tags("dev")],
      ]
    ]
  ]

  @Test func whatStandsInAVPCIsAsked() throws {
    func matches(_ more: (String, AWSValue)...) throws -> [String] {
      let filter = AWSObject([("type", "subnet"), ("key", "tag:Env")] + more)
      return try NetworkCase.matches("vpc", .object(filter), networks, Self.subnets)
    }
    #expect(try matches(("value", "prod")) == ["vpc-1"])
    // Of no subnets all are as they should be.
    #expect(try matches(("value", "prod"), ("operator", "and")) == ["vpc-2"])
    #expect(
      try matches(("value_type", "resource_count"), ("op", "lt"), ("value", 2)) == ["vpc-2"])
    let outcome = try NetworkCase(
      resource: "vpc", filters: [["type": "subnet", "key": "tag:Env", "value": "dev"]],
      documents: networks, answers: Self.subnets
    ).run()
    #expect(outcome.annotations["c7n:MatchedVpcsSubnets"] == ["subnet-2"])
  }

  @Test func gatewaysStandWhereTheyAreAttached() throws {
    let gateways: [String: AWSValue] = [
      "DescribeInternetGateways": [
        "InternetGateways": [
          ["InternetGatewayId": "igw-1", "Attachments": [["VpcId": "vpc-2"]], "OwnerId": "1"],
          ["InternetGatewayId": "igw-2", "Attachments": [], "OwnerId": "1"],
        ]
      ]
    ]
    let filter: AWSValue = ["type": "internet-gateway", "key": "OwnerId", "value": "1"]
    #expect(try NetworkCase.matches("vpc", filter, networks, gateways) == ["vpc-2"])
  }

  @Test func anyEndpointMayFit() throws {
    let endpoints: [String: AWSValue] = [
      "DescribeVpcEndpoints": [
        "VpcEndpoints": [
          ["VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "ServiceName": "sqs", "SubnetIds": []],
          ["VpcEndpointId": "vpce-2", "VpcId": "vpc-1", "ServiceName": "s3", "SubnetIds": ["s"]],
        ]
      ]
    ]
    let filter: AWSValue = ["type": "vpc-endpoint", "key": "ServiceName", "value": "s3"]
    #expect(try NetworkCase.matches("vpc", filter, networks, endpoints) == ["vpc-1"])
    #expect(
      try NetworkCase.matches("subnet", filter, [["SubnetId": "s"], ["SubnetId": "t"]], endpoints)
        == ["s"])
  }

  static let dhcp: [String: AWSValue] = [
    "DescribeDhcpOptions": [
      "DhcpOptions": [
        [
          "DhcpOptionsId": "dopt-1",
          "DhcpConfigurations": [
            ["Key": "domain-name", "Values": [["Value": "ec2.internal"]]],
            ["Key": "domain-name-servers", "Values": [["Value": "10.0.0.2"]]],
          ],
        ],
        [
          "DhcpOptionsId": "dopt-2",
          "DhcpConfigurations": [
            [
              "Key": "domain-name-servers",
              "Values": [["Value": "8.8.8.8"], ["Value": "AmazonProvidedDNS"]],
            ]
          ],
        ],
      ]
    ]
  ]

  @Test func dhcpOptionsAreComparedOneByOne() throws {
    func matches(_ options: (String, AWSValue)...) throws -> [String] {
      let filter = AWSObject([("type", "dhcp-options")] + options)
      return try NetworkCase.matches("vpc", .object(filter), networks, Self.dhcp)
    }
    #expect(try matches(("domain-name", "ec2.internal")) == ["vpc-1"])
    #expect(try matches(("domain-name", "ec2.internal"), ("present", false)) == ["vpc-2"])
    #expect(try matches(("domain-name-servers", ["AmazonProvidedDNS", "8.8.8.8"])) == ["vpc-2"])
    #expect(try matches(("domain-name-servers", ["8.8.8.8"])) == [])
    // The third address of the VPC's range is Amazon's.
    #expect(try matches(("domain-name-servers", "amazon")) == ["vpc-1", "vpc-2"])
    #expect(
      try matches(("domain-name-servers", "amazon"), ("match-operator", "all")) == ["vpc-1"])
    // A later option decides anew.
    #expect(
      try matches(("domain-name", "other"), ("domain-name-servers", ["10.0.0.2"])) == ["vpc-1"])
    #expect(NetworkCase.refusal("vpc", filters: ["dhcp-options"])?.contains("no option") == true)
  }

  @Test func optionsThatAreGoneAreAProblem() throws {
    let outcome = try NetworkCase(
      resource: "vpc", filters: [["type": "dhcp-options", "domain-name": "x", "present": false]],
      documents: [["VpcId": "vpc-1", "DhcpOptionsId": "dopt-9"]], answers: Self.dhcp
    ).run()
    #expect(outcome.ids.isEmpty)
    #expect(outcome.evaluation.problems.count == 1)
  }

  @Test func queryLoggingIsAnAssociation() throws {
    let answers: [String: AWSValue] = [
      "ListResolverQueryLogConfigAssociations": [
        "ResolverQueryLogConfigAssociations": [
          ["ResourceId": "vpc-1", "ResolverQueryLogConfigId": "rqlc-1"]
        ]
      ],
      "ListResolverQueryLogConfigs": ["ResolverQueryLogConfigs": [["Id": "rqlc-1", "Name": "n"]]],
    ]
    let filter: AWSValue = "resolver-query-logging"
    #expect(try NetworkCase.matches("vpc", filter, networks, answers) == ["vpc-1"])
    let missing: AWSValue = ["type": "resolver-query-logging", "state": false]
    #expect(try NetworkCase.matches("vpc", missing, networks, answers) == ["vpc-2"])
  }
}

@Suite struct VPCActionTests {
  static let attributes: [String: AWSValue] = [
    "DescribeVpcAttribute": [
      "VpcId": "vpc-1", "EnableDnsHostnames": ["Value": false],
      "EnableDnsSupport": ["Value": true],
    ]
  ]

  @Test func switchesAreReadAndSetOneByOne() throws {
    let outcome = try NetworkCase(
      resource: "vpc", filters: [["type": "vpc-attributes", "dnshostnames": false]],
      actions: [["type": "modify", "dnssupport": true, "dnshostnames": true]],
      documents: [networks[0]], answers: Self.attributes
    ).run()
    #expect(outcome.calls == ["DescribeVpcAttribute", "DescribeVpcAttribute"])
    let steps = outcome.plan.steps
    #expect(
      steps.map(\.call.input) == [
        ["EnableDnsHostnames": ["Value": true], "VpcId": "vpc-1"],
        ["EnableDnsSupport": ["Value": true], "VpcId": "vpc-1"],
      ])
    #expect(
      steps[0].undo.map(\.input) == [["EnableDnsHostnames": ["Value": false], "VpcId": "vpc-1"]])
    // It was on already: nothing to put back.
    #expect(steps[1].undo.isEmpty)
    #expect(steps[1].irreversible == nil)
  }

  @Test func aDeletedVPCDoesNotComeBack() throws {
    let step = try #require(
      NetworkCase(resource: "vpc", actions: ["delete-empty"], documents: [networks[0]])
        .run().plan.steps.first)
    #expect(step.call.operation == "DeleteVpc")
    #expect(step.irreversible != nil)
    #expect(step.removed == .object(networks[0]))
  }
}
