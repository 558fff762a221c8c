/// A recursive-descent parser over bytes; of a repeated member the last counts.
struct JSONParser {
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSON.ParseError) -> AWSValue {
    let value = try value()
    skipSpace()
    if index < bytes.count { throw error("unexpected text after the document") }
    return value
  }

  private func error(_ message: String) -> JSON.ParseError {
    JSON.ParseError(offset: index, message: message)
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  mutating func value() throws(JSON.ParseError) -> AWSValue {
    skipSpace()
    guard index < bytes.count else { throw error("unexpected end of the document") }
    switch bytes[index] {
    case UInt8(ascii: "{"):
      try enter()
      defer { depth -= 1 }
      return try object()
    case UInt8(ascii: "["):
      try enter()
      defer { depth -= 1 }
      return try list()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func enter() throws(JSON.ParseError) {
    depth += 1
    if depth > JSON.depthLimit { throw error("nested deeper than \(JSON.depthLimit) levels") }
    index += 1
  }

  private mutating func object() throws(JSON.ParseError) -> AWSValue {
    var object = AWSObject()
    try members { parser, name throws(JSON.ParseError) in object[name] = try parser.value() }
    return .object(object)
  }

  /// The members of the object whose `{` has been read; the closure reads each value.
  private mutating func members(
    _ each: (inout JSONParser, String) throws(JSON.ParseError) -> Void
  ) throws(JSON.ParseError) {
    skipSpace()
    if index < bytes.count, bytes[index] == UInt8(ascii: "}") {
      index += 1
      return
    }
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw error("expected the name of a member in quotes")
      }
      let name = try string()
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else {
        throw error("expected `:`")
      }
      index += 1
      try each(&self, name)
      if try !another(closing: UInt8(ascii: "}")) { return }
    }
  }

  /// Reads an object member by member, without a value for the whole: for documents whose form is
  /// known and that are too large to be built twice.
  mutating func eachMember(
    _ each: (inout JSONParser, String) throws(JSON.ParseError) -> Void
  ) throws(JSON.ParseError) {
    skipSpace()
    guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else {
      throw error("expected an object")
    }
    try enter()
    defer { depth -= 1 }
    try members(each)
  }

  /// Whether a string comes next.
  mutating func isAtString() -> Bool {
    skipSpace()
    return index < bytes.count && bytes[index] == UInt8(ascii: "\"")
  }

  private mutating func list() throws(JSON.ParseError) -> AWSValue {
    var items: [AWSValue] = []
    skipSpace()
    if index < bytes.count, bytes[index] == UInt8(ascii: "]") {
      index += 1
      return .list(items)
    }
    while true {
      items.append(try value())
      if try !another(closing: UInt8(ascii: "]")) { return .list(items) }
    }
  }

  private mutating func another(closing: UInt8) throws(JSON.ParseError) -> Bool {
    skipSpace()
    guard index < bytes.count else { throw error("unexpected end of the document") }
    defer { index += 1 }
    if bytes[index] == UInt8(ascii: ",") { return true }
    if bytes[index] == closing { return false }
    throw error("expected `,` or `\(Character(UnicodeScalar(closing)))`")
  }

  private mutating func word(_ text: StaticString, _ value: AWSValue) throws(JSON.ParseError)
    -> AWSValue
  {
    let end = index + text.utf8CodeUnitCount
    guard end <= bytes.count,
      bytes[index..<end].elementsEqual(
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    else { throw error("expected `\(text)`") }
    index = end
    return value
  }

  private mutating func number() throws(JSON.ParseError) -> AWSValue {
    let start = index
    var isWhole = true
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
    let digits = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"),
        UInt8(ascii: "-"):
        isWhole = false
      default:
        return try finishNumber(start, digits, isWhole)
      }
      index += 1
    }
    return try finishNumber(start, digits, isWhole)
  }

  private func finishNumber(_ start: Int, _ digits: Int, _ isWhole: Bool) throws(JSON.ParseError)
    -> AWSValue
  {
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    func isDigit(_ index: Int) -> Bool { (0x30...0x39).contains(bytes[index]) }
    guard digits < index, isDigit(digits),
      !(index - digits > 1 && bytes[digits] == UInt8(ascii: "0") && isDigit(digits + 1))
    else { throw JSON.ParseError(offset: start, message: "expected a value") }
    if isWhole, let number = Int64(text) { return .integer(number) }
    let point = bytes[digits..<index].firstIndex(of: UInt8(ascii: "."))
    let hasFraction = point.map { $0 + 1 < index && isDigit($0 + 1) } ?? true
    guard hasFraction, let number = Double(text), number.isFinite else {
      throw JSON.ParseError(offset: start, message: "`\(text)` is no number")
    }
    return .double(number)
  }

  /// The string whose opening quote comes next.
  mutating func string() throws(JSON.ParseError) -> String {
    index += 1
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        defer { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      if byte < 0x20 { throw error("a control character inside a string must be escaped") }
      index += 1
    }
    throw error("a string without its closing quote")
  }

  private mutating func escapedString(from start: Int) throws(JSON.ParseError) -> String {
    var out = Array(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &out)
      case ..<0x20: throw error("a control character inside a string must be escaped")
      default: out.append(byte)
      }
    }
    throw error("a string without its closing quote")
  }

  private mutating func escape(into out: inout [UInt8]) throws(JSON.ParseError) {
    guard index < bytes.count else { throw error("unexpected end of the document") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "u"):
      var unit = UInt32(try hexUnit())
      if (0xD800..<0xDC00).contains(unit), index + 1 < bytes.count,
        bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
      {
        let mark = index
        index += 2
        let low = UInt32(try hexUnit())
        if (0xDC00..<0xE000).contains(low) {
          unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
        } else {
          index = mark
        }
      }
      let scalar = UnicodeScalar(unit) ?? "\u{FFFD}"
      out.append(contentsOf: Character(scalar).utf8)
    default: throw error("`\\\(Character(UnicodeScalar(byte)))` is no escape")
    }
  }

  private mutating func hexUnit() throws(JSON.ParseError) -> UInt16 {
    guard index + 4 <= bytes.count,
      bytes[index..<index + 4].allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw error("`\\u` needs four hexadecimal digits") }
    index += 4
    return unit
  }
}
