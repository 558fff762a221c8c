import AWS
import Emulator
import TestKit
import Testing

/// A world with a group in the default VPC and one in a VPC of its own.
struct EC2Fixture {
  let world: World
  /// In the default VPC.
  let web: String
  let vpc: String
  /// In `vpc`.
  let app: String

  init(isThrottling: Bool = false) throws {
    world = try World.fresh { $0.isThrottling = isThrottling }
    web = try Self.group("web", nil, in: world)
    vpc = try #require(
      try world.call("ec2", "CreateVpc", ["CidrBlock": "10.0.0.0/16"])
        .value.at("Vpc", "VpcId")?.string)
    app = try Self.group("app", vpc, in: world)
  }

  private static func group(_ name: String, _ vpc: String?, in world: World) throws -> String {
    var input: AWSObject = ["GroupName": .string(name), "Description": "for tests"]
    input.set("VpcId", vpc.map(AWSValue.string))
    return try #require(try world.call("ec2", "CreateSecurityGroup", input)["GroupId"]?.string)
  }

  @discardableResult
  func call(_ operation: String, _ input: AWSObject = [:], at now: Timestamp = Client.start)
    throws(AWSError) -> AWSObject
  {
    try world.call("ec2", operation, input, at: now)
  }

  func error(_ operation: String, _ input: AWSObject = [:], at now: Timestamp = Client.start)
    -> AWSError?
  {
    world.error("ec2", operation, input, at: now)
  }

  /// Opens a TCP port of `app` to a block and answers the rule.
  @discardableResult
  func open(_ port: Int64, to block: String = "0.0.0.0/0", group: String? = nil)
    throws(AWSError) -> AWSObject
  {
    let answer = try call(
      "AuthorizeSecurityGroupIngress",
      ["GroupId": .string(group ?? app), "IpPermissions": [Self.tcp(port, block)]])
    return answer["SecurityGroupRules"]?.list?.first?.object ?? [:]
  }

  /// The same to a block of IPv6.
  func open(_ port: Int64, to6 block: String) throws(AWSError) {
    try call(
      "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(app),
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": .integer(port), "ToPort": .integer(port),
            "Ipv6Ranges": [["CidrIpv6": .string(block)]],
          ]
        ],
      ])
  }

  static func tcp(_ port: Int64, _ block: String = "0.0.0.0/0") -> AWSValue {
    [
      "IpProtocol": "tcp", "FromPort": .integer(port), "ToPort": .integer(port),
      "IpRanges": [["CidrIp": .string(block)]],
    ]
  }

  func described(_ group: String) throws -> AWSObject {
    let answer = try call("DescribeSecurityGroups", ["GroupIds": [.string(group)]])
    return try #require(answer["SecurityGroups"]?.list?.first?.object)
  }

  /// The ids of the groups that a describe call shows.
  func groupIDs(_ input: AWSObject) throws(AWSError) -> [String] {
    (try call("DescribeSecurityGroups", input)["SecurityGroups"]?.list ?? [])
      .compactMap { $0["GroupId"]?.string }
  }

  func filtered(_ name: String, _ values: String...) throws(AWSError) -> [String] {
    try groupIDs(["Filters": [Self.filter(name, values)]])
  }

  static func filter(_ name: String, _ values: [String]) -> AWSValue {
    ["Name": .string(name), "Values": .list(values.map(AWSValue.string))]
  }

  func lastRecord() throws -> CloudTrailRecord { try #require(try world.records().last) }
}

extension AWSObject {
  var value: AWSValue { .object(self) }
}

extension AWSValue {
  /// A value written as JSON, to compare shapes member by member and in order.
  var json: String { JSON.text(self) }
}
