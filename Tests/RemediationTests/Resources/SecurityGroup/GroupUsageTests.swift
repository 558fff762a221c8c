import AWS
@testable import Remediation
import Testing

private func group(_ id: AWSValue = "sg-1", _ more: (String, AWSValue)...) -> AWSObject {
  var document: AWSObject = [
    "GroupId": id, "OwnerId": "1", "VpcId": "vpc-1", "IpPermissions": [],
    "IpPermissionsEgress": [],
  ]
  for (key, value) in more { document[key] = value }
  return document
}

/// A region in which nothing uses `sg-1`.
private let quiet: [String: AWSValue] = [
  "DescribeNetworkInterfaces": ["NetworkInterfaces": [["Groups": [["GroupId": "sg-2"]]]]],
  "DescribeSecurityGroups": [
    "SecurityGroups": [
      // Its own rule is no use.
      [
        "GroupId": "sg-1", "IpPermissions": [["UserIdGroupPairs": [["GroupId": "sg-1"]]]],
      ]
    ]
  ],
  "ListFunctions": ["Functions": [["FunctionName": "f"]]],
  "DescribeLaunchConfigurations": ["LaunchConfigurations": [["SecurityGroups": ["sg-2"]]]],
  "ListEventBuses": ["EventBuses": [["Name": "default"]]],
  "ListRules": ["Rules": [["Name": "r", "EventBusName": "default"]]],
  "ListTargetsByRule": ["Targets": [["Id": "t"]]],
  "ListProjects": ["projects": ["p"]],
  "BatchGetProjects": ["projects": [["name": "p"]]],
  "DescribeComputeEnvironments": ["computeEnvironments": [["computeResources": [:]]]],
  "DescribeSecurityGroupReferences": ["SecurityGroupReferenceSet": []],
]

@Suite struct GroupUsageTests {
  private func outcome(
    _ filter: AWSValue, _ changes: [String: AWSValue], _ document: AWSObject = group()
  ) throws -> NetworkCase.Outcome {
    try NetworkCase(
      resource: "security-group", filters: [filter], documents: [document],
      answers: quiet.merging(changes) { $1 }
    ).run()
  }

  @Test func whatNothingUsesIsUnused() throws {
    let unused = try outcome("unused", [:])
    #expect(unused.ids == ["sg-1"])
    #expect(
      unused.calls == [
        "DescribeNetworkInterfaces", "DescribeSecurityGroups", "ListFunctions",
        "DescribeLaunchConfigurations", "ListEventBuses", "ListRules", "ListTargetsByRule",
        "ListProjects", "BatchGetProjects", "DescribeComputeEnvironments",
        "DescribeSecurityGroupReferences",
      ])
    #expect(try outcome("used", [:]).ids == [])
  }

  @Test(arguments: [
    ("DescribeNetworkInterfaces", ["NetworkInterfaces": [["Groups": [["GroupId": "sg-1"]]]]]),
    (
      "DescribeSecurityGroups",
      [
        "SecurityGroups": [
          [
            "GroupId": "sg-2",
            "IpPermissionsEgress": [["UserIdGroupPairs": [["GroupId": "sg-1"]]]],
          ]
        ]
      ]
    ),
    ("ListFunctions", ["Functions": [["VpcConfig": ["SecurityGroupIds": ["sg-1"]]]]]),
    (
      "DescribeLaunchConfigurations",
      ["LaunchConfigurations": [["ClassicLinkVPCSecurityGroups": ["sg-1"]]]]
    ),
    (
      "ListTargetsByRule",
      [
        "Targets": [
          [
            "EcsParameters": [
              "NetworkConfiguration": ["awsvpcConfiguration": ["SecurityGroups": ["sg-1"]]]
            ]
          ]
        ]
      ]
    ),
    ("BatchGetProjects", ["projects": [["vpcConfig": ["securityGroupIds": ["sg-1"]]]]]),
    (
      "DescribeComputeEnvironments",
      ["computeEnvironments": [["computeResources": ["securityGroupIds": ["sg-1"]]]]]
    ),
    (
      "DescribeSecurityGroupReferences",
      ["SecurityGroupReferenceSet": [["GroupId": "sg-1", "ReferencingVpcId": "vpc-2"]]]
    ),
  ] as [(String, AWSValue)])
  func anyUserEndsTheSearch(operation: String, answer: AWSValue) throws {
    let used = try outcome("used", [operation: answer])
    #expect(used.ids == ["sg-1"])
    #expect(used.calls.last == operation)
    #expect(try outcome("unused", [operation: answer]).ids == [])
  }

  @Test func whatStandsInNoVPCIsNeverUnused() throws {
    var classic = group()
    classic["VpcId"] = nil
    #expect(try outcome("unused", [:], classic).ids == [])
    #expect(try outcome("used", [:], classic).ids == ["sg-1"])
    #expect(try outcome("used", [:], classic).calls == ["DescribeNetworkInterfaces"])
  }

  @Test func theKindsOfInterfacesAreNoted() throws {
    let interfaces: AWSValue = [
      "NetworkInterfaces": [
        [
          "Groups": [["GroupId": "sg-1"]], "Status": "in-use", "InterfaceType": "interface",
          "Description": "ELB app/web/1", "Attachment": ["InstanceOwnerId": "amazon-elb"],
        ],
        [
          "Groups": [["GroupId": "sg-1"]], "Status": "in-use", "InterfaceType": "nat_gateway",
          "Description": "", "Attachment": ["InstanceId": "i-1", "InstanceOwnerId": "amazon-elb"],
        ],
        ["Groups": [["GroupId": "sg-1"]], "Status": "available", "Description": "DAX x"],
      ]
    ]
    let noted = try outcome("used", ["DescribeNetworkInterfaces": interfaces]).annotations
    #expect(noted["c7n:InstanceOwnerIds"] == ["amazon-elb"])
    #expect(noted["c7n:InterfaceTypes"] == ["interface", "nat_gateway"])
    #expect(noted["c7n:InterfaceResourceTypes"] == ["elb-app", "ec2"])
  }

  @Test func staleRulesAreNotedForRemoval() throws {
    let stale: AWSValue = [
      "StaleSecurityGroupSet": [
        ["GroupId": "sg-1", "StaleIpPermissions": [["IpProtocol": "tcp"]]], ["GroupId": "sg-9"],
      ]
    ]
    let outcome = try NetworkCase(
      resource: "security-group", filters: ["stale"], actions: ["remove-permissions"],
      documents: [group(), group("sg-2")], answers: ["DescribeStaleSecurityGroups": stale]
    ).run()
    #expect(outcome.ids == ["sg-1"])
    #expect(outcome.annotations["MatchedIpPermissions"] == [["IpProtocol": "tcp"]])
    #expect(outcome.plan.steps.map(\.call.operation) == ["RevokeSecurityGroupIngress"])
  }
}
