package import AWS

/// A peering connection of two VPCs, of one account or two, of one region or two
/// (https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-lifecycle).
package struct EC2PeeringConnection: Hashable, Sendable {
  package let id: String
  package let requester: Side
  package let accepter: Side
  let created: Timestamp
  /// As it was last set; `state(at:)` knows what time makes of it.
  var goal: Goal
  var goalSet: Timestamp
  /// Who rejected or deleted it.
  var endedBy: String?
  let number: Int64

  static let type = "vpc-peering-connection"

  package struct Side: Hashable, Sendable {
    package let account: String
    package let region: String
    package let vpcID: String
    /// nil where the VPC isn't there.
    let block: IPv4Block?
  }

  /// What was last asked for.
  enum Goal: String, Sendable { case requested, failed, active, rejected, deleted }

  package enum State: String, Sendable {
    case failed, expired, active, rejected, deleted
    case pending = "pending-acceptance"

    /// Whether it holds its VPCs: neither may be deleted, nor be peered again.
    var isLive: Bool { self == .active || self == .pending }
  }

  /// How long a request waits for its answer.
  static let patience = Duration.seconds(7 * 86_400)

  package func state(at now: Timestamp) -> State {
    switch goal {
    case .requested: now < created + Self.patience ? .pending : .expired
    case .failed: .failed
    case .active: .active
    case .rejected: .rejected
    case .deleted: .deleted
    }
  }

  /// Ended ones are shown for a while: failed and deleted two hours, the others two days.
  func isForgotten(at now: Timestamp) -> Bool {
    switch state(at: now) {
    case .active, .pending: false
    case .failed, .deleted: now >= goalSet + .seconds(2 * 3600)
    case .rejected: now >= goalSet + .seconds(2 * 86_400)
    case .expired: now >= created + Self.patience + .seconds(2 * 86_400)
    }
  }

  /// Whether an account sees it in a region, from either end.
  func isVisible(in scope: Scope) -> Bool {
    [requester, accepter].contains {
      $0.account == scope.account && $0.region == scope.region
    }
  }

  private func message(_ state: State) -> String {
    switch state {
    case .failed: "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range"
    case .expired: "Expired"
    case .active: "Active"
    case .rejected: "Rejected by \(endedBy ?? "")"
    case .deleted: "Deleted by \(endedBy ?? "")"
    case .pending: "Pending Acceptance by \(accepter.account)"
    }
  }

  /// What a filter compares with; nil for one of tags.
  func values(ofFilter name: String, at now: Timestamp) -> [String]? {
    switch name {
    case "accepter-vpc-info.cidr-block": accepter.block.map { [$0.description] } ?? []
    case "accepter-vpc-info.owner-id": [accepter.account]
    case "accepter-vpc-info.vpc-id": [accepter.vpcID]
    case "expiration-time": state(at: now) == .pending ? [(created + Self.patience).iso8601] : []
    case "requester-vpc-info.cidr-block": requester.block.map { [$0.description] } ?? []
    case "requester-vpc-info.owner-id": [requester.account]
    case "requester-vpc-info.vpc-id": [requester.vpcID]
    case "status-code": [state(at: now).rawValue]
    case "status-message": [message(state(at: now))]
    case "vpc-peering-connection-id": [id]
    default: nil
    }
  }

  /// - Parameter transition: what the answer of the call says that sets it going:
  ///   `initiating-request`, `provisioning`.
  func wire(_ tags: [EC2Tag], at now: Timestamp, transition: (code: String, message: String)? = nil)
    -> AWSObject
  {
    let state = state(at: now)
    // The other side's block and options show once both have agreed, the own at once.
    let isAgreed = state == .active && transition == nil
    var answer: AWSObject = [
      "AccepterVpcInfo": .object(wire(accepter, isWhole: isAgreed)),
      "RequesterVpcInfo": .object(wire(requester, isWhole: true)),
      "Status": [
        "Code": .string(transition?.code ?? state.rawValue),
        "Message": .string(transition?.message ?? message(state)),
      ],
      "Tags": .list(tags.map(\.wire)), "VpcPeeringConnectionId": .string(id),
    ]
    if state == .pending { answer["ExpirationTime"] = .timestamp(created + Self.patience) }
    return answer
  }

  private func wire(_ side: Side, isWhole: Bool) -> AWSObject {
    var info: AWSObject = [:]
    if isWhole, let block = side.block {
      info["CidrBlock"] = .string(block.description)
      info["CidrBlockSet"] = [["CidrBlock": .string(block.description)]]
    }
    info["OwnerId"] = .string(side.account)
    if isWhole {
      info["PeeringOptions"] = [
        "AllowDnsResolutionFromRemoteVpc": false,
        "AllowEgressFromLocalClassicLinkToRemoteVpc": false,
        "AllowEgressFromLocalVpcToRemoteClassicLink": false,
      ]
    }
    info["VpcId"] = .string(side.vpcID)
    info["Region"] = .string(side.region)
    return info
  }
}

extension Call {
  /// A connection that a call names, from either of its ends.
  func peering(_ id: String) throws(AWSError) -> EC2PeeringConnection {
    try EC2ID.check(id, "pcx-", "InvalidVpcPeeringConnectionId.Malformed")
    guard let peering = try ec2.peering(id), peering.isVisible(in: scope),
      !peering.isForgotten(at: now)
    else {
      throw EC2Error.notFound(
        "InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection", id)
    }
    return peering
  }

  /// A connection that waits for the caller's answer.
  func pendingPeering(_ id: String, _ verb: String) throws(AWSError) -> EC2PeeringConnection {
    let peering = try peering(id)
    guard peering.accepter.account == account else {
      throw AWSError("OperationNotPermitted", "User \(account) cannot \(verb) peering \(id)")
    }
    guard peering.accepter.region == region else {
      throw AWSError(
        "OperationNotPermitted",
        "Incorrect region (\(region)) specified for this request. VPC peering connection \(id) "
          + "must be accepted or rejected in region \(peering.accepter.region)")
    }
    guard peering.state(at: now) == .pending else { throw EC2Error.peeringState(id) }
    return peering
  }
}

extension EC2Error {
  static func peeringState(_ id: String) -> AWSError {
    AWSError(
      "InvalidStateTransition",
      "VpcPeeringConnectionID \(id) is not in the correct state for the request.")
  }
}
