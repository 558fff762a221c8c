import AWS

/// Rules gathered into AWS's older form: one IpPermission a protocol and range, with a list for
/// each kind of peer.
enum IpPermissions {
  /// In the order of the first rule of each protocol and range.
  static func wire(_ rules: [(SecurityGroupPermission, String?)]) -> AWSValue {
    var gathered: [Gathered] = []
    for (permission, description) in rules {
      let index =
        gathered.firstIndex {
          $0.first.fromPort == permission.fromPort && $0.first.toPort == permission.toPort
            && $0.first.ipProtocol == permission.ipProtocol
        } ?? gathered.count
      if index == gathered.count { gathered.append(Gathered(first: permission)) }
      gathered[index].add(permission.peer, description)
    }
    return .list(gathered.map(\.wire))
  }

  private struct Gathered {
    let first: SecurityGroupPermission
    var groups: [AWSValue] = []
    var ipv4: [AWSValue] = []
    var ipv6: [AWSValue] = []
    var prefixLists: [AWSValue] = []

    mutating func add(_ peer: SecurityGroupPermission.Peer, _ description: String?) {
      func entry(_ pairs: (String, AWSValue)...) -> AWSValue {
        var object = AWSObject(pairs)
        object.set("Description", description.map(AWSValue.string))
        return .object(object)
      }
      switch peer {
      case .ipv4(let block): ipv4.append(entry(("CidrIp", .string(block))))
      case .ipv6(let block): ipv6.append(entry(("CidrIpv6", .string(block))))
      case .prefixList(let id): prefixLists.append(entry(("PrefixListId", .string(id))))
      case .group(let id, let account):
        groups.append(entry(("UserId", .string(account)), ("GroupId", .string(id))))
      }
    }

    var wire: AWSValue {
      var object: AWSObject = ["IpProtocol": .string(first.ipProtocol)]
      if first.hasPorts {
        object["FromPort"] = .integer(Int64(first.fromPort))
        object["ToPort"] = .integer(Int64(first.toPort))
      }
      object["UserIdGroupPairs"] = .list(groups)
      object["IpRanges"] = .list(ipv4)
      object["Ipv6Ranges"] = .list(ipv6)
      object["PrefixListIds"] = .list(prefixLists)
      return .object(object)
    }
  }
}
