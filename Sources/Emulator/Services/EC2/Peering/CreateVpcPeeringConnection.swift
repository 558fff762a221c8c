import AWS

/// Asks the owner of another VPC to peer with one's own
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html).
///
/// A request that names no VPC, or one whose addresses overlap, is made all the same and fails.
enum CreateVpcPeeringConnection: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["VpcId", "PeerVpcId", "PeerOwnerId", "PeerRegion", "DryRun"] + EC2TagRules.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    let members = input.members
    let requester = EC2PeeringConnection.Side(
      account: call.account, region: call.region, vpcID: members.string("VpcId") ?? "*",
      block: nil)
    let accepter = EC2PeeringConnection.Side(
      account: members.string("PeerOwnerId") ?? call.account,
      region: members.string("PeerRegion") ?? call.region,
      vpcID: members.string("PeerVpcId") ?? "*", block: nil)
    let keys = call.ec2PeeringKeys(requester, accepter)
    return call.ec2Creation(EC2PeeringConnection.type, members, keys: keys)
      + [try call.ec2Check("vpc", members.string("VpcId"))]
  }

  /// Errors: `VpcPeeringConnectionAlreadyExists`, and those of VPCs for the own one.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let vpc = try call.vpc(members.string("VpcId") ?? "")
    guard let peerID = members.string("PeerVpcId"), !peerID.isEmpty else {
      throw EC2Error.missing("peerVpcId")
    }
    try EC2ID.vpc(peerID)
    let account = members.string("PeerOwnerId") ?? call.account
    let region = members.string("PeerRegion") ?? call.region
    guard OrganizationsID.isAccount(account) else {
      throw EC2Error.invalid(account, for: "peerOwnerId", "This is not a valid account ID.")
    }
    let tags = try EC2TagRules.specified(members, for: EC2PeeringConnection.type)
    let store = call.ec2
    let now = call.now
    let isRepeated = try store.peerings(in: call.scope).contains {
      $0.state(at: now) == .active
        && Set([$0.requester.vpcID, $0.accepter.vpcID]) == [vpc.id, peerID]
    }
    if isRepeated {
      throw AWSError(
        "VpcPeeringConnectionAlreadyExists",
        "A VPC peering connection between the VPCs already exists.")
    }
    try call.endDryRun(members.isDryRun)

    let peer = try store.vpc(peerID).flatMap {
      $0.account == account && $0.region == region ? $0 : nil
    }
    let isSound = peer.map { !$0.block.overlaps(vpc.block) } ?? false
    let accepter = EC2PeeringConnection.Side(
      account: account, region: region, vpcID: peerID, block: peer?.block)
    let peering = try store.createPeering(
      vpc, accepter, goal: isSound ? .requested : .failed, call.world, at: now)
    try store.tag(peering.id, type: EC2PeeringConnection.type, tags, call.scope)
    let begun = ("initiating-request", "Initiating Request to \(account)")
    var answer = peering.wire(tags, at: now, transition: begun)
    answer["ExpirationTime"] = .timestamp(now + EC2PeeringConnection.patience)
    return ["VpcPeeringConnection": .object(answer)]
  }
}
