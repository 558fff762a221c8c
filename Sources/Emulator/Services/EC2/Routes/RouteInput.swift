import AWS

/// For what makes, changes or deletes one route of a table.
struct RouteInput: OperationInput {
  static let members = [
    "RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock", "GatewayId",
    "EgressOnlyInternetGatewayId", "VpcPeeringConnectionId", "NatGatewayId", "DryRun",
  ]
  let members: Members

  init(_ members: Members) { self.members = members }

  var tableID: String { members.string("RouteTableId") ?? "" }

  /// The block that the request names, in its canonical form.
  func destination() throws(AWSError) -> String {
    switch (members.string("DestinationCidrBlock"), members.string("DestinationIpv6CidrBlock")) {
    case (let text?, nil):
      guard let block = IPv4Block(text) else {
        throw EC2Error.invalid(
          text, for: "destinationCidrBlock", "This is not a valid CIDR block.")
      }
      return block.description
    case (nil, let text?):
      guard let block = IPv6Block(text) else {
        throw EC2Error.invalid(
          text, for: "destinationIpv6CidrBlock", "This is not a valid IPv6 CIDR block.")
      }
      return block.description
    case (nil, nil):
      throw EC2Error.missing("destinationCidrBlock")
    case (_?, _?):
      throw EC2Error.combination("destinationCidrBlock", "destinationIpv6CidrBlock")
    }
  }

  /// Where the packets are to go; it must be there, and connected to the table's VPC.
  func target(_ table: EC2RouteTable, _ call: Call) throws(AWSError) -> (EC2Route.Target, String) {
    let named = [
      "GatewayId", "EgressOnlyInternetGatewayId", "VpcPeeringConnectionId", "NatGatewayId",
    ].compactMap { name in members.string(name).map { (name, $0) } }
    guard named.count == 1, let (name, id) = named.first else {
      throw AWSError(
        "InvalidParameterCombination",
        "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, "
          + "vpcPeeringConnectionId or instanceId")
    }
    switch name {
    case "GatewayId":
      guard let gateway = try call.ec2.internetGateway(id), gateway.account == call.account else {
        throw EC2Error.notFound("InvalidGatewayID.NotFound", "gateway", id)
      }
      guard gateway.vpcID == table.vpcID else {
        throw EC2Error.invalid(
          "route table \(table.id) and network gateway \(id) belong to different networks")
      }
      return (.gateway, id)
    case "EgressOnlyInternetGatewayId":
      let gateway = try call.egressOnlyGateway(id)
      guard gateway.vpcID == table.vpcID else {
        throw EC2Error.invalid(
          "route table \(table.id) and network gateway \(id) belong to different networks")
      }
      return (.egressOnlyGateway, id)
    case "VpcPeeringConnectionId":
      let peering = try call.peering(id)
      guard [peering.requester.vpcID, peering.accepter.vpcID].contains(table.vpcID) else {
        throw EC2Error.invalid(
          "route table \(table.id) and vpcPeeringConnection \(id) belong to different networks")
      }
      return (.peering, id)
    default:
      // No NAT gateway is served, so that none is there.
      throw EC2Error.notFound("InvalidNatGatewayID.NotFound", "NatGateway", id)
    }
  }

  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2RouteTable.type, tableID)]
  }
}
