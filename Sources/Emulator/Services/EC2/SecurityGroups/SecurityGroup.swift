import AWS

/// A security group's own row; its rules are rows of their own.
package struct SecurityGroup: Hashable, Sendable {
  package var id: String
  package var account: String
  package var region: String
  package var vpcID: String
  package var name: String
  package var description: String
  /// In the order of creation.
  var number: Int64

  var isDefault: Bool { name == "default" }
}

/// What one rule lets through: one protocol, one range, one peer.
package struct SecurityGroupPermission: Hashable, Sendable {
  /// `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all, or another protocol's number.
  package var ipProtocol: String
  /// For ICMP its type; -1 where the protocol has no ports or all types are meant.
  package var fromPort: Int
  /// For ICMP its code.
  package var toPort: Int
  package var peer: Peer

  package init(ipProtocol: String, fromPort: Int, toPort: Int, peer: Peer) {
    self.ipProtocol = ipProtocol
    self.fromPort = fromPort
    self.toPort = toPort
    self.peer = peer
  }

  /// Where traffic may come from, or go to.
  package enum Peer: Hashable, Sendable {
    case ipv4(String)
    case ipv6(String)
    case prefixList(String)
    case group(id: String, account: String)
  }

  var hasPorts: Bool {
    switch ipProtocol {
    case "tcp", "udp", "icmp", "icmpv6": true
    default: false
    }
  }

  /// As an error of AWS tells it: `peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW`.
  var text: String {
    let peer =
      switch peer {
      case .ipv4(let block), .ipv6(let block): block
      case .prefixList(let id), .group(let id, _): id
      }
    func all(_ number: Int) -> String { number == -1 ? "ALL" : String(number) }
    let what =
      switch ipProtocol {
      case "tcp": "TCP, from port: \(fromPort), to port: \(toPort)"
      case "udp": "UDP, from port: \(fromPort), to port: \(toPort)"
      case "icmp": "ICMP, type: \(all(fromPort)), code: \(all(toPort))"
      case "icmpv6": "ICMPv6, type: \(all(fromPort)), code: \(all(toPort))"
      case "-1": "ALL"
      default: "protocol: \(ipProtocol)"
      }
    return "peer: \(peer), \(what), ALLOW"
  }
}

/// One rule of a group, with its own id.
package struct SecurityGroupRule: Hashable, Sendable {
  package var id: String
  package var groupID: String
  /// The group's owner.
  package var account: String
  package var region: String
  package var isEgress: Bool
  package var permission: SecurityGroupPermission
  package var description: String?
  /// In the order of creation.
  var number: Int64
}

extension SecurityGroupRule {
  /// As DescribeSecurityGroupRules and the answer of an Authorize call show it.
  func wire(_ tags: [EC2Tag], arn: String) -> AWSObject {
    var object: AWSObject = [
      "SecurityGroupRuleId": .string(id), "GroupId": .string(groupID),
      "GroupOwnerId": .string(account), "IsEgress": .bool(isEgress),
      "IpProtocol": .string(permission.ipProtocol),
      "FromPort": .integer(Int64(permission.fromPort)),
      "ToPort": .integer(Int64(permission.toPort)),
    ]
    switch permission.peer {
    case .ipv4(let block): object["CidrIpv4"] = .string(block)
    case .ipv6(let block): object["CidrIpv6"] = .string(block)
    case .prefixList(let id): object["PrefixListId"] = .string(id)
    case .group(let id, let account):
      object["ReferencedGroupInfo"] = ["GroupId": .string(id), "UserId": .string(account)]
    }
    object.set("Description", description.map(AWSValue.string))
    object["Tags"] = .list(tags.map(\.wire))
    object["SecurityGroupRuleArn"] = .string(arn)
    return object
  }

  /// As the answer of a Revoke call shows it.
  var revokedWire: AWSValue {
    var object: AWSObject = [
      "SecurityGroupRuleId": .string(id), "GroupId": .string(groupID),
      "IsEgress": .bool(isEgress), "IpProtocol": .string(permission.ipProtocol),
      "FromPort": .integer(Int64(permission.fromPort)),
      "ToPort": .integer(Int64(permission.toPort)),
    ]
    switch permission.peer {
    case .ipv4(let block): object["CidrIpv4"] = .string(block)
    case .ipv6(let block): object["CidrIpv6"] = .string(block)
    case .prefixList(let id): object["PrefixListId"] = .string(id)
    case .group(let id, _): object["ReferencedGroupId"] = .string(id)
    }
    object.set("Description", description.map(AWSValue.string))
    return .object(object)
  }
}
