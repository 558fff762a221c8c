import Documents
import Exposure
import PolicyLanguage

extension Internet {
  /// Which addresses count as the internet, from the keys of a filter:
  ///
  /// - `public`: networks that count in the place of all that is routed globally.
  /// - `trusted`: networks that don't count, such as an office's own range.
  /// - `more-than`: as many IPv4 addresses as may be let in without being the internet, 2^24 (a /8)
  ///   where nothing is said; 0 has any public address count. IPv6 goes by the same share of a /32.
  static func read(_ reader: inout MappingReader) -> Internet {
    var internet = Internet.standard
    if let networks = networks("public", &reader) { internet.publicSpace = AddressSet(networks) }
    if let networks = networks("trusted", &reader) {
      internet.publicSpace = internet.publicSpace.subtracting(AddressSet(networks))
    }
    if let most = reader.integer("more-than", in: 0...(1 << 32)) {
      internet.mostPrivateIPv4 = UInt128(most)
      internet.mostPrivateIPv6 = UInt128(most) << 72
    }
    return internet
  }

  /// A list of networks in CIDR notation.
  static func networks(_ key: String, _ reader: inout MappingReader) -> [IPNetwork]? {
    guard let nodes = reader.sequence(key) else { return nil }
    return nodes.compactMap { node in
      if let network = node.string.flatMap({ IPNetwork($0) }) { return network }
      reader.error(
        at: node.position, "`\(node.scalarText ?? node.kindName)` is no network",
        suggestion: "expected CIDR notation such as 203.0.113.0/24 or 2001:db8::/32")
      return nil
    }
  }
}
