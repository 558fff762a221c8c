import AWS

/// A VPC.
package struct EC2VPC: Hashable, Sendable {
  package var id: String
  package var account: String
  package var region: String
  package var block: IPv4Block
  package var isDefault: Bool
  var associationID: String
  var dhcpOptionsID: String
  var tenancy: String
  var number: Int64

  func wire(_ tags: [EC2Tag], state: String = "available") -> AWSObject {
    [
      "OwnerId": .string(account), "InstanceTenancy": .string(tenancy),
      "Ipv6CidrBlockAssociationSet": [],
      "CidrBlockAssociationSet": [
        [
          "AssociationId": .string(associationID), "CidrBlock": .string(block.description),
          "CidrBlockState": ["State": "associated"],
        ]
      ],
      "IsDefault": .bool(isDefault), "Tags": .list(tags.map(\.wire)), "VpcId": .string(id),
      "State": .string(state), "CidrBlock": .string(block.description),
      "DhcpOptionsId": .string(dhcpOptionsID),
    ]
  }
}

/// A subnet of a VPC, in one zone.
package struct EC2Subnet: Hashable, Sendable {
  package var id: String
  package var account: String
  package var region: String
  package var vpcID: String
  package var block: IPv4Block
  package var zone: String
  package var isDefault: Bool
  /// Whether an instance launched in it gets a public address unless it says otherwise.
  package var mapsPublicIP: Bool
  var number: Int64

  /// AWS keeps the first four addresses and the last one of each subnet.
  static let reserved = 5

  var zoneID: String {
    EC2Region.named(region).zones.first { $0.name == zone }?.id ?? zone
  }

  func wire(_ tags: [EC2Tag], used: Int, arn: String) -> AWSObject {
    [
      "AvailabilityZoneId": .string(zoneID), "MapCustomerOwnedIpOnLaunch": false,
      "OwnerId": .string(account), "AssignIpv6AddressOnCreation": false,
      "Ipv6CidrBlockAssociationSet": [], "Tags": .list(tags.map(\.wire)),
      "SubnetArn": .string(arn), "EnableDns64": false, "Ipv6Native": false,
      "PrivateDnsNameOptionsOnLaunch": [
        "HostnameType": "ip-name", "EnableResourceNameDnsARecord": false,
        "EnableResourceNameDnsAAAARecord": false,
      ],
      "SubnetId": .string(id), "State": "available", "VpcId": .string(vpcID),
      "CidrBlock": .string(block.description),
      "AvailableIpAddressCount": .integer(Int64(block.size - Self.reserved - used)),
      "AvailabilityZone": .string(zone), "DefaultForAz": .bool(isDefault),
      "MapPublicIpOnLaunch": .bool(mapsPublicIP),
    ]
  }
}

extension Call {
  /// A VPC that a call names.
  func vpc(_ id: String) throws(AWSError) -> EC2VPC {
    try EC2ID.vpc(id)
    guard let vpc = try ec2.vpc(id), vpc.account == account, vpc.region == region else {
      throw EC2Error.vpcNotFound(id)
    }
    return vpc
  }

  /// A subnet that a call names.
  func subnet(_ id: String) throws(AWSError) -> EC2Subnet {
    try EC2ID.subnet(id)
    guard let subnet = try ec2.subnet(id), subnet.account == account, subnet.region == region
    else { throw EC2Error.subnetNotFound(id) }
    return subnet
  }
}
