import AWS
import Emulator
import TestKit
import Testing

struct DescribeSecurityGroupsTests {
  @Test func allGroupsShowInTheOrderOfTheirCreation() throws {
    let fixture = try EC2Fixture()
    let names = try fixture.call("DescribeSecurityGroups")["SecurityGroups"]?.list?
      .map { $0["GroupName"] }
    #expect(names == ["default", "web", "default", "app"])
  }

  @Test func defaultGroupLetsItselfIn() throws {
    let fixture = try EC2Fixture()
    let answer = try fixture.call("DescribeSecurityGroups", ["GroupNames": ["default"]])
    let group = answer["SecurityGroups"]?.list?.first
    #expect(group?["Description"] == "default VPC security group")
    #expect(
      group?["IpPermissions"]
        == [
          [
            "IpProtocol": "-1",
            "UserIdGroupPairs": [
              ["UserId": "123456789012", "GroupId": group?["GroupId"] ?? .null]
            ],
            "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [],
          ]
        ])
  }

  @Test func idsAndNamesMustExist() throws {
    let fixture = try EC2Fixture()
    let missing = fixture.error(
      "DescribeSecurityGroups",
      ["GroupIds": [.string(fixture.app), "sg-0123456789abcdef0"]])
    #expect(
      missing
        == AWSError(
          "InvalidGroup.NotFound",
          "The security group 'sg-0123456789abcdef0' does not exist"))
    let malformed = fixture.error("DescribeSecurityGroups", ["GroupIds": ["sg-x"]])
    #expect(
      malformed
        == AWSError("InvalidGroupId.Malformed", "Invalid id: \"sg-x\" (expecting \"sg-...\")"))
    #expect(
      fixture.error("DescribeSecurityGroups", ["GroupNames": ["app"]])?.code
        == "InvalidGroup.NotFound")
    #expect(
      try fixture.groupIDs(
        ["GroupIds": [.string(fixture.app), .string(fixture.web), .string(fixture.app)]])
        == [fixture.web, fixture.app])
  }

  @Test func fieldsFilter() throws {
    let fixture = try EC2Fixture()
    #expect(try fixture.filtered("vpc-id", fixture.vpc).count == 2)
    #expect(try fixture.filtered("group-name", "app", "web") == [fixture.web, fixture.app])
    #expect(try fixture.filtered("group-name", "a?p") == [fixture.app])
    #expect(try fixture.filtered("group-name", "*efaul*").count == 2)
    #expect(try fixture.filtered("group-name", "APP").isEmpty)
    #expect(try fixture.filtered("description", "for*").count == 2)
    #expect(try fixture.filtered("owner-id", "123456789012").count == 4)
    #expect(try fixture.filtered("group-id", fixture.app) == [fixture.app])
    let both = try fixture.groupIDs([
      "Filters": [
        EC2Fixture.filter("group-name", ["default"]),
        EC2Fixture.filter("vpc-id", [fixture.vpc]),
      ]
    ])
    #expect(both.count == 1)
  }

  @Test func rulesFilter() throws {
    let fixture = try EC2Fixture()
    try fixture.open(22)
    try fixture.open(443, to: "10.0.0.0/8")
    #expect(try fixture.filtered("ip-permission.cidr", "0.0.0.0/0") == [fixture.app])
    #expect(try fixture.filtered("ip-permission.from-port", "22") == [fixture.app])
    #expect(try fixture.filtered("ip-permission.to-port", "444").isEmpty)
    #expect(try fixture.filtered("ip-permission.protocol", "tcp") == [fixture.app])
    #expect(try fixture.filtered("ip-permission.user-id", "123456789012").count == 2)
    #expect(try fixture.filtered("ip-permission.group-name", "default").count == 2)
    #expect(try fixture.filtered("egress.ip-permission.cidr", "0.0.0.0/0").count == 4)
    #expect(try fixture.filtered("egress.ip-permission.protocol", "-1").count == 4)
    // Different rules of a group may meet different filters.
    let any = try fixture.groupIDs([
      "Filters": [
        EC2Fixture.filter("ip-permission.cidr", ["10.0.0.0/8"]),
        EC2Fixture.filter("ip-permission.from-port", ["22"]),
      ]
    ])
    #expect(any == [fixture.app])
  }

  @Test func tagsFilter() throws {
    let fixture = try EC2Fixture()
    try fixture.call(
      "CreateTags",
      ["Resources": [.string(fixture.app)], "Tags": [["Key": "Env", "Value": "prod*"]]])
    #expect(try fixture.filtered("tag:Env", "prod*") == [fixture.app])
    #expect(try fixture.filtered("tag:Env", "prod\\*") == [fixture.app])
    #expect(try fixture.filtered("tag:Env", "prod").isEmpty)
    #expect(try fixture.filtered("tag-key", "Env", "Other") == [fixture.app])
    #expect(try fixture.filtered("tag-key", "env").isEmpty)
  }

  @Test func unknownFilterIsRefused() throws {
    let error = try EC2Fixture().error(
      "DescribeSecurityGroups", ["Filters": [EC2Fixture.filter("colour", ["red"])]])
    #expect(error == AWSError("InvalidParameterValue", "The filter 'colour' is invalid"))
  }

  @Test func pagesFollowEachOtherWithoutGaps() throws {
    let fixture = try EC2Fixture()
    for index in 0..<9 {
      try fixture.call(
        "CreateSecurityGroup",
        ["GroupName": .string("g\(index)"), "Description": "d"])
    }
    let all = try fixture.groupIDs([:])
    var seen: [String] = []
    var input: AWSObject = ["MaxResults": 5]
    var pages = 0
    while true {
      let answer = try fixture.call("DescribeSecurityGroups", input)
      let page = answer["SecurityGroups"]?.list ?? []
      #expect(page.count <= 5)
      seen += page.compactMap { $0["GroupId"]?.string }
      pages += 1
      guard let token = answer["NextToken"] else { break }
      input["NextToken"] = token
    }
    #expect(seen == all)
    #expect(pages == 3)
  }

  @Test func pageSizeAndTokenAreChecked() throws {
    let fixture = try EC2Fixture()
    #expect(
      fixture.error("DescribeSecurityGroups", ["MaxResults": 4])
        == AWSError(
          "InvalidParameterValue",
          "Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5."))
    #expect(
      fixture.error("DescribeSecurityGroups", ["MaxResults": 1001])?.code
        == "InvalidParameterValue")
    #expect(
      fixture.error("DescribeSecurityGroups", ["NextToken": "nonsense"])
        == AWSError("InvalidNextToken", "The token 'nonsense' is invalid"))
  }

  @Test func otherAccountsAndRegionsAreApart() throws {
    let fixture = try EC2Fixture()
    func count(_ account: String, _ region: String) throws -> Int? {
      try fixture.world.call(
        "ec2", "DescribeSecurityGroups", account: account, region: region)["SecurityGroups"]?
        .list?.count
    }
    #expect(try count("111122223333", "us-east-1") == 1)
    #expect(try count("123456789012", "eu-west-1") == 1)
  }
}
