import AWS

/// A network ACL: what may cross the border of its subnets, rule by rule in the order of their
/// numbers, answers not remembered
/// (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html).
package struct EC2NetworkACL: EC2Resource {
  package let id: String
  package let account: String
  package let region: String
  package let vpcID: String
  /// Whether new subnets of its VPC get it.
  package let isDefault: Bool
  /// By direction and number; the last one denies what no other decides.
  package var entries: [Entry]
  var associations: [Association]
  let number: Int64

  static let type = "network-acl"

  struct Association: Hashable, Sendable {
    let id: String
    let subnetID: String
  }

  package struct Entry: Hashable, Sendable {
    /// 1 to 32766, and 32767 for the last.
    package let ruleNumber: Int
    package let isEgress: Bool
    /// An IP protocol's number, or -1 for all.
    package let ipProtocol: Int
    package let isAllowed: Bool
    /// A canonical block of either family.
    package let block: String
    /// nil for protocols without ports: all.
    package let ports: ClosedRange<Int>?
    /// Of ICMP; -1 is any.
    let icmp: ICMP?

    struct ICMP: Hashable, Sendable {
      let type: Int
      let code: Int
    }

    var isIPv6: Bool { block.contains(":") }

    static func last(isEgress: Bool) -> Entry {
      Entry(
        ruleNumber: 32767, isEgress: isEgress, ipProtocol: -1, isAllowed: false,
        block: "0.0.0.0/0", ports: nil, icmp: nil)
    }

    var wire: AWSObject {
      var entry: AWSObject = [
        isIPv6 ? "Ipv6CidrBlock" : "CidrBlock": .string(block), "Egress": .bool(isEgress),
      ]
      if let icmp {
        entry["IcmpTypeCode"] = [
          "Code": .integer(Int64(icmp.code)), "Type": .integer(Int64(icmp.type)),
        ]
      }
      if let ports {
        entry["PortRange"] = [
          "From": .integer(Int64(ports.lowerBound)), "To": .integer(Int64(ports.upperBound)),
        ]
      }
      entry["Protocol"] = .string(String(ipProtocol))
      entry["RuleAction"] = isAllowed ? "allow" : "deny"
      entry["RuleNumber"] = .integer(Int64(ruleNumber))
      return entry
    }
  }

  func values(ofFilter name: String) -> [String]? {
    switch name {
    case "association.association-id": associations.map(\.id)
    case "association.network-acl-id": associations.isEmpty ? [] : [id]
    case "association.subnet-id": associations.map(\.subnetID)
    case "default": [String(isDefault)]
    case "entry.cidr": entries.compactMap { $0.isIPv6 ? nil : $0.block }
    case "entry.egress": entries.map { String($0.isEgress) }
    case "entry.ipv6-cidr": entries.compactMap { $0.isIPv6 ? $0.block : nil }
    case "entry.port-range.from": entries.compactMap { $0.ports.map { String($0.lowerBound) } }
    case "entry.port-range.to": entries.compactMap { $0.ports.map { String($0.upperBound) } }
    case "entry.protocol": entries.map { String($0.ipProtocol) }
    case "entry.rule-action": entries.map { $0.isAllowed ? "allow" : "deny" }
    case "entry.rule-number": entries.map { String($0.ruleNumber) }
    case "network-acl-id": [id]
    case "owner-id": [account]
    case "vpc-id": [vpcID]
    default: nil
    }
  }

  static let filters: Set<String> = [
    "association.association-id", "association.network-acl-id", "association.subnet-id",
    "default", "entry.cidr", "entry.egress", "entry.ipv6-cidr", "entry.port-range.from",
    "entry.port-range.to", "entry.protocol", "entry.rule-action", "entry.rule-number",
    "network-acl-id", "owner-id", "vpc-id",
  ]

  func wire(_ tags: [EC2Tag]) -> AWSObject {
    let associations = associations.map { association -> AWSValue in
      [
        "NetworkAclAssociationId": .string(association.id), "NetworkAclId": .string(id),
        "SubnetId": .string(association.subnetID),
      ]
    }
    return [
      "Associations": .list(associations), "Entries": .list(entries.map { .object($0.wire) }),
      "IsDefault": .bool(isDefault), "NetworkAclId": .string(id),
      "Tags": .list(tags.map(\.wire)), "VpcId": .string(vpcID), "OwnerId": .string(account),
    ]
  }
}

extension Call {
  /// A network ACL that a call names.
  func networkACL(_ id: String) throws(AWSError) -> EC2NetworkACL {
    try EC2ID.check(id, "acl-", "InvalidNetworkAclId.Malformed")
    guard let acl = try ec2.networkACL(id), acl.account == account, acl.region == region else {
      throw EC2Error.notFound("InvalidNetworkAclID.NotFound", "networkAcl", id)
    }
    return acl
  }
}
