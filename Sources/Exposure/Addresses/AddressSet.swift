package import PolicyLanguage

/// A set of IP addresses of both versions, with the arithmetic of sets.
package struct AddressSet: Hashable, Sendable {
  package var ipv4: IntervalSet
  package var ipv6: IntervalSet

  package init(ipv4: IntervalSet = .empty, ipv6: IntervalSet = .empty) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
  }

  package init(_ networks: some Sequence<IPNetwork>) {
    var four: [ClosedRange<UInt128>] = []
    var six: [ClosedRange<UInt128>] = []
    for network in networks {
      if network.isIPv6 { six.append(network.addresses) } else { four.append(network.addresses) }
    }
    self.init(ipv4: IntervalSet(four), ipv6: IntervalSet(six))
  }

  package init(_ network: IPNetwork) { self.init([network]) }

  package static let empty = AddressSet()
  package static let everyIPv4 = AddressSet(ipv4: IntervalSet([0...limit(isIPv6: false)]))
  package static let everyIPv6 = AddressSet(ipv6: IntervalSet([0...limit(isIPv6: true)]))
  package static let everything = everyIPv4.union(everyIPv6)

  /// The last address of a version.
  static func limit(isIPv6: Bool) -> UInt128 { isIPv6 ? .max : 0xFFFF_FFFF }

  package var isEmpty: Bool { ipv4.isEmpty && ipv6.isEmpty }

  package func contains(_ address: IPNetwork) -> Bool {
    let set = address.isIPv6 ? ipv6 : ipv4
    let range = address.addresses
    return set.intervals.contains { $0.contains(range.lowerBound) && $0.contains(range.upperBound) }
  }

  package func union(_ other: AddressSet) -> AddressSet {
    AddressSet(ipv4: ipv4.union(other.ipv4), ipv6: ipv6.union(other.ipv6))
  }

  package func intersection(_ other: AddressSet) -> AddressSet {
    AddressSet(ipv4: ipv4.intersection(other.ipv4), ipv6: ipv6.intersection(other.ipv6))
  }

  package func subtracting(_ other: AddressSet) -> AddressSet {
    AddressSet(ipv4: ipv4.subtracting(other.ipv4), ipv6: ipv6.subtracting(other.ipv6))
  }

  package var complement: AddressSet {
    AddressSet(
      ipv4: ipv4.complement(upTo: Self.limit(isIPv6: false)),
      ipv6: ipv6.complement(upTo: Self.limit(isIPv6: true)))
  }

  /// The fewest networks in CIDR notation that make up the set, IPv4 first, ascending.
  package var networks: [IPNetwork] {
    Self.networks(ipv4, isIPv6: false) + Self.networks(ipv6, isIPv6: true)
  }

  private static func networks(_ set: IntervalSet, isIPv6: Bool) -> [IPNetwork] {
    let width = isIPv6 ? 128 : 32
    return set.intervals.flatMap { interval in
      var networks: [IPNetwork] = []
      var start = interval.lowerBound
      while true {
        // The largest block that begins here and does not reach over the end.
        var bits = min(width, start == 0 ? width : start.trailingZeroBitCount)
        while bits > 0, lastAddress(of: start, bits) > interval.upperBound { bits -= 1 }
        networks.append(IPNetwork(address: start, prefix: width - bits, isIPv6: isIPv6))
        let last = lastAddress(of: start, bits)
        if last >= interval.upperBound { return networks }
        start = last + 1
      }
    }
  }

  private static func lastAddress(of start: UInt128, _ bits: Int) -> UInt128 {
    start | (bits >= 128 ? .max : (UInt128(1) << UInt128(bits)) - 1)
  }
}

extension AddressSet: CustomStringConvertible {
  /// `10.0.0.0/8, 2001:db8::/32`; a long set is cut with the number of networks left out.
  package var description: String {
    if isEmpty { return "no address" }
    let all = networks
    let shown = all.prefix(8).map(\.description).joined(separator: ", ")
    return all.count > 8 ? "\(shown) and \(all.count - 8) more" : shown
  }
}

extension IPNetwork {
  /// From the first address to the last.
  package var addresses: ClosedRange<UInt128> {
    let free = UInt128(width - prefix)
    let mask: UInt128 = free >= 128 ? .max : (1 << free) - 1
    return address...(address | mask)
  }
}
