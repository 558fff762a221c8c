import PolicyLanguage

/// Which addresses are the internet, and how many of them make a grant a public one.
package struct Internet: Hashable, Sendable {
  /// The addresses from which a stranger may come.
  package var publicSpace: AddressSet
  /// More addresses than this are the internet.
  ///
  /// By default what a /8 of IPv4 and a /32 of IPv6 hold: the line that S3 draws for its own public
  /// status, and about the most that one organization owns. S3 draws it for each range by itself,
  /// here it holds for the union, so that neither two halves nor many single /8s pass below it. A
  /// set that holds the whole public space of a version counts whatever the line.
  /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
  package var mostPrivateIPv4: UInt128
  package var mostPrivateIPv6: UInt128

  package init(
    publicSpace: AddressSet = .globallyRoutable, mostPrivateIPv4: UInt128 = 1 << 24,
    mostPrivateIPv6: UInt128 = 1 << 96
  ) {
    self.publicSpace = publicSpace
    self.mostPrivateIPv4 = mostPrivateIPv4
    self.mostPrivateIPv6 = mostPrivateIPv6
  }

  package static let standard = Internet()

  /// Whether access from these addresses is access from the internet.
  package func counts(_ addresses: AddressSet) -> Bool {
    Self.counts(addresses.ipv4, of: publicSpace.ipv4, mostPrivateIPv4)
      || Self.counts(addresses.ipv6, of: publicSpace.ipv6, mostPrivateIPv6)
  }

  private static func counts(_ set: IntervalSet, of space: IntervalSet, _ most: UInt128) -> Bool {
    let open = set.intersection(space)
    return !open.isEmpty && (open.count > most || open == space)
  }

  /// The larger of the shares of IPv4's and of IPv6's public space, from 0 to 1.
  package func share(of addresses: AddressSet) -> Double {
    func share(_ set: IntervalSet, _ space: IntervalSet) -> Double {
      space.isEmpty ? 0 : Double(set.intersection(space).count) / Double(space.count)
    }
    return max(
      share(addresses.ipv4, publicSpace.ipv4), share(addresses.ipv6, publicSpace.ipv6))
  }
}

extension AddressSet {
  /// What the internet routes: all but the blocks for private use, documentation and other special
  /// purposes (RFC 6890 and IANA's registries of special-purpose addresses); in IPv6 what is
  /// assigned as global unicast, 2000::/3.
  package static let globallyRoutable = AddressSet(
    ipv4: everyIPv4.subtracting(special).ipv4,
    ipv6: of("2000::/3").subtracting(special).ipv6)

  private static let special = of(
    "0.0.0.0/8",  // this network (RFC 791)
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",  // private (RFC 1918)
    "100.64.0.0/10",  // carriers' shared space (RFC 6598)
    "127.0.0.0/8",  // loopback
    "169.254.0.0/16",  // link local (RFC 3927)
    "192.0.0.0/24",  // protocol assignments (RFC 6890)
    "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",  // documentation (RFC 5737)
    "192.88.99.0/24",  // once 6to4 relays (RFC 7526)
    "198.18.0.0/15",  // benchmarks (RFC 2544)
    "224.0.0.0/4", "240.0.0.0/4",  // multicast, reserved (RFC 5771, RFC 1112)
    "2001::/23",  // protocol assignments (RFC 2928)
    "2001:db8::/32", "3fff::/20",  // documentation (RFC 3849, RFC 9637)
    "2002::/16")  // 6to4 (RFC 3056)

  /// Unique local addresses of IPv6 (RFC 4193) and link local ones lie outside of 2000::/3.
  private static func of(_ texts: String...) -> AddressSet {
    AddressSet(
      texts.map { text in
        guard let network = IPNetwork(text) else { preconditionFailure("no network: \(text)") }
        return network
      })
  }
}
