/// A range of IPv4 addresses in CIDR notation, with the bits beyond the prefix cleared, as EC2
/// stores it: `100.68.0.18/18` becomes `100.68.0.0/18`.
package struct IPv4Block: Hashable, Sendable, CustomStringConvertible {
  package let address: UInt32
  /// 0 to 32.
  package let prefix: Int

  package init(address: UInt32, prefix: Int) {
    precondition((0...32).contains(prefix), "an IPv4 prefix of \(prefix)")
    self.prefix = prefix
    self.address = address & Self.mask(prefix)
  }

  /// nil for what isn't `a.b.c.d/n`.
  package init?(_ text: String) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, let address = Self.address(halves[0]),
      let prefix = decimal(halves[1], below: 33)
    else { return nil }
    self.init(address: address, prefix: prefix)
  }

  /// `10.0.0.1` as a number; nil for anything else.
  package static func address(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard let number = decimal(part, below: 256) else { return nil }
      address = address << 8 | UInt32(number)
    }
    return address
  }

  package static func text(_ address: UInt32) -> String {
    "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
  }

  package var description: String { "\(Self.text(address))/\(prefix)" }

  package func contains(_ other: UInt32) -> Bool { other & Self.mask(prefix) == address }
  package func contains(_ other: IPv4Block) -> Bool {
    other.prefix >= prefix && contains(other.address)
  }
  package func overlaps(_ other: IPv4Block) -> Bool { contains(other) || other.contains(self) }
  /// How many addresses the block holds.
  package var size: Int { 1 << (32 - prefix) }

  private static func mask(_ prefix: Int) -> UInt32 {
    prefix == 0 ? 0 : UInt32.max << UInt32(32 - prefix)
  }
}

/// A range of IPv6 addresses, canonical in its bits and its text (RFC 5952).
package struct IPv6Block: Hashable, Sendable, CustomStringConvertible {
  package let address: UInt128
  /// 0 to 128.
  package let prefix: Int

  /// nil for what isn't an RFC 4291 address and a prefix.
  package init?(_ text: String) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, let address = Self.address(halves[0]),
      let prefix = decimal(halves[1], below: 129)
    else { return nil }
    self.prefix = prefix
    self.address = prefix == 0 ? 0 : address & (UInt128.max << UInt128(128 - prefix))
  }

  package static func address(_ text: Substring) -> UInt128? {
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard (1...2).contains(halves.count) else { return nil }
    var sides: [[UInt16]] = []
    for half in halves {
      guard let groups = groups(half) else { return nil }
      sides.append(groups)
    }
    let count = sides.reduce(0) { $0 + $1.count }
    guard halves.count == 1 ? count == 8 : count <= 7 else { return nil }
    let all = sides[0] + Array(repeating: 0, count: 8 - count) + (sides.count == 2 ? sides[1] : [])
    return all.reduce(0) { $0 << 16 | UInt128($1) }
  }

  /// The groups of four hexadecimal digits; an IPv4 tail makes two of them.
  private static func groups(_ text: Substring) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains(".") {
        guard let tail = IPv4Block.address(part) else { return nil }
        groups += [UInt16(tail >> 16), UInt16(tail & 0xFFFF)]
      } else {
        guard (1...4).contains(part.utf8.count), part.first != "+", part.first != "-",
          let group = UInt16(part, radix: 16)
        else { return nil }
        groups.append(group)
      }
    }
    return groups
  }

  package var description: String { "\(Self.text(address))/\(prefix)" }

  package func contains(_ other: UInt128) -> Bool {
    prefix == 0 || other & (UInt128.max << UInt128(128 - prefix)) == address
  }

  /// RFC 5952: small letters, no leading zeros, the longest run of two or more zero groups as `::`.
  package static func text(_ address: UInt128) -> String {
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: address >> UInt128(112 - 16 * $0)) }
    var longest = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > max(1, longest.count) { longest = start..<end }
      start = max(end, start + 1)
    }
    func join(_ range: Range<Int>) -> String {
      range.map { String(groups[$0], radix: 16) }.joined(separator: ":")
    }
    if longest.isEmpty { return join(0..<8) }
    return join(0..<longest.lowerBound) + "::" + join(longest.upperBound..<8)
  }
}

/// A decimal number without a sign or leading zeros.
private func decimal(_ text: Substring, below bound: Int) -> Int? {
  guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
    text.utf8.count == 1 || text.utf8.first != 48, let number = Int(text), number < bound
  else { return nil }
  return number
}
