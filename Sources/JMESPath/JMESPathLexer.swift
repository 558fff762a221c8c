import AWS

/// One token and where it starts, in bytes.
struct JMESPathToken {
  enum Kind: Equatable {
    case end, identifier(String), quoted(String), literal(AWSValue), number(Int)
    case dot, star, rightBracket, leftBracket, comma, colon, current, leftParen, rightParen
    case leftBrace, rightBrace, flatten, filter, or, pipe, and, reference, not
    case eq, ne, lt, le, gt, ge
  }
  var kind: Kind
  var offset: Int

  /// How tightly it binds what stands before it.
  var power: Int {
    switch kind {
    case .pipe: 1
    case .or: 2
    case .and: 3
    case .eq, .ne, .lt, .le, .gt, .ge: 5
    case .flatten: 9
    case .star: 20
    case .filter: 21
    case .dot: 40
    case .not: 45
    case .leftBrace: 50
    case .leftBracket: 55
    case .leftParen: 60
    default: 0
    }
  }
}

/// An expression's text as tokens.
struct JMESPathLexer {
  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func tokens() throws(JMESPathError) -> [JMESPathToken] {
    guard !bytes.isEmpty else { throw JMESPathError(.syntax, "the expression is empty") }
    var tokens: [JMESPathToken] = []
    while true {
      while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
      let offset = index
      guard index < bytes.count else {
        tokens.append(JMESPathToken(kind: .end, offset: offset))
        return tokens
      }
      tokens.append(JMESPathToken(kind: try next(), offset: offset))
    }
  }

  private mutating func next() throws(JMESPathError) -> JMESPathToken.Kind {
    let byte = bytes[index]
    let start = index
    index += 1
    switch byte {
    case UInt8(ascii: "."): return .dot
    case UInt8(ascii: "*"): return .star
    case UInt8(ascii: "]"): return .rightBracket
    case UInt8(ascii: ","): return .comma
    case UInt8(ascii: ":"): return .colon
    case UInt8(ascii: "@"): return .current
    case UInt8(ascii: "("): return .leftParen
    case UInt8(ascii: ")"): return .rightParen
    case UInt8(ascii: "{"): return .leftBrace
    case UInt8(ascii: "}"): return .rightBrace
    case UInt8(ascii: "["):
      if take("]") { return .flatten }
      return take("?") ? .filter : .leftBracket
    case UInt8(ascii: "|"): return take("|") ? .or : .pipe
    case UInt8(ascii: "&"): return take("&") ? .and : .reference
    case UInt8(ascii: "<"): return take("=") ? .le : .lt
    case UInt8(ascii: ">"): return take("=") ? .ge : .gt
    case UInt8(ascii: "!"): return take("=") ? .ne : .not
    case UInt8(ascii: "="):
      guard take("=") else { throw JMESPathError(.syntax, at: start, "unknown token `=`") }
      return .eq
    case UInt8(ascii: "'"): return .literal(.string(try rawString(start)))
    case UInt8(ascii: "`"): return .literal(try literal(start))
    case UInt8(ascii: "\""): return .quoted(try quotedIdentifier(start))
    case UInt8(ascii: "-"), 48...57: return .number(try number(start))
    case UInt8(ascii: "_"), 65...90, 97...122:
      while index < bytes.count, isIdentifier(bytes[index]) { index += 1 }
      return .identifier(String(decoding: bytes[start..<index], as: UTF8.self))
    default:
      let rest = String(decoding: bytes[start...], as: UTF8.self)
      throw JMESPathError(.syntax, at: start, "unknown token `\(rest.prefix(1))`")
    }
  }

  private func isIdentifier(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "_"), 48...57, 65...90, 97...122: true
    default: false
    }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard index < bytes.count, bytes[index] == character.asciiValue else { return false }
    index += 1
    return true
  }

  private mutating func number(_ start: Int) throws(JMESPathError) -> Int {
    while index < bytes.count, (48...57).contains(bytes[index]) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard text != "-" else { throw JMESPathError(.syntax, at: start, "unknown token `-`") }
    // No list is so long that a larger number would find something else.
    return Int(text) ?? (bytes[start] == UInt8(ascii: "-") ? -Int.max : Int.max)
  }

  /// Up to the delimiter, escapes kept as they are.
  private mutating func take(until delimiter: UInt8, _ start: Int) throws(JMESPathError)
    -> [UInt8]
  {
    var out: [UInt8] = []
    while index < bytes.count, bytes[index] != delimiter {
      if bytes[index] == UInt8(ascii: "\\") {
        out.append(bytes[index])
        index += 1
        guard index < bytes.count else { break }
      }
      out.append(bytes[index])
      index += 1
    }
    guard index < bytes.count else {
      let shown = String(UnicodeScalar(delimiter))
      throw JMESPathError(.syntax, at: start, "the \(shown) here is never closed")
    }
    index += 1
    return out
  }

  private mutating func rawString(_ start: Int) throws(JMESPathError) -> String {
    String(
      decoding: unescape(try take(until: UInt8(ascii: "'"), start), UInt8(ascii: "'")),
      as: UTF8.self)
  }

  /// JSON; what isn't is a string, as it was before JEP 12.
  private mutating func literal(_ start: Int) throws(JMESPathError) -> AWSValue {
    let text = unescape(try take(until: UInt8(ascii: "`"), start), UInt8(ascii: "`"))
    if let value = try? JSON.parse(text) { return value }
    let quote = [UInt8(ascii: "\"")]
    let rest = String(decoding: text, as: UTF8.self).unicodeScalars.drop(while: PythonValue.isSpace)
    if let value = try? JSON.parse(quote + Array(String(rest).utf8) + quote) { return value }
    throw JMESPathError(.syntax, at: start, "the literal here is not JSON")
  }

  private mutating func quotedIdentifier(_ start: Int) throws(JMESPathError) -> String {
    let quote = [UInt8(ascii: "\"")]
    let text = quote + (try take(until: UInt8(ascii: "\""), start)) + quote
    guard let name = (try? JSON.parse(text))?.string else {
      throw JMESPathError(.syntax, at: start, "the quoted identifier here is no JSON string")
    }
    return name
  }

  /// Takes the backslash away before the delimiter, and nowhere else.
  private func unescape(_ text: [UInt8], _ delimiter: UInt8) -> [UInt8] {
    var out: [UInt8] = []
    for byte in text {
      if byte == delimiter, out.last == UInt8(ascii: "\\") { out.removeLast() }
      out.append(byte)
    }
    return out
  }
}
