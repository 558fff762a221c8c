import AWS
import Emulator
import TestKit
import Testing

struct EC2PeeringTests {
  private let world: World
  private let mine: Client
  private let theirs: Client
  private let vpc: String
  private let peer: String

  init() throws {
    world = try World.fresh { $0.isThrottling = false }
    mine = Client(world)
    theirs = Client(world, account: "444455556666", region: "eu-west-1")
    vpc = try Self.vpc("10.1.0.0/16", mine)
    peer = try Self.vpc("10.2.0.0/16", theirs)
  }

  private static func vpc(_ block: String, _ client: Client) throws -> String {
    try client.call("ec2", "CreateVpc", ["CidrBlock": .string(block)]).value.at("Vpc", "VpcId")?
      .string ?? ""
  }

  private func ask(_ vpc: String, _ peer: String, account: String? = "444455556666",
    region: String? = "eu-west-1") throws -> AWSObject
  {
    var input: AWSObject = ["VpcId": .string(vpc), "PeerVpcId": .string(peer)]
    input.set("PeerOwnerId", account.map(AWSValue.string))
    input.set("PeerRegion", region.map(AWSValue.string))
    return try #require(
      try mine.call("ec2", "CreateVpcPeeringConnection", input)["VpcPeeringConnection"]?.object)
  }

  private func named(_ peering: AWSObject) -> AWSObject {
    ["VpcPeeringConnectionId": peering["VpcPeeringConnectionId"] ?? ""]
  }

  private func shown(_ peering: AWSObject, _ client: Client) throws -> AWSValue? {
    try client.call(
      "ec2", "DescribeVpcPeeringConnections",
      ["VpcPeeringConnectionIds": [peering["VpcPeeringConnectionId"] ?? ""]])[
        "VpcPeeringConnections"]?.list?.first
  }

  @Test func requestWaitsForTheOtherOwner() throws {
    let peering = try ask(vpc, peer)
    #expect(peering["Status"]?["Code"] == "initiating-request")
    #expect(peering["Status"]?["Message"] == "Initiating Request to 444455556666")
    #expect(peering["ExpirationTime"] == .timestamp(Client.start + .seconds(7 * 86_400)))
    #expect(try shown(peering, mine)?["Status"]?["Code"] == "pending-acceptance")
    // Both see it, and who isn't asked can't answer.
    #expect(try shown(peering, theirs)?["AccepterVpcInfo"]?["VpcId"]?.string == peer)
    let own = mine.error("ec2", "AcceptVpcPeeringConnection", named(peering))
    #expect(own?.code == "OperationNotPermitted")
    let stranger = Client(world, account: "777788889999")
    #expect(
      stranger.error("ec2", "AcceptVpcPeeringConnection", named(peering))?.code
        == "InvalidVpcPeeringConnectionID.NotFound")
    let accepted = try theirs.call("ec2", "AcceptVpcPeeringConnection", named(peering))
    #expect(accepted.value.at("VpcPeeringConnection", "Status", "Code") == "provisioning")
    let active = try shown(peering, mine)
    #expect(active?["Status"]?["Code"] == "active")
    #expect(active?["AccepterVpcInfo"]?["CidrBlock"] == "10.2.0.0/16")
    #expect(active?["AccepterVpcInfo"]?["Region"] == "eu-west-1")
    #expect(active?["ExpirationTime"] == nil)
    #expect(
      theirs.error("ec2", "AcceptVpcPeeringConnection", named(peering))?.code
        == "InvalidStateTransition")
    let again: AWSObject = [
      "VpcId": .string(vpc), "PeerVpcId": .string(peer), "PeerOwnerId": "444455556666",
      "PeerRegion": "eu-west-1",
    ]
    #expect(
      mine.error("ec2", "CreateVpcPeeringConnection", again)?.code
        == "VpcPeeringConnectionAlreadyExists")
  }

  @Test func unansweredRequestExpiresAfterSevenDays() throws {
    let peering = try ask(vpc, peer)
    let week = Client.start + .seconds(7 * 86_400)
    let before = try shown(peering, mine.at(week + .seconds(-1)))
    #expect(before?["Status"]?["Code"] == "pending-acceptance")
    #expect(try shown(peering, mine.at(week))?["Status"]?["Code"] == "expired")
    #expect(
      theirs.at(week).error("ec2", "AcceptVpcPeeringConnection", named(peering))?.code
        == "InvalidStateTransition")
    #expect(
      mine.at(week + .seconds(2 * 86_400)).error(
        "ec2", "DescribeVpcPeeringConnections",
        ["VpcPeeringConnectionIds": [peering["VpcPeeringConnectionId"] ?? ""]])?.code
        == "InvalidVpcPeeringConnectionID.NotFound")
  }

  @Test func rejectedAndDeletedNameWhoEndedThem() throws {
    let rejected = try ask(vpc, peer)
    try theirs.call("ec2", "RejectVpcPeeringConnection", named(rejected))
    #expect(try shown(rejected, mine)?["Status"]?["Message"] == "Rejected by 444455556666")
    let deleted = try ask(vpc, peer)
    // Who is asked rejects; deleting is for who asked.
    #expect(
      theirs.error("ec2", "DeleteVpcPeeringConnection", named(deleted))?.code
        == "OperationNotPermitted")
    try theirs.call("ec2", "AcceptVpcPeeringConnection", named(deleted))
    try theirs.call("ec2", "DeleteVpcPeeringConnection", named(deleted))
    #expect(try shown(deleted, mine)?["Status"]?["Message"] == "Deleted by 444455556666")
    #expect(
      mine.error("ec2", "DeleteVpcPeeringConnection", named(deleted))?.code
        == "InvalidStateTransition")
  }

  @Test func overlappingOrUnknownPeersFail() throws {
    let twin = try Self.vpc("10.1.128.0/17", mine)
    let overlapping = try ask(vpc, twin, account: nil, region: nil)
    #expect(try shown(overlapping, mine)?["Status"]?["Code"] == "failed")
    #expect(
      try shown(overlapping, mine)?["Status"]?["Message"]
        == "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range")
    let unknown = try ask(vpc, "vpc-0123456789abcdef0")
    #expect(try shown(unknown, mine)?["Status"]?["Code"] == "failed")
    // The peer's account is the wrong one.
    let foreign = try ask(vpc, peer, account: "777788889999")
    #expect(try shown(foreign, mine)?["Status"]?["Code"] == "failed")
  }

  @Test func acceptanceIsAskedInTheAcceptersRegion() throws {
    let own = try Self.vpc("10.3.0.0/16", mine.region("eu-west-1"))
    let peering = try ask(vpc, own, account: nil)
    let error = mine.error("ec2", "AcceptVpcPeeringConnection", named(peering))
    #expect(error?.code == "OperationNotPermitted")
    #expect(error?.message.contains("must be accepted or rejected in region eu-west-1") == true)
    try mine.region("eu-west-1").call("ec2", "AcceptVpcPeeringConnection", named(peering))
    #expect(try shown(peering, mine)?["Status"]?["Code"] == "active")
  }

  @Test func peeredVPCStaysUntilItIsParted() throws {
    let peering = try ask(vpc, peer)
    #expect(mine.error("ec2", "DeleteVpc", ["VpcId": .string(vpc)])?.code == "DependencyViolation")
    try mine.call("ec2", "DeleteVpcPeeringConnection", named(peering))
    try mine.call("ec2", "DeleteVpc", ["VpcId": .string(vpc)])
  }

  @Test func filtersNarrowTheList() throws {
    _ = try ask(vpc, peer)
    _ = try ask(vpc, "vpc-0123456789abcdef0")
    for (name, value, count) in [
      ("status-code", "pending-acceptance", 1), ("status-code", "failed", 1),
      ("requester-vpc-info.vpc-id", vpc, 2), ("accepter-vpc-info.vpc-id", peer, 1),
      ("accepter-vpc-info.owner-id", "444455556666", 2),
      ("requester-vpc-info.cidr-block", "10.1.0.0/16", 2),
    ] {
      let answer = try mine.call(
        "ec2", "DescribeVpcPeeringConnections", ["Filters": [EC2Fixture.filter(name, [value])]])
      #expect(answer["VpcPeeringConnections"]?.list?.count == count, "\(name)")
    }
  }

  @Test func recordsTellBothSides() throws {
    let peering = try ask(vpc, peer)
    let record = try #require(try world.records().last)
    #expect(
      record.requestParameters
        == [
          "vpcId": .string(vpc), "peerVpcId": .string(peer), "peerOwnerId": "444455556666",
          "peerRegion": "eu-west-1",
        ])
    #expect(record.responseElements["_return"] == nil)
    #expect(
      record.responseElements.at("vpcPeeringConnection", "vpcPeeringConnectionId")
        == peering["VpcPeeringConnectionId"])
    #expect(
      record.responseElements.at("vpcPeeringConnection", "status", "code")
        == "initiating-request")
    try mine.call("ec2", "DescribeVpcPeeringConnections", ["MaxResults": 1000])
    #expect(
      try world.records().last?.requestParameters
        == ["maxResults": 1000, "vpcPeeringConnectionIdSet": [:], "filterSet": [:]])
    try mine.call("ec2", "DeleteVpcPeeringConnection", named(peering))
    #expect(try world.records().last?.responseElements["_return"] == true)
  }
}
