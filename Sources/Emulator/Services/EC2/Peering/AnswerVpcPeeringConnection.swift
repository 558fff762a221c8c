import AWS

/// For an operation that names a peering connection and nothing else.
struct PeeringInput: OperationInput {
  static let members = ["VpcPeeringConnectionId", "DryRun"]
  let id: String
  let isDryRun: Bool

  init(_ members: Members) {
    id = members.string("VpcPeeringConnectionId") ?? ""
    isDryRun = members.isDryRun
  }
}

/// Joins the two VPCs; the owner of the other one answers
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AcceptVpcPeeringConnection.html).
enum AcceptVpcPeeringConnection: OperationHandler {
  static func access(_ input: PeeringInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
    let vpc = try call.ec2.peering(input.id)?.accepter.vpcID
    return [
      try call.ec2Check(EC2PeeringConnection.type, input.id), try call.ec2Check("vpc", vpc),
    ]
  }

  static func perform(_ input: PeeringInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let peering = try call.pendingPeering(input.id, "accept")
    try call.endDryRun(input.isDryRun)
    try call.ec2.set(.active, of: peering, by: nil, at: call.now)
    var accepted = peering
    accepted.goal = .active
    let tags = try call.ec2.tags(of: peering.id)
    let answer = accepted.wire(tags, at: call.now, transition: ("provisioning", "Provisioning"))
    return ["VpcPeeringConnection": .object(answer)]
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RejectVpcPeeringConnection.html
enum RejectVpcPeeringConnection: OperationHandler {
  static func access(_ input: PeeringInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2PeeringConnection.type, input.id)]
  }

  static func perform(_ input: PeeringInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let peering = try call.pendingPeering(input.id, "reject")
    try call.endDryRun(input.isDryRun)
    try call.ec2.set(.rejected, of: peering, by: call.account, at: call.now)
    return ["Return": true]
  }
}

/// Parts the VPCs: either owner may once they are joined, and who asked before that
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcPeeringConnection.html).
enum DeleteVpcPeeringConnection: OperationHandler {
  static func access(_ input: PeeringInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2PeeringConnection.type, input.id)]
  }

  static func perform(_ input: PeeringInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let peering = try call.peering(input.id)
    let state = peering.state(at: call.now)
    guard state.isLive else { throw EC2Error.peeringState(input.id) }
    if state == .pending, peering.requester.account != call.account {
      throw AWSError(
        "OperationNotPermitted", "User \(call.account) cannot delete peering \(input.id)")
    }
    try call.endDryRun(input.isDryRun)
    try call.ec2.set(.deleted, of: peering, by: call.account, at: call.now)
    return ["Return": true]
  }
}
