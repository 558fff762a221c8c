/// An IP address, or a range of them in CIDR notation (RFC 4632, RFC 4291).
package struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
  /// The address's bits, an IPv4 address's in the lowest 32.
  package let address: UInt128
  /// How many leading bits are fixed.
  package let prefix: Int
  package let isIPv6: Bool

  package var width: Int { isIPv6 ? 128 : 32 }

  package init(address: UInt128, prefix: Int, isIPv6: Bool) {
    let width = isIPv6 ? 128 : 32
    self.prefix = prefix
    self.isIPv6 = isIPv6
    let free = UInt128(width - prefix)
    self.address = free >= 128 ? 0 : (address >> free) << free
  }

  /// `10.0.0.0/8`, `2001:db8::/32`, or one address; bits below the prefix are cut off, as AWS does.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first else { return nil }
    let isIPv6 = first.contains(":")
    guard let address = isIPv6 ? Self.ipv6(first) : Self.ipv4(first) else { return nil }
    let width = isIPv6 ? 128 : 32
    var prefix = width
    if parts.count == 2 {
      guard let number = Self.number(parts[1], limit: width) else { return nil }
      prefix = number
    }
    self.init(address: address, prefix: prefix, isIPv6: isIPv6)
  }

  package func contains(_ other: IPNetwork) -> Bool {
    guard isIPv6 == other.isIPv6, prefix <= other.prefix else { return false }
    let shift = UInt128(width - prefix)
    return prefix == 0 || address >> shift == other.address >> shift
  }

  /// The usual form, with the prefix: `10.0.0.0/8`.
  package var description: String {
    if !isIPv6 {
      let bytes = [24, 16, 8, 0].map { String((address >> UInt128($0)) & 0xFF) }
      return "\(bytes.joined(separator: "."))/\(prefix)"
    }
    let groups = (0..<8).map { String((address >> UInt128(112 - $0 * 16)) & 0xFFFF, radix: 16) }
    return "\(groups.joined(separator: ":"))/\(prefix)"
  }

  private static func number(_ text: Substring, limit: Int) -> Int? {
    guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(text), number <= limit
    else { return nil }
    return number
  }

  private static func ipv4(_ text: Substring) -> UInt128? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt128 = 0
    for part in parts {
      // A leading zero means octal to some readers, so that it is no address to any.
      guard part == "0" || part.first != "0", let byte = number(part, limit: 255) else {
        return nil
      }
      value = value << 8 | UInt128(byte)
    }
    return value
  }

  private static func ipv6(_ text: Substring) -> UInt128? {
    let halves = text.ranges(of: "::")
    guard halves.count <= 1 else { return nil }
    guard let gap = halves.first else {
      let groups = groups(text)
      return groups?.count == 8 ? groups.map(join) : nil
    }
    guard let head = groups(text[..<gap.lowerBound]), let tail = groups(text[gap.upperBound...]),
      head.count + tail.count < 8
    else { return nil }
    return join(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
  }

  private static func join(_ groups: [UInt16]) -> UInt128 {
    groups.reduce(0) { $0 << 16 | UInt128($1) }
  }

  private static func groups(_ text: Substring) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if part.contains("."), index == parts.count - 1 {
        guard let value = ipv4(part) else { return nil }
        groups.append(UInt16(value >> 16))
        groups.append(UInt16(value & 0xFFFF))
      } else {
        guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
          let group = UInt16(part, radix: 16)
        else { return nil }
        groups.append(group)
      }
    }
    return groups
  }
}
