import AWS
@testable import Remediation
import Testing

@Suite struct InstanceRelationTests {
  static let groups: AWSValue = [
    "SecurityGroups": [
      ["GroupId": "sg-1", "GroupName": "web", "Tags": [["Key": "Env", "Value": "prod"]]],
      ["GroupId": "sg-9", "GroupName": "closed"],
    ]
  ]
  static let subnets: AWSValue = [
    "Subnets": [["SubnetId": "subnet-1", "VpcId": "vpc-1", "MapPublicIpOnLaunch": true]]
  ]

  private func run(_ filter: AWSValue, _ answers: [String: AWSValue], _ document: AWSObject = [:])
    throws -> InstanceCase.Outcome
  {
    try InstanceCase(filters: [filter], document: document, answers: answers).run()
  }

  @Test func theGroupsThatMatchAreNoted() throws {
    let filter: AWSValue = ["type": "security-group", "key": "tag:Env", "value": "prod"]
    let found = try run(filter, ["DescribeSecurityGroups": Self.groups])
    #expect(found.match?.annotations["c7n:matched-security-groups"] == ["sg-1"])
    let all: AWSValue = [
      "type": "security-group", "key": "tag:Env", "value": "prod", "operator": "and",
    ]
    #expect(try run(all, ["DescribeSecurityGroups": Self.groups]).match == nil)
  }

  @Test func whatDoesNotExistIsAbsent() throws {
    let filter: AWSValue = ["type": "security-group", "key": "GroupName", "value": "absent"]
    let found = try run(filter, ["DescribeSecurityGroups": Self.groups])
    #expect(found.match?.annotations["c7n:matched-security-groups"] == ["sg-2"])
  }

  @Test func allOfNoneHold() throws {
    let filter: AWSValue = [
      "type": "security-group", "key": "GroupName", "value": "web", "operator": "and",
    ]
    let answers = ["DescribeSecurityGroups": Self.groups]
    #expect(try run(filter, answers, ["NetworkInterfaces": []]).match != nil)
    let any: AWSValue = ["type": "security-group", "key": "GroupName", "value": "web"]
    #expect(try run(any, answers, ["NetworkInterfaces": []]).match == nil)
  }

  @Test func relatedResourcesAreCounted() throws {
    let filter: AWSValue = [
      "type": "security-group", "key": "GroupId", "value_type": "resource_count", "op": "gt",
      "value": 1,
    ]
    #expect(try run(filter, ["DescribeSecurityGroups": Self.groups]).match != nil)
  }

  @Test func theResourcesOwnValueIsCompared() throws {
    let filter: AWSValue = [
      "type": "security-group", "key": "tag:Env", "match-resource": true, "op": "ne",
      "operator": "or",
    ]
    let answers = ["DescribeSecurityGroups": Self.groups]
    let tagged: AWSObject = ["Tags": [["Key": "Env", "Value": "prod"]]]
    #expect(try run(filter, answers, tagged).match == nil)
    #expect(try run(filter, answers, ["Tags": [["Key": "Env", "Value": "dev"]]]).match != nil)
  }

  @Test func routesLeadSubnetsToTheInternet() throws {
    func answers(_ own: AWSValue, _ main: AWSValue) -> [String: AWSValue] {
      [
        "DescribeSubnets": Self.subnets,
        "DescribeRouteTables": [
          "RouteTables": [
            ["VpcId": "vpc-1", "Routes": main, "Associations": [["Main": true]]],
            [
              "VpcId": "vpc-1", "Routes": own,
              "Associations": [["Main": false, "SubnetId": "subnet-1"]],
            ],
            [
              "VpcId": "vpc-2", "Routes": [["GatewayId": "igw-2"]],
              "Associations": [["Main": true]],
            ],
          ]
        ],
      ]
    }
    let igw: AWSValue = ["type": "subnet", "igw": true]
    let out: AWSValue = [["GatewayId": "igw-1"]]
    #expect(try run(igw, answers(out, [])).match != nil)
    // The subnet's own table counts, not the main one.
    #expect(try run(igw, answers([], out)).match == nil)
    #expect(try run(["type": "subnet", "igw": false], answers([], out)).match != nil)
    #expect(try run(["type": "subnet", "nat": true], answers(out, [])).match == nil)
    let both: AWSValue = ["type": "subnet", "igw": true, "nat": true, "operator": "or"]
    #expect(try run(both, answers(out, [])).match != nil)
    let value: AWSValue = [
      "type": "subnet", "igw": true, "key": "MapPublicIpOnLaunch", "value": false,
    ]
    #expect(try run(value, answers(out, [])).match == nil)
  }

  @Test func locationsThatDifferAreNoted() throws {
    let answers: [String: AWSValue] = [
      "DescribeSecurityGroups": Self.groups, "DescribeSubnets": Self.subnets,
    ]
    let filter: AWSValue = [
      "type": "network-location", "compare": ["resource", "security-group"], "key": "tag:Env",
    ]
    let tagged: AWSObject = ["Tags": [["Key": "Env", "Value": "dev"]]]
    let found = try run(filter, answers, tagged)
    let reasons = found.match?.annotations["c7n:NetworkLocation"]?.list ?? []
    #expect(
      reasons.map { $0["reason"] } == ["ResourceLocationMismatch", "SecurityGroupMismatch"])
    #expect(reasons.last?["security-groups"] == ["sg-1": "prod"])
    let same: AWSObject = ["Tags": [["Key": "Env", "Value": "prod"]]]
    #expect(try run(filter, answers, same).match == nil)
  }
}
