import AWS
import Emulator
import TestKit
import Testing

/// The records of rule changes, member by member as in CloudTrail logs of a real account.
struct PermissionRecordTests {
  @Test func nestedFormIsToldUnderItems() throws {
    let fixture = try EC2Fixture()
    let rule = try fixture.call(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
            "IpRanges": [["CidrIp": "0.0.0.0/0", "Description": "TLS from Internet"]],
          ]
        ],
      ])["SecurityGroupRules"]?.list?.first?["SecurityGroupRuleId"]?.string
    let record = try fixture.lastRecord()
    let group = fixture.app
    #expect(
      record.requestParameters.json
        == #"{"groupId":"\#(group)","ipPermissions":{"items":[{"ipProtocol":"tcp","#
        + #""fromPort":443,"toPort":443,"groups":{},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0","#
        + #""description":"TLS from Internet"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}"#)
    let requestID = try #require(record.document["requestID"]?.string)
    #expect(
      record.responseElements.json
        == #"{"requestId":"\#(requestID)","_return":true,"securityGroupRuleSet":{"items":["#
        + #"{"groupOwnerId":"123456789012","groupId":"\#(group)","#
        + #""securityGroupRuleId":"\#(rule ?? "")","description":"TLS from Internet","#
        + #""isEgress":false,"ipProtocol":"tcp","fromPort":443,"toPort":443,"#
        + #""cidrIpv4":"0.0.0.0/0"}]}}"#)
  }

  @Test func flatFormStandsBesideEmptyPermissions() throws {
    let fixture = try EC2Fixture()
    try fixture.call(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app), "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
        "CidrIp": "0.0.0.0/0",
      ])
    #expect(
      try fixture.lastRecord().requestParameters.json
        == #"{"groupId":"\#(fixture.app)","ipPermissions":{},"ipProtocol":"tcp","fromPort":22,"#
        + #""toPort":22,"cidrIp":"0.0.0.0/0"}"#)
  }

  @Test func refusedCallTellsWhatWasAsked() throws {
    let fixture = try EC2Fixture()
    _ = fixture.error(
      "RevokeSecurityGroupEgress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "-1", "FromPort": 0, "ToPort": 0,
            "Ipv6Ranges": [["CidrIpv6": "::/0"]],
          ]
        ],
      ])
    let record = try fixture.lastRecord()
    #expect(record.errorCode == "Client.InvalidPermission.NotFound")
    #expect(
      record.document["errorMessage"]
        == "The specified rule does not exist in this security group.")
    #expect(
      record.requestParameters.json
        == #"{"groupId":"\#(fixture.app)","ipPermissions":{"items":[{"ipProtocol":"-1","#
        + #""fromPort":0,"toPort":0,"groups":{},"ipRanges":{},"#
        + #""ipv6Ranges":{"items":[{"cidrIpv6":"::/0"}]},"prefixListIds":{}}]}}"#)
    #expect(record.responseElements == .null)
  }

  @Test func revokeTellsWhichRulesWent() throws {
    let fixture = try EC2Fixture()
    let rule = try #require(try fixture.open(22)["SecurityGroupRuleId"]?.string)
    try fixture.call(
      "RevokeSecurityGroupIngress",
      ["GroupId": .string(fixture.app), "SecurityGroupRuleIds": [.string(rule)]])
    let record = try fixture.lastRecord()
    #expect(
      record.requestParameters.json
        == #"{"groupId":"\#(fixture.app)","ipPermissions":{},"securityGroupRuleIds":"#
        + #"{"items":[{"securityGroupRuleId":"\#(rule)"}]}}"#)
    #expect(record.responseElements["_return"] == true)
    #expect(
      record.responseElements.at("revokedSecurityGroupRuleSet", "items")?.list?.first?[
        "securityGroupRuleId"] == .string(rule))
  }

  @Test func modifiedRulesAreToldAsXMLIs() throws {
    let fixture = try EC2Fixture()
    let rule = try #require(try fixture.open(22)["SecurityGroupRuleId"]?.string)
    try fixture.call(
      "ModifySecurityGroupRules",
      [
        "GroupId": .string(fixture.app),
        "SecurityGroupRules": [
          [
            "SecurityGroupRuleId": .string(rule),
            "SecurityGroupRule": [
              "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv4": "10.0.0.0/8",
            ],
          ]
        ],
      ])
    let record = try fixture.lastRecord()
    let request = record.requestParameters["ModifySecurityGroupRulesRequest"]
    #expect(request?["GroupId"] == .string(fixture.app))
    #expect(request?.at("SecurityGroupRule", "SecurityGroupRuleId") == .string(rule))
    #expect(request?.at("SecurityGroupRule", "tag") == 1)
    #expect(
      request?.at("SecurityGroupRule", "SecurityGroupRule")
        == ["IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv4": "10.0.0.0/8"])
    #expect(
      record.responseElements
        == [
          "ModifySecurityGroupRulesResponse": [
            "xmlns": "http://ec2.amazonaws.com/doc/2016-11-15/",
            "requestId": record.document["requestID"] ?? .null, "return": true,
          ]
        ])
  }

  @Test func describeCallsTellEmptyListsAndFilters() throws {
    let fixture = try EC2Fixture()
    try fixture.call("DescribeSecurityGroups", ["MaxResults": 1000])
    #expect(
      try fixture.lastRecord().requestParameters.json
        == #"{"maxResults":1000,"securityGroupSet":{},"securityGroupIdSet":{},"filterSet":{}}"#)
    _ = fixture.error("DescribeSecurityGroups", ["GroupIds": ["sg-04cfb7a4712d75b00"]])
    let record = try fixture.lastRecord()
    #expect(record.errorCode == "Client.InvalidGroup.NotFound")
    #expect(
      record.document["errorMessage"]
        == "The security group 'sg-04cfb7a4712d75b00' does not exist")
    #expect(
      record.requestParameters.json
        == #"{"securityGroupSet":{},"securityGroupIdSet":{"items":[{"groupId":"#
        + #""sg-04cfb7a4712d75b00"}]},"filterSet":{}}"#)
    #expect(record.isReadOnly)
    try fixture.call(
      "DescribeInstances",
      ["Filters": [EC2Fixture.filter("instance-state-name", ["running", "pending"])]])
    let last = try fixture.lastRecord()
    #expect(
      last.requestParameters.json
        == #"{"instancesSet":{},"filterSet":{"items":[{"name":"instance-state-name","#
        + #""valueSet":{"items":[{"value":"running"},{"value":"pending"}]}}]}}"#)
    #expect(last.responseElements == .null)
  }

  @Test func describedRulesAreToldAsXMLIs() throws {
    let fixture = try EC2Fixture()
    try fixture.call(
      "DescribeSecurityGroupRules",
      ["Filters": [EC2Fixture.filter("group-id", [fixture.app])]])
    #expect(
      try fixture.lastRecord().requestParameters
        == [
          "DescribeSecurityGroupRulesRequest": [
            "Filter": [
              "Name": "group-id", "Value": ["tag": 1, "content": .string(fixture.app)],
              "tag": 1,
            ]
          ]
        ])
    try fixture.call("DescribeSecurityGroupRules")
    #expect(
      try fixture.lastRecord().requestParameters == ["DescribeSecurityGroupRulesRequest": ""])
  }
}
