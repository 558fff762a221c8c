import AWS
import Emulator
import TestKit
import Testing

struct AuthorizeSecurityGroupTests {
  @Test func eachPeerIsARuleOfItsOwn() throws {
    let fixture = try EC2Fixture()
    let list =
      try fixture.call(
        "CreateManagedPrefixList",
        ["PrefixListName": "offices", "MaxEntries": 2, "AddressFamily": "IPv4"]
      ).value.at("PrefixList", "PrefixListId") ?? ""
    let answer = try fixture.call(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
            "IpRanges": [
              ["CidrIp": "10.0.0.0/8", "Description": "inside"], ["CidrIp": "192.0.2.0/24"],
            ],
            "Ipv6Ranges": [["CidrIpv6": "::/0"]],
            "PrefixListIds": [["PrefixListId": list]],
            "UserIdGroupPairs": [["GroupId": .string(fixture.app)]],
          ]
        ],
      ])
    #expect(answer["Return"] == true)
    let rules = try #require(answer["SecurityGroupRules"]?.list)
    #expect(rules.count == 5)
    let ids = Set(rules.compactMap { $0["SecurityGroupRuleId"]?.string })
    #expect(ids.count == 5)
    #expect(ids.allSatisfy { $0.hasPrefix("sgr-") && $0.utf8.count == 21 })
    #expect(rules.contains { $0["Description"] == "inside" && $0["CidrIpv4"] == "10.0.0.0/8" })
    let permissions = try fixture.described(fixture.app)["IpPermissions"]
    #expect(
      permissions
        == [
          [
            "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
            "UserIdGroupPairs": [
              ["UserId": "123456789012", "GroupId": .string(fixture.app)]
            ],
            "IpRanges": [
              ["CidrIp": "10.0.0.0/8", "Description": "inside"], ["CidrIp": "192.0.2.0/24"],
            ],
            "Ipv6Ranges": [["CidrIpv6": "::/0"]],
            "PrefixListIds": [["PrefixListId": list]],
          ]
        ])
  }

  @Test func flatFormMakesTheSameRule() throws {
    let fixture = try EC2Fixture()
    try fixture.call(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app), "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
        "CidrIp": "0.0.0.0/0",
      ])
    let error = fixture.error(
      "AuthorizeSecurityGroupIngress",
      ["GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(22)]])
    #expect(error?.code == "InvalidPermission.Duplicate")
    #expect(
      error?.message
        == "the specified rule \"peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW\" already"
        + " exists")
  }

  @Test func sourceGroupAloneMeansAllOfTCPUDPAndICMP() throws {
    let fixture = try EC2Fixture()
    let answer = try fixture.call(
      "AuthorizeSecurityGroupIngress",
      ["GroupName": "web", "SourceSecurityGroupName": "default"])
    let rules = answer["SecurityGroupRules"]?.list ?? []
    #expect(rules.map { $0["IpProtocol"] } == ["tcp", "udp", "icmp"])
    #expect(rules.map { $0["ToPort"] } == [65535, 65535, -1])
    #expect(rules.allSatisfy { $0.at("ReferencedGroupInfo", "UserId") == "123456789012" })
  }

  @Test func blocksBecomeCanonical() throws {
    let fixture = try EC2Fixture()
    #expect(try fixture.open(22, to: "100.68.0.18/18")["CidrIpv4"] == "100.68.0.0/18")
    let input: AWSObject = [
      "GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(22, "100.68.0.0/18")],
    ]
    #expect(
      fixture.error("AuthorizeSecurityGroupIngress", input)?.code == "InvalidPermission.Duplicate")
    let answer = try fixture.call(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "58", "Ipv6Ranges": [["CidrIpv6": "2001:DB8:0:0:1::5/64"]],
          ]
        ],
      ])
    let rule = answer["SecurityGroupRules"]?.list?.first
    #expect(rule?["CidrIpv6"] == "2001:db8::/64")
    #expect(rule?["IpProtocol"] == "icmpv6")
    #expect(rule?["FromPort"] == -1)
  }

  @Test func everyProtocolIgnoresPorts() throws {
    let fixture = try EC2Fixture()
    let answer = try fixture.call(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "-1", "FromPort": 0, "ToPort": 0,
            "IpRanges": [["CidrIp": "10.0.0.0/8"]],
          ],
          ["IpProtocol": "50", "IpRanges": [["CidrIp": "10.0.0.0/8"]]],
        ],
      ])
    let rules = answer["SecurityGroupRules"]?.list ?? []
    #expect(rules.map { $0["FromPort"] } == [-1, -1])
    let permissions = try fixture.described(fixture.app)["IpPermissions"]?.list ?? []
    #expect(permissions.map { $0["IpProtocol"] } == ["-1", "50"])
    #expect(permissions.allSatisfy { $0["FromPort"] == nil && $0["ToPort"] == nil })
  }

  @Test func numbersOfKnownProtocolsBecomeNames() throws {
    let fixture = try EC2Fixture()
    try fixture.call(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "6", "FromPort": 22, "ToPort": 22,
            "IpRanges": [["CidrIp": "0.0.0.0/0"]],
          ]
        ],
      ])
    try fixture.call(
      "RevokeSecurityGroupIngress",
      ["GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(22)]])
  }

  @Test(arguments: [
    ("tcp", nil, nil, "0.0.0.0/0", "InvalidParameterValue",
      "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."),
    ("icmp", nil, nil, "0.0.0.0/0", "InvalidParameterValue",
      "Invalid value 'Must specify both from and to ports with ICMP.' for portRange."),
    ("tcp", 22, 70000, "0.0.0.0/0", "InvalidPermission.Malformed",
      "TCP/UDP port (70000) out of range"),
    ("tcp", 443, 80, "0.0.0.0/0", "InvalidParameterValue",
      "Invalid TCP/UDP port range (443:80)"),
    ("all", 0, 0, "0.0.0.0/0", "InvalidParameterValue",
      "Invalid value 'all' for IP protocol. Unknown protocol."),
    ("256", nil, nil, "0.0.0.0/0", "InvalidParameterValue",
      "Invalid value '256' for IP protocol. Unknown protocol."),
    (nil, 22, 22, "0.0.0.0/0", "InvalidParameterValue",
      "Invalid value 'null' for protocol. VPC security group rules must specify protocols"
        + " explicitly."),
    ("tcp", 22, 22, "::/0", "InvalidParameterValue", "CIDR block ::/0 is malformed"),
    ("tcp", 22, 22, "10.0.0.5", "InvalidParameterValue", "CIDR block 10.0.0.5 is malformed"),
    ("tcp", 22, 22, "10.0.0.0/33", "InvalidParameterValue",
      "CIDR block 10.0.0.0/33 is malformed"),
    ("tcp", 22, 22, nil, "MissingParameter",
      "Missing source specification: include source security group or CIDR information"),
  ] as [(String?, Int64?, Int64?, String?, String, String)])
  func badRuleIsRefused(
    ipProtocol: String?, from: Int64?, to: Int64?, block: String?, code: String, message: String
  ) throws {
    let fixture = try EC2Fixture()
    var permission: AWSObject = [:]
    permission.set("IpProtocol", ipProtocol.map(AWSValue.string))
    permission.set("FromPort", from.map(AWSValue.integer))
    permission.set("ToPort", to.map(AWSValue.integer))
    permission.set("IpRanges", block.map { [["CidrIp": .string($0)]] })
    let error = fixture.error(
      "AuthorizeSecurityGroupIngress",
      ["GroupId": .string(fixture.app), "IpPermissions": [.object(permission)]])
    #expect(error?.code == code)
    #expect(error?.message == message)
  }

  @Test func ruleTwiceInOneCallIsRefused() throws {
    let fixture = try EC2Fixture()
    let error = fixture.error(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [EC2Fixture.tcp(22), EC2Fixture.tcp(22)],
      ])
    #expect(error?.code == "InvalidParameterValue")
    #expect(error?.message == "The same permission must not appear multiple times")
  }

  @Test func badDescriptionIsRefused() throws {
    let fixture = try EC2Fixture()
    let error = fixture.error(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": 1, "ToPort": 1,
            "IpRanges": [["CidrIp": "10.0.0.0/8", "Description": "don't"]],
          ]
        ],
      ])
    #expect(
      error?.message
        == "Invalid rule description. Valid descriptions are strings less than 256 characters from"
        + " the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")
  }

  @Test func oneBadRuleLeavesNone() throws {
    let fixture = try EC2Fixture()
    try fixture.open(22)
    let error = fixture.error(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [EC2Fixture.tcp(443), EC2Fixture.tcp(22)],
      ])
    #expect(error?.code == "InvalidPermission.Duplicate")
    #expect(try fixture.described(fixture.app)["IpPermissions"]?.list?.count == 1)
  }

  @Test func sixtyRulesOfAFamilyAndDirectionAreTheLimit() throws {
    let fixture = try EC2Fixture()
    for port in 1...60 { try fixture.open(Int64(port)) }
    let error = fixture.error(
      "AuthorizeSecurityGroupIngress",
      ["GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(61)]])
    #expect(error?.code == "RulesPerSecurityGroupLimitExceeded")
    #expect(
      error?.message == "The maximum number of rules per security group has been reached.")
    // IPv6 and the other direction have room of their own.
    try fixture.call(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": 61, "ToPort": 61,
            "Ipv6Ranges": [["CidrIpv6": "::/0"]],
          ]
        ],
      ])
    try fixture.call(
      "AuthorizeSecurityGroupEgress",
      ["GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(61)]])
  }

  @Test func peerMustExistAndShareTheNetwork() throws {
    let fixture = try EC2Fixture()
    func error(_ peer: AWSValue) -> AWSError? {
      fixture.error(
        "AuthorizeSecurityGroupIngress",
        [
          "GroupId": .string(fixture.app),
          "IpPermissions": [["IpProtocol": "-1", "UserIdGroupPairs": [peer]]],
        ])
    }
    let missing = error(["GroupId": "sg-0123456789abcdef0"])
    #expect(missing?.code == "InvalidGroup.NotFound")
    #expect(missing?.message == "The security group 'sg-0123456789abcdef0' does not exist")
    #expect(error(["GroupId": "web"])?.code == "InvalidGroupId.Malformed")
    #expect(
      error(["GroupId": .string(fixture.web)])?.message
        == "You have specified two resources that belong to different networks.")
    let foreign = try fixture.world.call(
      "ec2", "CreateSecurityGroup", ["GroupName": "f", "Description": "d"],
      account: "111122223333")
    let id = foreign["GroupId"] ?? .null
    #expect(error(["GroupId": id])?.code == "InvalidGroup.NotFound")
    #expect(error(["GroupId": id, "UserId": "111122223333"]) == nil)
  }

  @Test func groupIsNamedByIDOrInTheDefaultVPCByName() throws {
    let fixture = try EC2Fixture()
    let rule: AWSValue = EC2Fixture.tcp(22)
    try fixture.call(
      "AuthorizeSecurityGroupIngress", ["GroupName": "web", "IpPermissions": [rule]])
    let byName = fixture.error(
      "AuthorizeSecurityGroupIngress", ["GroupName": "app", "IpPermissions": [rule]])
    #expect(byName?.code == "InvalidGroup.NotFound")
    let start = "The security group 'app' does not exist in default VPC 'vpc-"
    #expect(byName?.message.hasPrefix(start) == true)
    let nothing = fixture.error("AuthorizeSecurityGroupIngress", ["IpPermissions": [rule]])
    #expect(
      nothing
        == AWSError(
          "MissingParameter", "The request must contain the parameter groupName or groupId"))
    let malformed = fixture.error(
      "AuthorizeSecurityGroupIngress", ["GroupId": "web", "IpPermissions": [rule]])
    #expect(
      malformed
        == AWSError("InvalidGroupId.Malformed", "Invalid id: \"web\" (expecting \"sg-...\")"))
  }

  @Test func groupOfAnotherRegionIsNotFound() throws {
    let fixture = try EC2Fixture()
    let error = fixture.world.error(
      "ec2", "AuthorizeSecurityGroupIngress",
      ["GroupId": .string(fixture.app), "IpPermissions": [EC2Fixture.tcp(22)]],
      region: "eu-west-1")
    #expect(error?.code == "InvalidGroup.NotFound")
  }

  @Test func tagsGoToEveryNewRule() throws {
    let fixture = try EC2Fixture()
    let answer = try fixture.call(
      "AuthorizeSecurityGroupEgress",
      [
        "GroupId": .string(fixture.app),
        "IpPermissions": [EC2Fixture.tcp(1), EC2Fixture.tcp(2)],
        "TagSpecifications": [
          ["ResourceType": "security-group-rule", "Tags": [["Key": "k", "Value": "v"]]]
        ],
      ])
    let rules = answer["SecurityGroupRules"]?.list ?? []
    #expect(rules.count == 2)
    #expect(rules.allSatisfy { $0["Tags"] == [["Key": "k", "Value": "v"]] })
    #expect(rules.allSatisfy { $0["IsEgress"] == true })
  }
}
