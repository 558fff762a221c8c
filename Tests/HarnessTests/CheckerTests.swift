import AWS
import Emulator
import Journal
import TestKit
import Testing

@testable import Harness

struct CheckerTests {
  private let scope = Scope(account: "123456789012", region: "us-east-1")

  private func probe(_ world: World) -> StateProbe {
    StateProbe(world: world, now: Client.start + .minutes(1), requests: RequestMaker())
  }

  private func group(_ permissions: AWSValue) throws -> String? {
    let world = try World(options: WorldOptions())
    let client = Client(world)
    let vpc = try client.call("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"])["Vpc"]?["VpcId"]
    let id = try client.call(
      "ec2", "CreateSecurityGroup",
      ["GroupName": "g", "Description": "g", "VpcId": vpc ?? .null])["GroupId"]?.string ?? ""
    try client.call(
      "ec2", "AuthorizeSecurityGroupIngress",
      ["GroupId": .string(id), "IpPermissions": permissions])
    var probe = probe(world)
    return OpenAdminPortChecker.inspect(Subject(id: id, scope: scope), &probe)
  }

  private func tcp(_ from: Int64, _ to: Int64, _ ranges: String...) -> AWSValue {
    [
      [
        "IpProtocol": "tcp", "FromPort": .integer(from), "ToPort": .integer(to),
        "IpRanges": .list(ranges.map { ["CidrIp": .string($0)] }),
      ]
    ]
  }

  @Test func theWholeInternetAndItsHalvesAreOpen() throws {
    #expect(try group(tcp(22, 22, "0.0.0.0/0")) == "22/tcp from anywhere")
    #expect(try group(tcp(22, 22, "0.0.0.0/1", "128.0.0.0/1")) == "22/tcp from anywhere")
    #expect(try group(tcp(0, 65535, "64.0.0.0/2")) == "22/tcp from 28% of IPv4")
    #expect(
      try group([["IpProtocol": "-1", "IpRanges": [["CidrIp": "0.0.0.0/0"]]]])
        == "22/tcp from anywhere")
    #expect(
      try group([
        [
          "IpProtocol": "tcp", "FromPort": 3389, "ToPort": 3389,
          "Ipv6Ranges": [["CidrIpv6": "::/0"]],
        ]
      ]) == "3389/tcp from IPv6 at large")
  }

  @Test func officesPrivateRangesAndOtherPortsAreNot() throws {
    #expect(try group(tcp(22, 22, "203.0.113.0/24")) == nil)
    #expect(try group(tcp(22, 22, "10.0.0.0/8", "192.168.0.0/16")) == nil)
    #expect(try group(tcp(80, 443, "0.0.0.0/0")) == nil)
    #expect(
      try group([
        [
          "IpProtocol": "udp", "FromPort": 22, "ToPort": 22, "IpRanges": [["CidrIp": "0.0.0.0/0"]],
        ]
      ]) == nil)
    #expect(
      try group([
        [
          "IpProtocol": "icmp", "FromPort": 3, "ToPort": 30, "IpRanges": [["CidrIp": "0.0.0.0/0"]],
        ]
      ]) == nil)
  }

  @Test func aPrefixListCountsByWhatItHolds() throws {
    let world = try World(options: WorldOptions())
    let client = Client(world)
    let list = try client.call(
      "ec2", "CreateManagedPrefixList",
      [
        "PrefixListName": "l", "MaxEntries": 9, "AddressFamily": "IPv4",
        "Entries": [["Cidr": "203.0.113.0/24"]],
      ])["PrefixList"]?["PrefixListId"]
    let id = try client.call(
      "ec2", "CreateSecurityGroup", ["GroupName": "g", "Description": "g"])["GroupId"]?.string ?? ""
    try client.call(
      "ec2", "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(id),
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
            "PrefixListIds": [["PrefixListId": list ?? ""]],
          ]
        ],
      ])
    let subject = Subject(id: id, scope: scope)
    var probe = probe(world)
    #expect(OpenAdminPortChecker.inspect(subject, &probe) == nil)
    let later = Client(world, at: Client.start + .minutes(1))
    try later.call(
      "ec2", "ModifyManagedPrefixList",
      [
        "PrefixListId": list ?? "", "CurrentVersion": 1,
        "AddEntries": [["Cidr": "0.0.0.0/1"], ["Cidr": "128.0.0.0/1"]],
      ])
    #expect(OpenAdminPortChecker.inspect(subject, &probe) == "22/tcp from anywhere")
    let change = RowChange(
      table: "ec2_prefix_list_entry", resource: list?.string ?? "", account: scope.account,
      before: nil, after: [.init(column: "region", value: .text("us-east-1"))])
    #expect(OpenAdminPortChecker.subjects(of: change, &probe) == [subject])
  }

  @Test func anAccountsBlockIsAboutAllItsBuckets() throws {
    let world = try World(options: WorldOptions())
    let client = Client(world)
    for name in ["one", "two"] {
      try client.call("s3", "CreateBucket", ["Bucket": .string(name + "-bucket")])
    }
    var probe = probe(world)
    let change = RowChange(
      table: "s3_account_public_access_block", resource: scope.account, account: scope.account,
      before: [], after: nil)
    #expect(
      PublicBucketChecker.subjects(of: change, &probe)
        == ["one-bucket", "two-bucket"].map { Subject(id: $0, scope: scope) })
  }

  @Test func aBucketIsPublicWhenAStrangerReadsIt() throws {
    let world = try World(options: WorldOptions())
    let client = Client(world)
    try client.call("s3", "CreateBucket", ["Bucket": "files"])
    try client.call("s3", "PutObject", ["Bucket": "files", "Key": "a", "Body": .bytes([1])])
    try client.call("s3", "DeletePublicAccessBlock", ["Bucket": "files"])
    let subject = Subject(id: "files", scope: scope)
    var probe = probe(world)
    #expect(PublicBucketChecker.inspect(subject, &probe) == nil)
    func allow(_ action: String, _ resource: String) throws {
      let policy = """
        {"Statement":[{"Effect":"Allow","Principal":"*","Action":"\(action)",\
        "Resource":"\(resource)"}]}
        """
      try client.call("s3", "PutBucketPolicy", ["Bucket": "files", "Policy": .string(policy)])
    }
    try allow("s3:GetObject", "arn:aws:s3:::files/*")
    #expect(PublicBucketChecker.inspect(subject, &probe) == "anyone reads a")
    try allow("s3:PutObject", "arn:aws:s3:::files/*")
    #expect(PublicBucketChecker.inspect(subject, &probe) == "anyone writes to it")
    try allow("s3:ListBucket", "arn:aws:s3:::files")
    #expect(PublicBucketChecker.inspect(subject, &probe) == "anyone lists it")
    let keys = try client.call("s3", "ListObjectsV2", ["Bucket": "files"])["KeyCount"]
    #expect(keys == 1)
  }

  @Test func aUserIsAnAdministratorByAttachedOrInlinePolicy() throws {
    let world = try World(options: WorldOptions())
    let client = Client(world)
    try client.call("iam", "CreateUser", ["UserName": "eve"])
    let subject = Subject(id: "eve", scope: scope)
    var probe = probe(world)
    #expect(AdministratorChecker.inspect(subject, &probe) == nil)
    let inline = #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
    try client.call(
      "iam", "PutUserPolicy",
      ["UserName": "eve", "PolicyName": "p", "PolicyDocument": .string(inline)])
    #expect(AdministratorChecker.inspect(subject, &probe) == "inline policy p allows everything")
    try client.call("iam", "DeleteUserPolicy", ["UserName": "eve", "PolicyName": "p"])
    try client.call(
      "iam", "AttachUserPolicy",
      ["UserName": "eve", "PolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"])
    #expect(AdministratorChecker.inspect(subject, &probe) == nil)
    try client.call(
      "iam", "AttachUserPolicy",
      ["UserName": "eve", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"])
    #expect(
      AdministratorChecker.inspect(subject, &probe) == "AdministratorAccess allows everything")
  }

  @Test func onlyASubnetThatSomebodyMadeMustKeepItsAddressesPrivate() throws {
    let world = try World(options: WorldOptions())
    let client = Client(world)
    let vpc = try client.call("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"])["Vpc"]?["VpcId"]
    let made = try client.call(
      "ec2", "CreateSubnet", ["VpcId": vpc ?? .null, "CidrBlock": "10.0.1.0/24"])
    let id = made["Subnet"]?["SubnetId"]?.string ?? ""
    func inspect(_ id: String) -> String? {
      var probe = probe(world)
      return PublicAddressChecker.inspect(Subject(id: id, scope: scope), &probe)
    }
    #expect(inspect(id) == nil)
    try client.call(
      "ec2", "ModifySubnetAttribute",
      ["SubnetId": .string(id), "MapPublicIpOnLaunch": ["Value": true]])
    #expect(inspect(id) == "interfaces in it get public addresses")
    let all = try client.call("ec2", "DescribeSubnets", [:])["Subnets"]?.list ?? []
    let standard = all.filter { $0["DefaultForAz"] == true && $0["MapPublicIpOnLaunch"] == true }
    #expect(!standard.isEmpty)
    for subnet in standard { #expect(inspect(subnet["SubnetId"]?.string ?? "") == nil) }
  }
}
