import AWS

/// A route table of a VPC, as it is at one time: where its subnets' packets go
/// (https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html).
package struct EC2RouteTable: EC2Resource {
  package let id: String
  package let account: String
  package let region: String
  package let vpcID: String
  /// The local route first, then those that were made, oldest first.
  package var routes: [EC2Route]
  package var associations: [Association]
  let number: Int64

  static let type = "route-table"

  /// Whether it serves all subnets that have no table of their own.
  package var isMain: Bool { associations.contains(where: \.isMain) }

  package struct Association: Hashable, Sendable {
    let id: String
    /// nil for the main association of the VPC.
    package let subnetID: String?

    package var isMain: Bool { subnetID == nil }
  }

  func values(ofFilter name: String) -> [String]? {
    switch name {
    case "association.main": associations.map { String($0.isMain) }
    case "association.route-table-association-id": associations.map(\.id)
    case "association.route-table-id": associations.isEmpty ? [] : [id]
    case "association.subnet-id": associations.compactMap(\.subnetID)
    case "owner-id": [account]
    case "route-table-id": [id]
    case "route.destination-cidr-block": routes.compactMap { $0.isIPv6 ? nil : $0.destination }
    case "route.destination-ipv6-cidr-block":
      routes.compactMap { $0.isIPv6 ? $0.destination : nil }
    case "route.egress-only-internet-gateway-id": routes.compactMap { $0.id(.egressOnlyGateway) }
    case "route.gateway-id": routes.compactMap { $0.id(.gateway) ?? $0.id(.local) }
    case "route.origin": routes.map(\.origin)
    case "route.state": routes.map(\.state)
    case "route.vpc-peering-connection-id": routes.compactMap { $0.id(.peering) }
    case "vpc-id": [vpcID]
    default: nil
    }
  }

  static let filters: Set<String> = [
    "association.main", "association.route-table-association-id", "association.route-table-id",
    "association.subnet-id", "owner-id", "route-table-id", "route.destination-cidr-block",
    "route.destination-ipv6-cidr-block", "route.egress-only-internet-gateway-id",
    "route.gateway-id", "route.origin", "route.state", "route.vpc-peering-connection-id",
    "vpc-id",
  ]

  func wire(_ tags: [EC2Tag]) -> AWSObject {
    let associations = associations.map { association -> AWSValue in
      var shown: AWSObject = [
        "Main": .bool(association.isMain), "RouteTableAssociationId": .string(association.id),
        "RouteTableId": .string(id),
      ]
      shown.set("SubnetId", association.subnetID.map(AWSValue.string))
      shown["AssociationState"] = ["State": "associated"]
      return .object(shown)
    }
    return [
      "Associations": .list(associations), "PropagatingVgws": [], "RouteTableId": .string(id),
      "Routes": .list(routes.map { .object($0.wire) }), "Tags": .list(tags.map(\.wire)),
      "VpcId": .string(vpcID), "OwnerId": .string(account),
    ]
  }
}

/// One route: what goes where.
package struct EC2Route: Hashable, Sendable {
  /// A canonical block of either family.
  package let destination: String
  package let target: Target
  package let targetID: String
  /// Whether the target still leads anywhere: a gateway that is detached, a peering that has
  /// ended is a black hole.
  package let isActive: Bool

  package enum Target: String, Hashable, Sendable {
    case local
    /// An internet gateway.
    case gateway
    case egressOnlyGateway = "egress-only"
    case peering
  }

  package var isIPv6: Bool { destination.contains(":") }
  var origin: String { target == .local ? "CreateRouteTable" : "CreateRoute" }
  var state: String { isActive ? "active" : "blackhole" }

  func id(_ kind: Target) -> String? { target == kind ? targetID : nil }

  var wire: AWSObject {
    var route: AWSObject = [
      isIPv6 ? "DestinationIpv6CidrBlock" : "DestinationCidrBlock": .string(destination)
    ]
    switch target {
    case .local, .gateway: route["GatewayId"] = .string(targetID)
    case .egressOnlyGateway: route["EgressOnlyInternetGatewayId"] = .string(targetID)
    case .peering: route["VpcPeeringConnectionId"] = .string(targetID)
    }
    route["Origin"] = .string(origin)
    route["State"] = .string(state)
    return route
  }
}

extension Call {
  /// A route table that a call names.
  func routeTable(_ id: String) throws(AWSError) -> EC2RouteTable {
    try EC2ID.check(id, "rtb-", "InvalidRouteTableId.Malformed")
    guard let table = try ec2.routeTable(id, at: now), table.account == account,
      table.region == region
    else { throw EC2Error.notFound("InvalidRouteTableID.NotFound", "routeTable", id) }
    return table
  }
}
