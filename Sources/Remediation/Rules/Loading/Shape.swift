import Documents

/// What a member of a policy may be: the plain kinds that Cloud Custodian's schema tells apart.
enum Shape: Sendable {
  case any
  case text
  case flag
  /// Also one written as `3.0`.
  case integer
  case number
  case list
  case texts
  case mapping
  case filledMapping
  case word([String])
  /// A list of such words.
  case words([String])
  indirect case items(Shape)
  case either([Shape])

  func accepts(_ node: Node) -> Bool {
    switch self {
    case .any: true
    case .text: node.string != nil
    case .flag: node.bool != nil
    case .integer: node.wholeNumber != nil
    case .number: node.double != nil
    case .list: node.sequence != nil
    case .texts: Shape.items(.text).accepts(node)
    case .mapping: node.mapping != nil
    case .filledMapping: node.mapping?.isEmpty == false
    case .word(let words): node.string.map(words.contains) ?? false
    case .words(let words): Shape.items(.word(words)).accepts(node)
    case .items(let shape): node.sequence?.allSatisfy(shape.accepts) ?? false
    case .either(let shapes): shapes.contains { $0.accepts(node) }
    }
  }

  var expected: String {
    switch self {
    case .any: "anything"
    case .text: "a string"
    case .flag: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .list: "a list"
    case .texts: "a list of strings"
    case .mapping: "a mapping"
    case .filledMapping: "a mapping with members"
    case .word(let words): words.map { "`\($0)`" }.joined(separator: " or ")
    case .words(let words): "a list of " + words.map { "`\($0)`" }.joined(separator: ", ")
    case .items(let shape): "a list, each of it \(shape.expected)"
    case .either(let shapes): shapes.map(\.expected).joined(separator: ", or ")
    }
  }
}

extension Node {
  /// A whole number, also one that is written as `3.0`.
  var wholeNumber: Int64? {
    if let integer { return integer }
    return double.flatMap { Int64(exactly: $0) }
  }
}

extension MappingReader {
  /// A statement of an IAM policy, as `has-statement` asks for it. Members that no statement has
  /// are asked for too, and no policy has them.
  mutating func checkStatement() {
    let elements = [
      "Action", "NotAction", "Principal", "NotPrincipal", "Resource", "NotResource", "Condition",
    ]
    let list = Shape.either([.text, .list])
    if node["Effect"] == nil {
      error("a statement has no `Effect`", suggestion: "expected `Allow` or `Deny`")
    }
    check("Effect", .word(["Allow", "Deny"]))
    check("Sid", .text)
    check("Principal", .either([.text, .mapping, .list]))
    check("NotPrincipal", .either([.mapping, .list]))
    for key in ["Action", "NotAction", "Resource", "NotResource"] { check(key, list) }
    check("Condition", .mapping)
    check("PartialMatch", .either([.word(elements), .list]))
    // Only the first item of a list is looked at there.
    if let first = node["PartialMatch"]?.sequence?.first, !Shape.word(elements).accepts(first) {
      error(
        at: first.position,
        "`PartialMatch` can't be \(first.scalarText?.shortened ?? first.kindName)",
        suggestion: Spelling.suggestion(for: first.scalarText ?? "", among: elements))
    }
  }

  /// Takes a member that nothing is made of, and says so where it has the wrong shape.
  mutating func check(_ key: String, _ shape: Shape) {
    _ = value(key, expected: shape.expected) { shape.accepts($0) ? true : nil }
  }
}
