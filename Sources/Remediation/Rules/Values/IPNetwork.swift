/// An IPv4 address or an IPv6 one, as Python's ipaddress reads it.
struct IPAddress: Hashable, Sendable, Comparable {
  var isIPv6: Bool
  var high: UInt64
  var low: UInt64

  static func < (a: IPAddress, b: IPAddress) -> Bool { (a.high, a.low) < (b.high, b.low) }

  init(ipv4: UInt32) {
    isIPv6 = false
    high = 0
    low = UInt64(ipv4)
  }

  /// Dotted decimal without leading zeros, or RFC 4291 text; nil for anything else.
  init?(_ text: String) {
    if let number = IPv4Network.address(text[...].utf8) {
      self.init(ipv4: number)
      return
    }
    guard let groups = Self.groups(text) else { return nil }
    self.init(
      ipv6: groups[0..<4].reduce(0) { $0 << 16 | UInt64($1) },
      groups[4..<8].reduce(0) { $0 << 16 | UInt64($1) })
  }

  private init(ipv6 high: UInt64, _ low: UInt64) {
    isIPv6 = true
    self.high = high
    self.low = low
  }

  /// The eight groups of an IPv6 address; a scope (`%eth0`) is not read.
  private static func groups(_ text: String) -> [UInt16]? {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3 else { return nil }
    if let last = parts.last, last.utf8.contains(UInt8(ascii: ".")) {
      guard let embedded = IPv4Network.address(last[...].utf8) else { return nil }
      parts.removeLast()
      parts.append(String(embedded >> 16, radix: 16))
      parts.append(String(embedded & 0xFFFF, radix: 16))
    }
    guard parts.count <= 9 else { return nil }
    func group(_ part: String) -> UInt16? {
      guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0 != UInt8(ascii: "+") })
      else { return nil }
      return UInt16(part, radix: 16)
    }
    let gap = parts.indices.dropFirst().dropLast().filter { parts[$0].isEmpty }
    guard gap.count <= 1 else { return nil }
    guard let gap = gap.first else {
      guard parts.count == 8 else { return nil }
      let groups = parts.compactMap(group)
      return groups.count == 8 ? groups : nil
    }
    var before = Array(parts[..<gap])
    var after = Array(parts[(gap + 1)...])
    if before == [""] { before = [] }
    if after == [""] { after = [] }
    let first = before.compactMap(group)
    let last = after.compactMap(group)
    guard first.count == before.count, last.count == after.count, first.count + last.count < 8
    else { return nil }
    return first + Array(repeating: 0, count: 8 - first.count - last.count) + last
  }
}

/// A range of IPv4 addresses, as Python's `IPv4Network` reads it: strictly, so that bits below the
/// mask make it unreadable. IPv6 ranges are unreadable too: that is how the dialect is.
struct IPv4Network: Hashable, Sendable, Comparable {
  var base: UInt32
  var prefix: Int

  var mask: UInt32 { prefix == 0 ? 0 : ~UInt32(0) << UInt32(32 - prefix) }

  static func < (a: IPv4Network, b: IPv4Network) -> Bool {
    (a.base, a.prefix) < (b.base, b.prefix)
  }

  func contains(_ other: IPv4Network) -> Bool {
    prefix <= other.prefix && other.base & mask == base
  }

  func contains(_ address: IPAddress) -> Bool {
    !address.isIPv6 && UInt32(truncatingIfNeeded: address.low) & mask == base
  }

  /// `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `10.0.0.0/0.255.255.255`.
  init?(_ text: String) {
    let bytes = text.utf8
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")),
      let base = Self.address(bytes[..<slash])
    else { return nil }
    let rest = bytes[bytes.index(after: slash)...]
    guard let prefix = Self.number(rest, limit: 32) ?? Self.prefix(ofMask: rest) else {
      return nil
    }
    self.base = base
    self.prefix = prefix
    if base & ~mask != 0 { return nil }
  }

  static func address(_ text: Substring.UTF8View) -> UInt32? {
    var value: UInt32 = 0
    var octet: UInt32 = 0
    var digits = 0
    var dots = 0
    for byte in text {
      if byte == UInt8(ascii: ".") {
        guard digits > 0, dots < 3 else { return nil }
        value = value << 8 | octet
        (octet, digits) = (0, 0)
        dots += 1
      } else {
        guard (48...57).contains(byte), digits < 3, digits == 0 || octet != 0 else { return nil }
        octet = octet * 10 + UInt32(byte - 48)
        guard octet < 256 else { return nil }
        digits += 1
      }
    }
    return dots == 3 && digits > 0 ? value << 8 | octet : nil
  }

  private static func number(_ text: Substring.UTF8View, limit: Int) -> Int? {
    guard !text.isEmpty, text.allSatisfy({ (48...57).contains($0) }) else { return nil }
    var value = 0
    for byte in text {
      value = value * 10 + Int(byte - 48)
      if value > limit { return nil }
    }
    return value
  }

  /// A net mask, or else a host mask.
  private static func prefix(ofMask text: Substring.UTF8View) -> Int? {
    guard let mask = address(text) else { return nil }
    let ones = (~mask).leadingZeroBitCount
    if mask == (ones == 0 ? 0 : ~UInt32(0) << UInt32(32 - ones)) { return ones }
    let host = ~mask
    let hostOnes = (~host).leadingZeroBitCount
    return host == (hostOnes == 0 ? 0 : ~UInt32(0) << UInt32(32 - hostOnes)) ? hostOnes : nil
  }
}
