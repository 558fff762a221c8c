import AWS

/// Shows peering connections, asked for and asked of
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcPeeringConnections.html).
enum DescribeVpcPeeringConnections: OperationHandler {
  struct Input: OperationInput {
    static let members = ["VpcPeeringConnectionIds"] + EC2Describing.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  private static let filterNames: Set<String> = [
    "accepter-vpc-info.cidr-block", "accepter-vpc-info.owner-id", "accepter-vpc-info.vpc-id",
    "expiration-time", "requester-vpc-info.cidr-block", "requester-vpc-info.owner-id",
    "requester-vpc-info.vpc-id", "status-code", "status-message", "vpc-peering-connection-id",
  ]

  /// A connection as it is at one time.
  private struct Shown: EC2Resource {
    static let type = EC2PeeringConnection.type
    let peering: EC2PeeringConnection
    let now: Timestamp

    var id: String { peering.id }
    var number: Int64 { peering.number }
    func values(ofFilter name: String) -> [String]? { peering.values(ofFilter: name, at: now) }
    func wire(_ tags: [EC2Tag]) -> AWSObject { peering.wire(tags, at: now) }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let call = call
    return try call.described(
      input.members, "VpcPeeringConnections", ids: "VpcPeeringConnectionIds",
      filters: filterNames,
      all: { () throws(AWSError) -> [Shown] in
        try call.ec2.peerings(in: call.scope).filter { !$0.isForgotten(at: call.now) }
          .map { Shown(peering: $0, now: call.now) }
      },
      find: { id throws(AWSError) -> Shown in
        Shown(peering: try call.peering(id), now: call.now)
      })
  }
}
