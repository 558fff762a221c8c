/// JSON text (RFC 8259) to nodes with their places.
struct JSONDocumentReader {
  private let file: String
  private let limits: Document.Limits
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  /// How far the line has been counted, and how many bytes of it begin no character.
  private var counted = 0
  private var continuations = 0
  private var nodesLeft: Int
  private var diagnostics: [Diagnostic] = []

  private struct Stop: Error {}

  init(_ text: String, file: String, limits: Document.Limits) {
    self.file = file
    self.limits = limits
    bytes = Array(text.utf8)
    nodesLeft = limits.nodes
  }

  mutating func document() -> (node: Node?, diagnostics: [Diagnostic]) {
    do throws(Stop) {
      let node = try value(depth: 0)
      skipSpace()
      if index < bytes.count { try stop("more follows the value", "expected the end of the file") }
      return (diagnostics.hasErrors ? nil : node, diagnostics)
    } catch {
      return (nil, diagnostics)
    }
  }

  /// Counts on from where it counted last, so that a long line costs its length once.
  private var place: SourcePosition {
    mutating get {
      if counted < lineStart { (counted, continuations) = (lineStart, 0) }
      let end = min(index, bytes.count)
      while counted < end {
        if bytes[counted] & 0xC0 == 0x80 { continuations += 1 }
        counted += 1
      }
      return SourcePosition(
        file: file, line: line, column: index - lineStart - continuations + 1)
    }
  }

  private mutating func stop(_ message: String, _ suggestion: String? = nil) throws(Stop) -> Never {
    diagnostics.append(Diagnostic(place, "not JSON: \(message)", suggestion: suggestion))
    throw Stop()
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0D: index += 1
      case 0x0A:
        index += 1
        line += 1
        lineStart = index
      default: return
      }
    }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard index < bytes.count, bytes[index] == character.asciiValue else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(Stop) -> Node {
    skipSpace()
    guard depth <= limits.depth else { try stop("nesting goes deeper than \(limits.depth) levels") }
    guard nodesLeft > 0 else { try stop("the file has more than \(limits.nodes) values") }
    nodesLeft -= 1
    guard index < bytes.count else { try stop("the file ends here", "expected a value") }
    let start = place
    switch bytes[index] {
    case UInt8(ascii: "{"): return Node(.mapping(try members(depth)), at: start)
    case UInt8(ascii: "["): return Node(.sequence(try items(depth)), at: start)
    case UInt8(ascii: "\""): return Node(.string(try string()), at: start)
    case UInt8(ascii: "t"): return try word("true", .bool(true), start)
    case UInt8(ascii: "f"): return try word("false", .bool(false), start)
    case UInt8(ascii: "n"): return try word("null", .null, start)
    default: return Node(try number(), at: start)
    }
  }

  private mutating func word(_ text: String, _ kind: Node.Kind, _ start: SourcePosition)
    throws(Stop) -> Node
  {
    guard bytes[index...].starts(with: text.utf8) else {
      try stop("unknown word", "expected `true`, `false`, `null` or a string in quotes")
    }
    index += text.utf8.count
    return Node(kind, at: start)
  }

  private mutating func members(_ depth: Int) throws(Stop) -> [Node.Pair] {
    index += 1
    var pairs: [Node.Pair] = []
    var seen: [String: Int] = [:]
    skipSpace()
    if take("}") { return [] }
    while true {
      skipSpace()
      let start = place
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        try stop("a member needs a name", "expected a string in double quotes")
      }
      let name = try string()
      if let first = seen[name] {
        if diagnostics.count >= Diagnostic.limit { try stop("too many keys stand twice") }
        diagnostics.append(
          Diagnostic(
            start, "duplicate key `\(name)`", suggestion: "it stands on line \(first) already"))
      }
      seen[name] = start.line
      skipSpace()
      guard take(":") else { try stop("no colon after the name", "expected `:`") }
      pairs.append(
        Node.Pair(key: Node(.string(name), at: start), value: try value(depth: depth + 1)))
      skipSpace()
      if take(",") { continue }
      if take("}") { return pairs }
      try stop("the object goes on without a comma", "expected `,` or `}`")
    }
  }

  private mutating func items(_ depth: Int) throws(Stop) -> [Node] {
    index += 1
    var items: [Node] = []
    skipSpace()
    if take("]") { return [] }
    while true {
      items.append(try value(depth: depth + 1))
      skipSpace()
      if take(",") { continue }
      if take("]") { return items }
      try stop("the list goes on without a comma", "expected `,` or `]`")
    }
  }

  private mutating func number() throws(Stop) -> Node.Kind {
    let start = index
    var isDouble = false
    _ = take("-")
    let first = index
    try digits()
    if bytes[first] == UInt8(ascii: "0"), index - first > 1 { try stop("a number starts with 0") }
    if take(".") {
      isDouble = true
      try digits()
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      isDouble = true
      index += 1
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if !isDouble, let number = Int64(text) { return .integer(number) }
    guard let number = Double(text), number.isFinite else {
      try stop("`\(text.shortened)` is too large")
    }
    return .double(number)
  }

  private mutating func digits() throws(Stop) {
    let start = index
    while index < bytes.count, (48...57).contains(bytes[index]) { index += 1 }
    if index == start { try stop("no value here", "expected a value in JSON") }
  }

  private mutating func string() throws(Stop) -> String {
    index += 1
    var out: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: out, as: UTF8.self)
      case UInt8(ascii: "\\"):
        index += 1
        try escape(into: &out)
      case 0..<0x20: try stop("a control character in a string", "expected an escape such as `\\n`")
      default:
        out.append(byte)
        index += 1
      }
    }
    try stop("the string never ends", "expected `\"`")
  }

  private mutating func escape(into out: inout [UInt8]) throws(Stop) {
    guard index < bytes.count else { try stop("the file ends in an escape") }
    defer { index += 1 }
    switch bytes[index] {
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(bytes[index])
    case UInt8(ascii: "u"):
      var code = UInt32(try hexadecimal())
      if (0xD800..<0xDC00).contains(code), index + 6 < bytes.count,
        bytes[index + 1] == UInt8(ascii: "\\"), bytes[index + 2] == UInt8(ascii: "u")
      {
        index += 2
        let low = UInt32(try hexadecimal())
        guard (0xDC00..<0xE000).contains(low) else { try stop("a broken surrogate pair") }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { try stop("a lone surrogate") }
      out.append(contentsOf: String(scalar).utf8)
    default: try stop("unknown escape", "expected one of \\n \\t \\r \\b \\f \\\" \\\\ \\/ \\u")
    }
  }

  /// Four hexadecimal digits; ends on the last of them.
  private mutating func hexadecimal() throws(Stop) -> UInt16 {
    let end = index + 4
    guard end < bytes.count,
      let code = UInt16(String(decoding: bytes[(index + 1)...end], as: UTF8.self), radix: 16)
    else { try stop("`\\u` needs four hexadecimal digits") }
    index = end
    return code
  }
}
