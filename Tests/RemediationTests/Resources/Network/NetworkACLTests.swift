import AWS
@testable import Remediation
import Testing

private func acl(_ entries: AWSValue..., subnet: AWSValue = "subnet-1") -> AWSObject {
  [
    "NetworkAclId": "acl-1", "Entries": .list(entries), "Associations": [["SubnetId": subnet]],
  ]
}

private func entry(_ action: AWSValue, _ range: AWSValue, egress: AWSValue = true) -> AWSValue {
  ["RuleAction": action, "CidrBlock": range, "Egress": egress]
}

@Suite struct NetworkACLFilterTests {
  private func passes(_ document: AWSObject, _ options: (String, AWSValue)...) throws -> Bool {
    let answers: [String: AWSValue] = [
      "DescribePrefixLists": [
        "PrefixLists": [["Cidrs": ["52.216.0.0/15", "3.5.0.0/19"]]]
      ]
    ]
    let filter = AWSObject([("type", "s3-cidr"), ("present", true)] + options)
    return try !NetworkCase.matches("network-acl", .object(filter), [document], answers).isEmpty
  }

  @Test func everyRangeMustBeAllowedByTheFirstEntryThatHoldsIt() throws {
    #expect(try passes(acl(entry("allow", "0.0.0.0/0"))))
    #expect(try !passes(acl(entry("allow", "52.216.0.0/15"))))
    #expect(try passes(acl(entry("allow", "52.216.0.0/15"), entry("allow", "3.0.0.0/8"))))
    #expect(try !passes(acl(entry("deny", "3.5.0.0/16"), entry("allow", "0.0.0.0/0"))))
    #expect(try passes(acl(entry("allow", "0.0.0.0/0"), entry("deny", "3.5.0.0/16"))))
    #expect(try passes(acl(), ("present", false)))
  }

  @Test func directionsCanBeLeftOut() throws {
    let inward = acl(entry("allow", "0.0.0.0/0", egress: false))
    #expect(try passes(inward))
    #expect(try !passes(inward, ("ingress", false)))
    #expect(try passes(inward, ("egress", false)))
  }

  @Test func anIPv6EntryIsAProblem() throws {
    let outcome = try NetworkCase(
      resource: "network-acl", filters: ["s3-cidr"],
      documents: [acl(["RuleAction": "allow", "Ipv6CidrBlock": "::/0", "Egress": true])],
      answers: ["DescribePrefixLists": ["PrefixLists": []]]
    ).run()
    #expect(outcome.ids.isEmpty)
    #expect(outcome.evaluation.problems.count == 1)
  }

  static let network: [String: AWSValue] = [
    "DescribeSubnets": [
      "Subnets": [
        ["SubnetId": "subnet-1", "VpcId": "vpc-1", "AvailabilityZone": "a"],
        ["SubnetId": "subnet-2", "VpcId": "vpc-1", "AvailabilityZone": "b"],
      ]
    ],
    "DescribeRouteTables": [
      "RouteTables": [
        [
          "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [["Main": true]],
          "Routes": [["NatGatewayId": "nat-1"]],
        ],
        [
          "RouteTableId": "rtb-2", "VpcId": "vpc-1",
          "Associations": [["Main": false, "SubnetId": "subnet-2"]],
          "Routes": [["GatewayId": "local"], ["GatewayId": "igw-1"]],
        ],
      ]
    ],
  ]

  @Test func subnetsAreAskedWhereTheyLead() throws {
    func matches(_ subnet: AWSValue, _ options: (String, AWSValue)...) throws -> Bool {
      let filter = AWSObject([("type", "subnet")] + options)
      return try !NetworkCase.matches(
        "network-acl", .object(filter), [acl(subnet: subnet)], Self.network
      ).isEmpty
    }
    #expect(try matches("subnet-2", ("igw", true)))
    #expect(try !matches("subnet-1", ("igw", true)))
    #expect(try matches("subnet-1", ("nat", true), ("igw", false)))
    #expect(try matches("subnet-1", ("key", "AvailabilityZone"), ("value", "a")))
    #expect(try !matches("subnet-1", ("key", "AvailabilityZone"), ("value", "b")))
    // With `or`, what isn't asked holds, and with it all.
    #expect(
      try matches(
        "subnet-1", ("key", "AvailabilityZone"), ("value", "b"), ("operator", "or")))
  }
}

@Suite struct RouteTableTests {
  private func table(_ id: String, _ associations: AWSValue, _ routes: AWSValue = [])
    -> AWSObject
  {
    [
      "RouteTableId": .string(id), "VpcId": "vpc-1", "Associations": associations,
      "Routes": routes,
    ]
  }

  @Test func aMainTableServesWhatNoTableAtHandNames() throws {
    let main = table("rtb-1", [["Main": true]])
    let other = table("rtb-2", [["Main": false, "SubnetId": "subnet-2"]])
    let filter: AWSValue = ["type": "subnet", "key": "AvailabilityZone", "value": "b"]
    let answers = NetworkACLFilterTests.network
    #expect(
      try NetworkCase.matches("route-table", filter, [main, other], answers) == ["rtb-2"])
    #expect(try NetworkCase.matches("route-table", filter, [main], answers) == ["rtb-1"])
  }

  @Test func routesThatMatchAreNoted() throws {
    let open = table(
      "rtb-1", [],
      [
        ["DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"],
        ["DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1"],
      ])
    let outcome = try NetworkCase(
      resource: "route-table",
      filters: [["type": "route", "key": "GatewayId", "op": "glob", "value": "igw-*"]],
      documents: [open, table("rtb-2", [])]
    ).run()
    #expect(outcome.ids == ["rtb-1"])
    #expect(outcome.annotations["c7n:matched-routes"]?.list?.count == 1)
  }

  @Test func trafficToAnotherZoneIsFound() throws {
    var answers = NetworkACLFilterTests.network
    answers["DescribeNatGateways"] = [
      "NatGateways": [["NatGatewayId": "nat-1", "SubnetId": "subnet-1"]]
    ]
    let route: AWSValue = [["NatGatewayId": "nat-1", "State": "active"]]
    func matches(_ subnet: AWSValue) throws -> [String] {
      try NetworkCase.matches(
        "route-table", "cross-az-nat-gateway-route",
        [table("rtb-1", [["SubnetId": subnet]], route)], answers)
    }
    #expect(try matches("subnet-2") == ["rtb-1"])
    #expect(try matches("subnet-1") == [])
  }
}

@Suite struct InternetGatewayTests {
  @Test func deletingIsForGood() throws {
    let plan = try NetworkCase(
      resource: "internet-gateway", actions: ["delete"],
      documents: [["InternetGatewayId": "igw-1"]]
    ).run().plan
    #expect(plan.steps.map(\.call.operation) == ["DeleteInternetGateway"])
    #expect(plan.steps.first?.call.input == ["InternetGatewayId": "igw-1"])
    #expect(plan.steps.first?.irreversible != nil)
  }
}
