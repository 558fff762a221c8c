import AWS
import Emulator
import TestKit
import Testing

struct RevokeSecurityGroupTests {
  @Test func oneOfTwoBlocksGoesAndTheOtherStays() throws {
    let fixture = try EC2Fixture()
    try fixture.open(22, to: "0.0.0.0/0")
    try fixture.open(22, to: "10.0.0.0/8")
    let answer = try fixture.call(
      "RevokeSecurityGroupIngress",
      ["GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(22)]])
    #expect(answer["Return"] == true)
    #expect(answer["UnknownIpPermissions"] == nil)
    let revoked = answer["RevokedSecurityGroupRules"]?.list
    #expect(revoked?.count == 1)
    #expect(revoked?.first?["CidrIpv4"] == "0.0.0.0/0")
    #expect(
      try fixture.described(fixture.app).value["IpPermissions"]?.list?.first?["IpRanges"]
        == [["CidrIp": "10.0.0.0/8"]])
  }

  @Test func flatFormAndUncanonicalBlockFindTheRule() throws {
    let fixture = try EC2Fixture()
    try fixture.open(22, to: "10.0.0.0/8")
    try fixture.call(
      "RevokeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app), "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
        "CidrIp": "10.1.2.3/8",
      ])
    #expect(try fixture.described(fixture.app)["IpPermissions"] == [])
  }

  @Test func whatADescribeCallShowsCanBeRevokedAsItIs() throws {
    let fixture = try EC2Fixture()
    try fixture.call(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "icmp", "FromPort": 8, "ToPort": -1,
            "IpRanges": [["CidrIp": "10.0.0.0/8", "Description": "ping"]],
            "UserIdGroupPairs": [["GroupId": .string(fixture.app)]],
          ]
        ],
      ])
    let shown = try #require(try fixture.described(fixture.app)["IpPermissions"])
    try fixture.call(
      "RevokeSecurityGroupIngress",
      ["GroupId": .string(fixture.app), "IpPermissions": shown])
    #expect(try fixture.described(fixture.app)["IpPermissions"] == [])
  }

  @Test func ruleIDsRevoke() throws {
    let fixture = try EC2Fixture()
    let id = try #require(try fixture.open(22)["SecurityGroupRuleId"])
    let other = try #require(try fixture.open(80, group: fixture.web)["SecurityGroupRuleId"])
    func revoke(_ ids: AWSValue, _ operation: String = "RevokeSecurityGroupIngress") -> AWSError? {
      fixture.error(
        operation, ["GroupId": .string(fixture.app), "SecurityGroupRuleIds": ids])
    }
    let foreign = revoke([id, other])
    #expect(foreign?.code == "InvalidSecurityGroupRuleId.NotFound")
    #expect(
      foreign?.message
        == "The security group rule ID '\(other.string ?? "")' does not exist")
    #expect(revoke([id], "RevokeSecurityGroupEgress")?.code == foreign?.code)
    #expect(revoke(["22"])?.code == "InvalidSecurityGroupRuleId.Malformed")
    #expect(try fixture.described(fixture.app)["IpPermissions"]?.list?.count == 1)
    #expect(revoke([id]) == nil)
    #expect(try fixture.described(fixture.app)["IpPermissions"] == [])
  }

  @Test func unknownRuleIsAnErrorOutsideTheDefaultVPC() throws {
    let fixture = try EC2Fixture()
    try fixture.open(22)
    let error = fixture.error(
      "RevokeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [EC2Fixture.tcp(22), EC2Fixture.tcp(23)],
      ])
    #expect(
      error
        == AWSError(
          "InvalidPermission.NotFound",
          "The specified rule does not exist in this security group."))
    // Nothing goes when one of them isn't there.
    #expect(try fixture.described(fixture.app)["IpPermissions"]?.list?.count == 1)
  }

  @Test func unknownRuleIsAnsweredInTheDefaultVPC() throws {
    let fixture = try EC2Fixture()
    try fixture.open(22, group: fixture.web)
    let answer = try fixture.call(
      "RevokeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.web),
        "IpPermissions": [EC2Fixture.tcp(22), EC2Fixture.tcp(23)],
      ])
    #expect(answer["Return"] == true)
    #expect(
      answer["UnknownIpPermissions"]
        == [
          [
            "IpProtocol": "tcp", "FromPort": 23, "ToPort": 23, "UserIdGroupPairs": [],
            "IpRanges": [["CidrIp": "0.0.0.0/0"]], "Ipv6Ranges": [], "PrefixListIds": [],
          ]
        ])
    #expect(try fixture.described(fixture.web)["IpPermissions"] == [])
  }

  @Test func directionsDoNotMix() throws {
    let fixture = try EC2Fixture()
    try fixture.open(22)
    let input: AWSObject = [
      "GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(22)],
    ]
    #expect(
      fixture.error("RevokeSecurityGroupEgress", input)?.code == "InvalidPermission.NotFound")
    // The rule that every group starts with, ports given as Terraform gives them.
    try fixture.call(
      "RevokeSecurityGroupEgress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "-1", "FromPort": 0, "ToPort": 0,
            "IpRanges": [["CidrIp": "0.0.0.0/0"]],
          ]
        ],
      ])
    #expect(try fixture.described(fixture.app)["IpPermissionsEgress"] == [])
  }

  @Test func revokeWithoutRulesIsRefused() throws {
    let fixture = try EC2Fixture()
    let error = fixture.error("RevokeSecurityGroupIngress", ["GroupId": .string(fixture.app)])
    #expect(
      error
        == AWSError(
          "MissingParameter",
          "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided."))
  }

  @Test func ruleOfADeletedGroupCanStillBeRevoked() throws {
    let fixture = try EC2Fixture()
    let peer = try fixture.world.call(
      "ec2", "CreateSecurityGroup", ["GroupName": "p", "Description": "d"],
      account: "111122223333")["GroupId"]
    let pair: AWSValue = ["GroupId": peer ?? .null, "UserId": "111122223333"]
    let rule: AWSValue = ["IpProtocol": "-1", "UserIdGroupPairs": [pair]]
    let input: AWSObject = ["GroupId": .string(fixture.app), "IpPermissions": [rule]]
    try fixture.call("AuthorizeSecurityGroupIngress", input)
    try fixture.call("RevokeSecurityGroupIngress", input)
    #expect(try fixture.described(fixture.app)["IpPermissions"] == [])
  }

  @Test func dryRunRevokesNothing() throws {
    let fixture = try EC2Fixture()
    try fixture.open(22)
    let error = fixture.error(
      "RevokeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(22)],
        "DryRun": true,
      ])
    #expect(error?.code == "DryRunOperation")
    #expect(try fixture.described(fixture.app)["IpPermissions"]?.list?.count == 1)
  }
}
