import AWS
import Emulator
import TestKit
import Testing

struct SecurityGroupRuleTests {
  private func rules(_ fixture: EC2Fixture, _ input: AWSObject = [:]) throws -> [AWSValue] {
    try fixture.call("DescribeSecurityGroupRules", input)["SecurityGroupRules"]?.list ?? []
  }

  @Test func rulesShowOneByOne() throws {
    let fixture = try EC2Fixture()
    let id = try #require(try fixture.open(22)["SecurityGroupRuleId"])
    let shown = try rules(fixture, ["SecurityGroupRuleIds": [id]])
    #expect(
      shown
        == [
          [
            "SecurityGroupRuleId": id, "GroupId": .string(fixture.app),
            "GroupOwnerId": "123456789012", "IsEgress": false, "IpProtocol": "tcp",
            "FromPort": 22, "ToPort": 22, "CidrIpv4": "0.0.0.0/0", "Tags": [],
            "SecurityGroupRuleArn": .string(
              "arn:aws:ec2:us-east-1:123456789012:security-group-rule/\(id.string ?? "")"),
          ]
        ])
    let ofGroup = try rules(
      fixture, ["Filters": [EC2Fixture.filter("group-id", [fixture.app])]])
    #expect(ofGroup.map { $0["IsEgress"] } == [true, false])
  }

  @Test func missingRuleIsNotFound() throws {
    let fixture = try EC2Fixture()
    #expect(
      fixture.error(
        "DescribeSecurityGroupRules", ["SecurityGroupRuleIds": ["sgr-0123456789abcdef0"]])
        == AWSError(
          "InvalidSecurityGroupRuleId.NotFound",
          "The security group rule ID 'sgr-0123456789abcdef0' does not exist"))
    #expect(
      fixture.error(
        "DescribeSecurityGroupRules", ["Filters": [EC2Fixture.filter("vpc-id", ["x"])]])?.message
        == "The filter 'vpc-id' is invalid")
  }

  @Test func rulesComeInPages() throws {
    let fixture = try EC2Fixture()
    for port in 1...7 { try fixture.open(Int64(port)) }
    let filters: AWSValue = [EC2Fixture.filter("group-id", [fixture.app])]
    let first = try fixture.call(
      "DescribeSecurityGroupRules", ["Filters": filters, "MaxResults": 5])
    #expect(first["SecurityGroupRules"]?.list?.count == 5)
    let second = try fixture.call(
      "DescribeSecurityGroupRules",
      ["Filters": filters, "MaxResults": 5, "NextToken": first["NextToken"] ?? .null])
    #expect(second["SecurityGroupRules"]?.list?.count == 3)
    #expect(second["NextToken"] == nil)
  }

  private func modify(_ fixture: EC2Fixture, _ updates: AWSValue...) -> AWSError? {
    fixture.error(
      "ModifySecurityGroupRules",
      ["GroupId": .string(fixture.app), "SecurityGroupRules": .list(updates)])
  }

  private func update(_ id: AWSValue, _ rule: AWSValue) -> AWSValue {
    ["SecurityGroupRuleId": id, "SecurityGroupRule": rule]
  }

  @Test func modifyReplacesTheRuleAndKeepsItsID() throws {
    let fixture = try EC2Fixture()
    let id = try #require(try fixture.open(22)["SecurityGroupRuleId"])
    let error = modify(
      fixture,
      update(
        id,
        [
          "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIpv4": "10.1.2.3/8",
          "Description": "inside",
        ]))
    #expect(error == nil)
    let rule = try rules(fixture, ["SecurityGroupRuleIds": [id]]).first
    #expect(rule?["CidrIpv4"] == "10.0.0.0/8")
    #expect(rule?["Description"] == "inside")
  }

  @Test func modifyRefusesWhatIsWrong() throws {
    let fixture = try EC2Fixture()
    let id = try #require(try fixture.open(22)["SecurityGroupRuleId"])
    let other = try #require(try fixture.open(443)["SecurityGroupRuleId"])
    let https: AWSValue = [
      "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv4": "0.0.0.0/0",
    ]
    #expect(modify(fixture, update(id, https))?.code == "InvalidPermission.Duplicate")
    #expect(
      modify(fixture, update("sgr-0123456789abcdef0", https))?.code
        == "InvalidSecurityGroupRuleId.NotFound")
    #expect(
      modify(fixture, update(id, https), update(id, https))?.message
        == "Duplicated security group rule ID '\(id.string ?? "")'. The same security group rule"
        + " ID must not appear multiple times.")
    let otherType: AWSValue = [
      "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIpv6": "::/0",
    ]
    #expect(modify(fixture, update(id, otherType))?.code == "InvalidParameterValue")
    // Two rules may change places in one call.
    let ssh: AWSValue = [
      "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIpv4": "0.0.0.0/0",
    ]
    #expect(modify(fixture, update(id, https), update(other, ssh)) == nil)
  }

  @Test func descriptionsChangeByRuleOrByID() throws {
    let fixture = try EC2Fixture()
    let id = try #require(try fixture.open(22)["SecurityGroupRuleId"])
    try fixture.call(
      "UpdateSecurityGroupRuleDescriptionsIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
            "IpRanges": [["CidrIp": "0.0.0.0/0", "Description": "office"]],
          ]
        ],
      ])
    #expect(
      try rules(fixture, ["SecurityGroupRuleIds": [id]]).first?["Description"] == "office")
    try fixture.call(
      "UpdateSecurityGroupRuleDescriptionsIngress",
      [
        "GroupId": .string(fixture.app),
        "SecurityGroupRuleDescriptions": [["SecurityGroupRuleId": id, "Description": "home"]],
      ])
    #expect(try rules(fixture, ["SecurityGroupRuleIds": [id]]).first?["Description"] == "home")
    #expect(
      fixture.error(
        "UpdateSecurityGroupRuleDescriptionsEgress",
        ["GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(22)]])?.code
        == "InvalidPermission.NotFound")
  }

  @Test func deleteTakesTheRulesAndTagsWithIt() throws {
    let fixture = try EC2Fixture()
    let id = try #require(try fixture.open(22)["SecurityGroupRuleId"]?.string)
    try fixture.call(
      "CreateTags",
      ["Resources": [.string(fixture.app), .string(id)], "Tags": [["Key": "k", "Value": "v"]]])
    let answer = try fixture.call("DeleteSecurityGroup", ["GroupId": .string(fixture.app)])
    #expect(answer["GroupId"] == .string(fixture.app))
    #expect(try fixture.call("DescribeTags")["Tags"] == [])
    #expect(try EC2Store(fixture.world.database).rule(id) == nil)
    let again = fixture.error("DeleteSecurityGroup", ["GroupId": .string(fixture.app)])
    #expect(again?.code == "InvalidGroup.NotFound")
  }

  @Test func usedGroupsStay() throws {
    let fixture = try EC2Fixture()
    let answer = try fixture.call("DescribeSecurityGroups", ["GroupNames": ["default"]])
    let id = try #require(
      answer["SecurityGroups"]?.list?.first?["GroupId"]?.string)
    #expect(
      fixture.error("DeleteSecurityGroup", ["GroupId": .string(id)])
        == AWSError(
          "CannotDelete",
          "the specified group: \"\(id)\" name: \"default\" cannot be deleted by a user"))
    try fixture.call(
      "AuthorizeSecurityGroupIngress",
      ["GroupId": .string(id), "SourceSecurityGroupName": "web"])
    #expect(
      fixture.error("DeleteSecurityGroup", ["GroupName": "web"])
        == AWSError(
          "DependencyViolation", "resource \(fixture.web) has a dependent object"))
  }

  @Test func groupOfALivingInstanceStays() throws {
    let fixture = try EC2Fixture()
    let answer = try fixture.call(
      "RunInstances",
      [
        "ImageId": "ami-029eb80bc237bec6f", "MinCount": 1, "MaxCount": 1,
        "SecurityGroupIds": [.string(fixture.web)],
      ])
    let instance = try #require(answer["Instances"]?.list?.first?["InstanceId"])
    let input: AWSObject = ["GroupId": .string(fixture.web)]
    #expect(fixture.error("DeleteSecurityGroup", input)?.code == "DependencyViolation")
    try fixture.call("TerminateInstances", ["InstanceIds": [instance]])
    #expect(fixture.error("DeleteSecurityGroup", input)?.code == "DependencyViolation")
    try fixture.call("DeleteSecurityGroup", input, at: Client.start + .minutes(1))
  }

  @Test func checkersReadRowsDirectly() throws {
    let fixture = try EC2Fixture()
    try fixture.open(22)
    let store = EC2Store(fixture.world.database)
    let group = try #require(try store.securityGroup(fixture.app))
    #expect(group.vpcID == fixture.vpc)
    let ingress = try store.rules(of: group).filter { !$0.isEgress }
    #expect(
      ingress.map(\.permission)
        == [
          SecurityGroupPermission(
            ipProtocol: "tcp", fromPort: 22, toPort: 22, peer: .ipv4("0.0.0.0/0"))
        ])
  }
}
