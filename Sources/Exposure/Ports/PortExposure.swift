package import AWS
package import PolicyLanguage

/// Whether security groups let traffic in from the internet, with the permissions that do.
///
/// Decided exactly on the groups' own rules: the union over all permissions that admit the traffic,
/// so that halves of the internet in two rules are one internet, and half a rule each (the port in
/// one, the addresses in another) is none. Whether a packet gets as far is `PortPath`'s question.
package struct PortExposure: Hashable, Sendable {
  /// Whether the sources are the internet by `Internet.counts`.
  package let isOpen: Bool
  /// The public addresses that are let in, be they few or many.
  package let sources: AddressSet
  package let grants: [Grant]
  /// Groups and prefix lists that rules name and that say nothing about the internet by themselves:
  /// a group stands for its members' private addresses.
  package let references: [String]
  /// Prefix lists whose entries were not given, and addresses that can't be read: not counted.
  package let unresolved: [String]

  /// One source of one permission that lets public addresses in.
  package struct Grant: Hashable, Sendable {
    package var group: String
    /// Counted from 0 in `IpPermissions`.
    package var permission: Int
    /// The CIDR block or the prefix list's id, as the rule has it.
    package var source: String
    /// The public part.
    package var addresses: AddressSet
    /// `tcp 0-65535`, `all traffic`, `icmp`.
    package var traffic: String
  }

  /// - Parameters:
  ///   - groups: as DescribeSecurityGroups returns them; all that one interface has, for their
  ///     rules add up.
  ///   - prefixLists: the entries of the prefix lists that rules name, by id
  ///     (GetManagedPrefixListEntries).
  package init(
    of traffic: Traffic, through groups: [AWSObject], prefixLists: [String: [IPNetwork]] = [:],
    internet: Internet = .standard
  ) {
    let reach = internet.publicSpace.intersection(traffic.addresses)
    var sources = AddressSet.empty
    var grants: [Grant] = []
    var references: Set<String> = []
    var unresolved: Set<String> = []
    for group in groups {
      for (index, value) in (group["IpPermissions"]?.list ?? []).enumerated() {
        let permission = IngressPermission(value)
        guard permission.admits(traffic) else { continue }
        references.formUnion(permission.groups)
        for (source, addresses) in permission.sources(prefixLists, &unresolved) {
          let open = addresses.intersection(reach)
          if open.isEmpty { continue }
          sources = sources.union(open)
          grants.append(
            Grant(
              group: group["GroupId"]?.string ?? "", permission: index, source: source,
              addresses: open, traffic: permission.description))
        }
      }
    }
    isOpen = internet.counts(sources)
    self.sources = sources
    self.grants = grants
    self.references = references.sorted()
    self.unresolved = unresolved.sorted()
  }
}

extension IngressPermission {
  /// Each source as written, with its addresses.
  func sources(_ entries: [String: [IPNetwork]], _ unresolved: inout Set<String>)
    -> [(String, AddressSet)]
  {
    var found: [(String, AddressSet)] = []
    for (text, network) in ranges {
      if let network {
        found.append((text, AddressSet(network)))
      } else {
        unresolved.insert(text)
      }
    }
    for id in prefixLists {
      if let networks = entries[id] {
        found.append((id, AddressSet(networks)))
      } else {
        unresolved.insert(id)
      }
    }
    return found
  }

  var description: String {
    guard case .number(let number)? = ruleProtocol else { return "all traffic" }
    switch number {
    case 1: return "icmp"
    case 58: return "icmpv6"
    case 6, 17:
      let name = number == 6 ? "tcp" : "udp"
      let range = ports
      return range.count == 1
        ? "\(name) \(range.lowerBound)" : "\(name) \(range.lowerBound)-\(range.upperBound)"
    default: return "protocol \(number)"
    }
  }
}
