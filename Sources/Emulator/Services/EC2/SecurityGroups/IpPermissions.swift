import AWS

/// Rules gathered into AWS's older form: one IpPermission a protocol and range, with a list for
/// each kind of peer. In the order of the first rule of each protocol and range.
struct IpPermissions {
  private var gathered: [Gathered] = []

  /// The rules of one direction.
  static func wire(_ rules: ArraySlice<EC2Store.ShownRule>, isEgress: Bool) -> AWSValue {
    var permissions = IpPermissions()
    for rule in rules where rule.isEgress == isEgress {
      permissions.add(rule.permission, rule.description)
    }
    return permissions.wire
  }

  mutating func add(_ permission: SecurityGroupPermission, _ description: String?) {
    for index in gathered.indices where gathered[index].holds(permission) {
      gathered[index].add(permission.peer, description)
      return
    }
    var new = Gathered(first: permission)
    new.add(permission.peer, description)
    gathered.append(new)
  }

  var wire: AWSValue { .list(gathered.map(\.wire)) }

  private struct Gathered {
    let first: SecurityGroupPermission
    var groups: [AWSValue] = []
    var ipv4: [AWSValue] = []
    var ipv6: [AWSValue] = []
    var prefixLists: [AWSValue] = []

    init(first: SecurityGroupPermission) { self.first = first }

    func holds(_ other: SecurityGroupPermission) -> Bool {
      first.fromPort == other.fromPort && first.toPort == other.toPort
        && first.ipProtocol == other.ipProtocol
    }

    mutating func add(_ peer: SecurityGroupPermission.Peer, _ description: String?) {
      func entry(_ name: String, _ value: String) -> AWSValue {
        guard let description else { return [name: .string(value)] }
        return [name: .string(value), "Description": .string(description)]
      }
      switch peer {
      case .ipv4(let block): ipv4.append(entry("CidrIp", block))
      case .ipv6(let block): ipv6.append(entry("CidrIpv6", block))
      case .prefixList(let id): prefixLists.append(entry("PrefixListId", id))
      case .group(let id, let account):
        var pair: AWSObject = ["UserId": .string(account), "GroupId": .string(id)]
        pair.set("Description", description.map(AWSValue.string))
        groups.append(.object(pair))
      }
    }

    var wire: AWSValue {
      if first.hasPorts {
        return [
          "IpProtocol": .string(first.ipProtocol), "FromPort": .integer(Int64(first.fromPort)),
          "ToPort": .integer(Int64(first.toPort)), "UserIdGroupPairs": .list(groups),
          "IpRanges": .list(ipv4), "Ipv6Ranges": .list(ipv6),
          "PrefixListIds": .list(prefixLists),
        ]
      }
      return [
        "IpProtocol": .string(first.ipProtocol), "UserIdGroupPairs": .list(groups),
        "IpRanges": .list(ipv4), "Ipv6Ranges": .list(ipv6), "PrefixListIds": .list(prefixLists),
      ]
    }
  }
}
