/// A recursive-descent parser over bytes.
struct XMLTreeParser {
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(XML.ParseError) -> XMLElement {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    try skipMisc()
    guard peek() == UInt8(ascii: "<") else { throw error("expected an element") }
    let root = try element()
    try skipMisc()
    if index < bytes.count { throw error("unexpected text after the root element") }
    return root
  }

  private func error(_ message: String) -> XML.ParseError {
    XML.ParseError(offset: index, message: message)
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    index + ahead < bytes.count ? bytes[index + ahead] : nil
  }

  private func starts(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[index + offset] != text.utf8Start[offset] { return false }
    return true
  }

  private mutating func skipSpace() {
    while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Moves behind the next occurrence of a closing mark.
  private mutating func skip(past mark: StaticString) throws(XML.ParseError) {
    while index < bytes.count {
      if starts(with: mark) {
        index += mark.utf8CodeUnitCount
        return
      }
      index += 1
    }
    throw error("expected `\(mark)`")
  }

  /// White space, comments and processing instructions outside the root element.
  private mutating func skipMisc() throws(XML.ParseError) {
    while true {
      skipSpace()
      if starts(with: "<?") {
        try skip(past: "?>")
      } else if starts(with: "<!--") {
        index += 4
        try skip(past: "-->")
      } else if starts(with: "<!") {
        throw error("a document type is refused")
      } else {
        return
      }
    }
  }

  private mutating func name() throws(XML.ParseError) -> Range<Int> {
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...:
        index += 1
        continue
      default: break
      }
      break
    }
    if start == index { throw error("expected a name") }
    return start..<index
  }

  /// What follows the namespace prefix.
  private func localName(_ range: Range<Int>) -> String {
    var start = range.lowerBound
    for index in range where bytes[index] == UInt8(ascii: ":") {
      start = index + 1
      break
    }
    return string(start..<range.upperBound)
  }

  private mutating func element() throws(XML.ParseError) -> XMLElement {
    depth += 1
    defer { depth -= 1 }
    if depth > XML.depthLimit { throw error("nested deeper than \(XML.depthLimit) levels") }
    index += 1
    let tag = try name()
    var element = XMLElement(name: localName(tag))
    while true {
      skipSpace()
      guard let byte = peek() else { throw error("unexpected end of the document") }
      if byte == UInt8(ascii: ">") {
        index += 1
        break
      }
      if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: ">") {
        index += 2
        return element
      }
      element.attributes.append(try attribute())
    }
    try content(of: &element, tag)
    return element
  }

  private mutating func attribute() throws(XML.ParseError) -> XMLElement.Attribute {
    let range = try name()
    skipSpace()
    guard peek() == UInt8(ascii: "=") else { throw error("expected `=`") }
    index += 1
    skipSpace()
    guard let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw error("expected a value in quotes")
    }
    index += 1
    var text: [UInt8] = []
    while let byte = peek() {
      if byte == quote {
        index += 1
        return XMLElement.Attribute(
          name: String(decoding: bytes[range], as: UTF8.self),
          value: String(decoding: text, as: UTF8.self))
      }
      if byte == UInt8(ascii: "<") { throw error("`<` inside an attribute") }
      if byte == UInt8(ascii: "&") {
        try reference(into: &text)
      } else {
        text.append(byte)
        index += 1
      }
    }
    throw error("an attribute without its closing quote")
  }

  private mutating func content(of element: inout XMLElement, _ tag: Range<Int>)
    throws(XML.ParseError)
  {
    var text: [UInt8] = []
    while index < bytes.count {
      let start = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "<"),
        bytes[index] != UInt8(ascii: "&")
      {
        index += 1
      }
      let run = start..<index
      if text.isEmpty, starts(with: "</"), !hasCarriageReturn(run) {
        // Text without anything to resolve, as nearly all is.
        element.text = string(run)
        return try close(tag)
      }
      append(run, to: &text)
      guard let byte = peek() else { break }
      if byte == UInt8(ascii: "&") {
        try reference(into: &text)
      } else if starts(with: "</") {
        element.text = String(decoding: text, as: UTF8.self)
        return try close(tag)
      } else if starts(with: "<!--") {
        index += 4
        try skip(past: "-->")
      } else if starts(with: "<![CDATA[") {
        index += 9
        let inside = index
        try skip(past: "]]>")
        text.append(contentsOf: bytes[inside..<index - 3])
      } else if starts(with: "<?") {
        try skip(past: "?>")
      } else if starts(with: "<!") {
        throw error("a declaration inside an element")
      } else {
        element.children.append(try self.element())
      }
    }
    throw error("`\(localName(tag))` is not closed")
  }

  /// The end tag of the element that was begun by that name.
  private mutating func close(_ tag: Range<Int>) throws(XML.ParseError) {
    index += 2
    let closing = try name()
    var isSame = closing.count == tag.count
    for offset in 0..<tag.count where isSame {
      isSame = bytes[closing.lowerBound + offset] == bytes[tag.lowerBound + offset]
    }
    guard isSame else { throw error("`\(localName(tag))` is closed by another name") }
    skipSpace()
    guard peek() == UInt8(ascii: ">") else { throw error("expected `>`") }
    index += 1
  }

  private func string(_ range: Range<Int>) -> String {
    bytes.withUnsafeBufferPointer {
      String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self)
    }
  }

  private func hasCarriageReturn(_ range: Range<Int>) -> Bool {
    for index in range where bytes[index] == 0x0D { return true }
    return false
  }

  /// Line ends become line feeds (XML 1.0, section 2.11).
  private func append(_ range: Range<Int>, to text: inout [UInt8]) {
    for index in range {
      if bytes[index] != 0x0D {
        text.append(bytes[index])
      } else if index + 1 == bytes.count || bytes[index + 1] != 0x0A {
        text.append(0x0A)
      }
    }
  }

  /// `&amp;` and its four kin, `&#65;`, `&#x41;`.
  private mutating func reference(into text: inout [UInt8]) throws(XML.ParseError) {
    guard let end = bytes[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
      throw error("`&` without its `;`")
    }
    let body = String(decoding: bytes[index + 1..<end], as: UTF8.self)
    switch body {
    case "amp": text.append(UInt8(ascii: "&"))
    case "lt": text.append(UInt8(ascii: "<"))
    case "gt": text.append(UInt8(ascii: ">"))
    case "quot": text.append(UInt8(ascii: "\""))
    case "apos": text.append(UInt8(ascii: "'"))
    default:
      let code =
        body.hasPrefix("#x")
        ? UInt32(body.dropFirst(2), radix: 16)
        : body.hasPrefix("#") ? UInt32(body.dropFirst(1)) : nil
      guard let code, let scalar = UnicodeScalar(code) else {
        throw error("`&\(body);` is no entity that is known here")
      }
      text.append(contentsOf: String(Character(scalar)).utf8)
    }
    index = end + 1
  }
}
