import AWS

extension Call {
  /// The keys of what leads in and out of networks; nil for one that isn't there.
  func ec2NetworkKeys(_ type: String, _ id: String) throws(AWSError) -> [String: [String]]? {
    switch type {
    case EC2InternetGateway.type:
      guard let gateway = try ec2.internetGateway(id), isHere(gateway.account, gateway.region)
      else { return nil }
      return ["ec2:InternetGatewayID": [id]]
    case EC2EgressOnlyGateway.type:
      guard let gateway = try ec2.egressOnlyGateway(id), isHere(gateway.account, gateway.region)
      else { return nil }
      return [:]
    case EC2PeeringConnection.type:
      guard let peering = try ec2.peering(id), peering.isVisible(in: scope) else { return nil }
      var keys = ec2PeeringKeys(peering.requester, peering.accepter)
      keys["ec2:VpcPeeringConnectionID"] = [id]
      return keys
    case EC2RouteTable.type:
      guard let table = try ec2.routeTable(id, at: now), isHere(table.account, table.region)
      else { return nil }
      return ["ec2:RouteTableID": [id], "ec2:Vpc": [ec2ARN("vpc/\(table.vpcID)")]]
    case EC2NetworkACL.type:
      guard let acl = try ec2.networkACL(id), isHere(acl.account, acl.region) else { return nil }
      return ["ec2:NetworkAclID": [id], "ec2:Vpc": [ec2ARN("vpc/\(acl.vpcID)")]]
    case EC2PrefixList.type:
      guard let list = try ec2.prefixList(id, at: now), isHere(list.account, list.region) else {
        return nil
      }
      return [:]
    case EC2BlockExclusion.type:
      guard let exclusion = try ec2.blockExclusion(id), isHere(exclusion.account, exclusion.region)
      else { return nil }
      return [:]
    default: return [:]
    }
  }

  /// Whose VPCs a peering connection joins.
  func ec2PeeringKeys(
    _ requester: EC2PeeringConnection.Side, _ accepter: EC2PeeringConnection.Side
  ) -> [String: [String]] {
    func arn(_ side: EC2PeeringConnection.Side) -> String {
      ARN(
        partition: scope.partition, service: "ec2", region: side.region, account: side.account,
        resource: "vpc/\(side.vpcID)"
      ).description
    }
    return ["ec2:RequesterVpc": [arn(requester)], "ec2:AccepterVpc": [arn(accepter)]]
  }

  func isHere(_ account: String, _ region: String) -> Bool {
    account == self.account && region == self.region
  }
}
