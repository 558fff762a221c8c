import AWS

/// An internet gateway: with a route to it, a VPC's public addresses reach the internet and are
/// reached from it.
package struct EC2InternetGateway: EC2Resource {
  package let id: String
  package let account: String
  package let region: String
  /// nil while it is attached to none.
  package var vpcID: String?
  let number: Int64

  static let type = "internet-gateway"

  func values(ofFilter name: String) -> [String]? {
    switch name {
    case "attachment.state": vpcID == nil ? [] : ["available"]
    case "attachment.vpc-id": vpcID.map { [$0] } ?? []
    case "internet-gateway-id": [id]
    case "owner-id": [account]
    default: nil
    }
  }

  func wire(_ tags: [EC2Tag]) -> AWSObject {
    let attachments = vpcID.map { [["State": "available", "VpcId": .string($0)] as AWSValue] }
    return [
      "Attachments": .list(attachments ?? []), "InternetGatewayId": .string(id),
      "OwnerId": .string(account), "Tags": .list(tags.map(\.wire)),
    ]
  }
}

/// An egress-only internet gateway: the way out for IPv6 alone, and no way in.
package struct EC2EgressOnlyGateway: EC2Resource {
  package let id: String
  package let account: String
  package let region: String
  package let vpcID: String
  let number: Int64

  static let type = "egress-only-internet-gateway"

  func values(ofFilter name: String) -> [String]? { nil }

  func wire(_ tags: [EC2Tag]) -> AWSObject {
    [
      "Attachments": [["State": "attached", "VpcId": .string(vpcID)]],
      "EgressOnlyInternetGatewayId": .string(id), "Tags": .list(tags.map(\.wire)),
    ]
  }
}

extension Call {
  /// An internet gateway that a call names.
  func internetGateway(_ id: String) throws(AWSError) -> EC2InternetGateway {
    try EC2ID.check(id, "igw-", "InvalidInternetGatewayId.Malformed")
    guard let gateway = try ec2.internetGateway(id), gateway.account == account,
      gateway.region == region
    else {
      throw EC2Error.notFound("InvalidInternetGatewayID.NotFound", "internetGateway", id)
    }
    return gateway
  }

  /// An egress-only internet gateway that a call names.
  func egressOnlyGateway(_ id: String) throws(AWSError) -> EC2EgressOnlyGateway {
    try EC2ID.check(id, "eigw-", "InvalidEgressOnlyInternetGatewayId.Malformed")
    guard let gateway = try ec2.egressOnlyGateway(id), gateway.account == account,
      gateway.region == region
    else {
      throw EC2Error.notFound("InvalidGatewayID.NotFound", "egressOnlyInternetGateway", id)
    }
    return gateway
  }
}

extension EC2Error {
  /// "The internetGateway ID 'igw-...' does not exist"
  static func notFound(_ code: String, _ noun: String, _ id: String) -> AWSError {
    AWSError(code, "The \(noun) ID '\(id)' does not exist")
  }
}
