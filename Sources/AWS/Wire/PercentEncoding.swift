/// Percent-encoding as SigV4 wants it (RFC 3986, section 2.3): everything but letters, digits and
/// `-._~` becomes `%XX` in upper case.
package enum PercentEncoding {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// True for what stays as it is.
  private static let isUnreserved: [Bool] = (0..<256).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  package static func encode(_ text: String, keepingSlash: Bool = false) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    append(text.utf8, keepingSlash: keepingSlash, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  static func append(
    _ bytes: some Sequence<UInt8>, keepingSlash: Bool = false, to out: inout [UInt8]
  ) {
    for byte in bytes {
      if isUnreserved[Int(byte)] || (keepingSlash && byte == UInt8(ascii: "/")) {
        out.append(byte)
      } else {
        out.append(UInt8(ascii: "%"))
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
      }
    }
  }

  /// What isn't a valid escape stays as it is; in forms and queries `+` may stand for a space.
  package static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
    String(decoding: decodeBytes(text.utf8, plusIsSpace: plusIsSpace), as: UTF8.self)
  }

  static func decodeBytes(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index != bytes.endIndex {
      let byte = bytes[index]
      index = bytes.index(after: index)
      if byte == UInt8(ascii: "+"), plusIsSpace {
        out.append(0x20)
        continue
      }
      if byte == UInt8(ascii: "%"), index != bytes.endIndex, let high = Hex.value(bytes[index]) {
        let next = bytes.index(after: index)
        if let low = next == bytes.endIndex ? nil : Hex.value(bytes[next]) {
          out.append(high << 4 | low)
          index = bytes.index(after: next)
          continue
        }
      }
      out.append(byte)
    }
    return out
  }
}

/// The parameters of a query string or a form body, in the order of the wire.
package struct QueryParameters: Hashable, Sendable {
  package struct Pair: Hashable, Sendable {
    package var name: String
    /// Empty both for `name` and for `name=`.
    package var value: String
  }

  package var pairs: [Pair]

  package init(query: String) { self.init(query.utf8) }

  package init(body: [UInt8]) { self.init(body) }

  private init(_ bytes: some Collection<UInt8>) {
    pairs = bytes.split(separator: UInt8(ascii: "&")).map { part in
      let equals = part.firstIndex(of: UInt8(ascii: "="))
      let value = equals.map { part[part.index(after: $0)...] } ?? part[part.endIndex...]
      return Pair(name: Self.text(part[..<(equals ?? part.endIndex)]), value: Self.text(value))
    }
  }

  private static func text(_ bytes: some Collection<UInt8>) -> String {
    if bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) {
      return String(
        decoding: PercentEncoding.decodeBytes(bytes, plusIsSpace: true), as: UTF8.self)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  package subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }
}
