import AWS
import Emulator
import Journal
import TestKit
import Testing

@testable import Harness

/// An instance in the default network, whose group opens a port.
struct ReachableInstanceCheckerTests {
  private let world: World
  private let client: Client
  private let group: AWSValue
  private let vpc: AWSValue

  init() throws {
    world = try World(options: WorldOptions())
    client = Client(world)
    group = try #require(
      try client.call(
        "ec2", "CreateSecurityGroup", ["GroupName": "db", "Description": "db"])["GroupId"])
    vpc = try #require(try client.call("ec2", "DescribeVpcs")["Vpcs"]?.list?.first?["VpcId"])
  }

  private func open(_ port: Int64, _ blocks: String...) throws {
    try client.call(
      "ec2", "AuthorizeSecurityGroupIngress",
      [
        "GroupId": group,
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": .integer(port), "ToPort": .integer(port),
            "IpRanges": .list(blocks.map { ["CidrIp": .string($0)] }),
          ]
        ],
      ])
  }

  private func launch(_ more: AWSObject = [:]) throws -> Subject {
    var input: AWSObject = [
      "ImageId": "ami-029eb80bc237bec6f", "MinCount": 1, "MaxCount": 1,
      "SecurityGroupIds": [group],
    ]
    for (name, value) in more { input[name] = value == .null ? nil : value }
    let answer = try client.call("ec2", "RunInstances", input)
    let id = answer["Instances"]?.list?.first?["InstanceId"]?.string ?? ""
    return Subject(id: id, scope: Scope(account: "123456789012", region: "us-east-1"))
  }

  private func inspect(_ subject: Subject, at now: Timestamp = Client.start) -> String? {
    var probe = StateProbe(world: world, now: now, requests: RequestMaker())
    return ReachableInstanceChecker.inspect(subject, &probe)
  }

  @Test func openPortOfADatabaseIsReached() throws {
    let instance = try launch()
    #expect(inspect(instance) == nil)
    try open(5432, "0.0.0.0/0")
    #expect(inspect(instance) == "strangers reach 5432/tcp")
    #expect(inspect(instance, at: Client.start + .minutes(5)) == "strangers reach 5432/tcp")
  }

  @Test func halvesOfTheInternetAreReached() throws {
    let instance = try launch()
    try open(22, "0.0.0.0/1", "128.0.0.0/1")
    #expect(inspect(instance) == "strangers reach 22/tcp")
  }

  @Test func anOfficeIsNoStrangerAndAWebServerIsForStrangers() throws {
    let instance = try launch()
    try open(22, "198.51.100.0/24", "10.0.0.0/8", "8.8.8.0/24")
    try open(443, "0.0.0.0/0")
    #expect(inspect(instance) == nil)
  }

  @Test func withoutARouteNothingArrives() throws {
    try open(22, "0.0.0.0/0")
    let subnet = try client.call(
      "ec2", "CreateSubnet", ["VpcId": vpc, "CidrBlock": "172.31.200.0/24"])["Subnet"]?["SubnetId"]
    let table = try client.call(
      "ec2", "CreateRouteTable", ["VpcId": vpc])["RouteTable"]?["RouteTableId"]
    let place: AWSObject = ["RouteTableId": table ?? "", "SubnetId": subnet ?? ""]
    let association = try client.call("ec2", "AssociateRouteTable", place)["AssociationId"]
    let instance = try launch([
      "SecurityGroupIds": .null,
      "NetworkInterfaces": [
        [
          "DeviceIndex": 0, "SubnetId": subnet ?? "", "Groups": [group],
          "AssociatePublicIpAddress": true,
        ]
      ],
    ])
    #expect(inspect(instance) == nil)
    // The main table leads out.
    try client.call("ec2", "DisassociateRouteTable", ["AssociationId": association ?? ""])
    #expect(inspect(instance) == "strangers reach 22/tcp")
  }

  @Test func aBlockedRegionAndAnACLStopPackets() throws {
    let instance = try launch()
    try open(22, "0.0.0.0/0")
    func mode(_ mode: AWSValue) throws {
      try client.call(
        "ec2", "ModifyVpcBlockPublicAccessOptions", ["InternetGatewayBlockMode": mode])
    }
    try mode("block-ingress")
    #expect(inspect(instance) == nil)
    let exclusion = try client.call(
      "ec2", "CreateVpcBlockPublicAccessExclusion",
      ["VpcId": vpc, "InternetGatewayExclusionMode": "allow-bidirectional"])
    #expect(inspect(instance) != nil)
    try client.call(
      "ec2", "ModifyVpcBlockPublicAccessExclusion",
      [
        "ExclusionId": exclusion["VpcBlockPublicAccessExclusion"]?["ExclusionId"] ?? "",
        "InternetGatewayExclusionMode": "allow-egress",
      ])
    #expect(inspect(instance) == nil)
    try mode("off")
    #expect(inspect(instance) != nil)
    let acls = try client.call("ec2", "DescribeNetworkAcls")["NetworkAcls"]?.list
    try client.call(
      "ec2", "CreateNetworkAclEntry",
      [
        "NetworkAclId": acls?.first?["NetworkAclId"] ?? "", "RuleNumber": 10, "Protocol": "6",
        "RuleAction": "deny", "Egress": true, "CidrBlock": "0.0.0.0/0",
        "PortRange": ["From": 1024, "To": 65535],
      ])
    #expect(inspect(instance) == nil)
  }

  @Test func aStoppedInstanceIsNotReached() throws {
    let instance = try launch()
    try open(22, "0.0.0.0/0")
    try Client(world, at: Client.start + .minutes(1)).call(
      "ec2", "StopInstances", ["InstanceIds": [.string(instance.id)]])
    #expect(inspect(instance, at: Client.start + .minutes(5)) == nil)
  }

  @Test func whatLiesOnTheWayIsAboutAllInstancesOfTheRegion() throws {
    let instance = try launch()
    var probe = StateProbe(world: world, now: Client.start, requests: RequestMaker())
    for table in ["ec2_route", "ec2_prefix_list_entry", "ec2_region_setting"] {
      let change = RowChange(
        table: table, resource: "x", account: "123456789012", before: nil,
        after: [.init(column: "region", value: .text("us-east-1"))])
      #expect(ReachableInstanceChecker.subjects(of: change, &probe) == [instance])
    }
    let tag = RowChange(
      table: "ec2_tag", resource: instance.id, account: "123456789012", before: nil, after: [])
    #expect(ReachableInstanceChecker.subjects(of: tag, &probe).isEmpty)
  }
}
