/// A text with replacement fields, as Python's `str.format` takes it apart
/// (https://docs.python.org/3/library/string.html#format-string-syntax).
///
/// It is read lazily, as there: a field that can't be filled ends the reading before a mistake that
/// stands behind it is seen.
struct FormatString {
  enum Part {
    case literal(String)
    case field(name: String, conversion: Character?, spec: String)
  }

  /// Where Python raises a ValueError.
  struct Mistake: Error { let message: String }

  private let text: [UInt8]
  private var index = 0
  private var pending: Part?

  init(_ text: String) { self.text = Array(text.utf8) }

  /// Whether there is anything but literal text in it.
  static func hasMarkup(_ text: String) -> Bool {
    text.utf8.contains { $0 == open || $0 == close }
  }

  private static let open = UInt8(ascii: "{")
  private static let close = UInt8(ascii: "}")

  /// The next part; nil at the end.
  mutating func next() throws(Mistake) -> Part? {
    if let part = pending {
      pending = nil
      return part
    }
    guard index < text.count else { return nil }
    let start = index
    while index < text.count, text[index] != Self.open, text[index] != Self.close { index += 1 }
    guard index < text.count else { return .literal(string(start..<index)) }
    let brace = text[index]
    index += 1
    if index < text.count, text[index] == brace {
      // A doubled brace stands for one.
      index += 1
      return .literal(string(start..<(index - 1)))
    }
    if brace == Self.close || index == text.count {
      throw Mistake(message: "a single `\(brace == Self.open ? "{" : "}")`")
    }
    let literal = string(start..<(index - 1))
    let field = try field()
    if literal.isEmpty { return field }
    pending = field
    return .literal(literal)
  }

  private mutating func field() throws(Mistake) -> Part {
    let start = index
    var end: UInt8 = 0
    scan: while index < text.count {
      let byte = text[index]
      index += 1
      switch byte {
      case Self.open: throw Mistake(message: "`{` in the name of a field")
      case UInt8(ascii: "["):
        while index < text.count, text[index] != UInt8(ascii: "]") { index += 1 }
      case Self.close, UInt8(ascii: ":"), UInt8(ascii: "!"):
        end = byte
        break scan
      default: break
      }
    }
    guard end != 0 else { throw Mistake(message: "a field that `}` doesn't end") }
    let name = string(start..<(index - 1))
    if end == Self.close { return .field(name: name, conversion: nil, spec: "") }
    var conversion: Character?
    if end == UInt8(ascii: "!") {
      guard index < text.count else { throw Mistake(message: "a conversion that is missing") }
      conversion = Character(UnicodeScalar(text[index]))
      index += 1
      if index < text.count {
        index += 1
        if text[index - 1] == Self.close {
          return .field(name: name, conversion: conversion, spec: "")
        }
        guard text[index - 1] == UInt8(ascii: ":") else {
          throw Mistake(message: "a conversion of more than one letter")
        }
      }
    }
    let begin = index
    var depth = 1
    while index < text.count {
      let byte = text[index]
      index += 1
      if byte == Self.open { depth += 1 }
      if byte == Self.close {
        depth -= 1
        if depth == 0 {
          let spec = string(begin..<(index - 1))
          return .field(name: name, conversion: conversion, spec: spec)
        }
      }
    }
    throw Mistake(message: "a format that `}` doesn't end")
  }

  private func string(_ range: Range<Int>) -> String {
    String(decoding: text[range], as: UTF8.self)
  }

  /// `a.b[c]` as `a`, then `.b` and `[c]`; what comes after the first name may be broken.
  static func path(_ name: String) -> (first: String, rest: Substring) {
    guard let end = name.firstIndex(where: { $0 == "." || $0 == "[" }) else { return (name, "") }
    return (String(name[..<end]), name[end...])
  }

  enum Step {
    case attribute(String)
    case index(String)
  }

  static func steps(_ rest: Substring) throws(Mistake) -> [Step] {
    var rest = rest
    var steps: [Step] = []
    while let first = rest.first {
      rest = rest.dropFirst()
      if first == "." {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        if name.isEmpty { throw Mistake(message: "an empty attribute") }
        rest = rest.dropFirst(name.count)
        steps.append(.attribute(String(name)))
      } else if first == "[" {
        guard let end = rest.firstIndex(of: "]") else {
          throw Mistake(message: "a `[` without `]`")
        }
        let name = rest[..<end]
        if name.isEmpty { throw Mistake(message: "an empty attribute") }
        rest = rest[rest.index(after: end)...]
        steps.append(.index(String(name)))
      } else {
        throw Mistake(message: "`\(first)` after `]`")
      }
    }
    return steps
  }
}
