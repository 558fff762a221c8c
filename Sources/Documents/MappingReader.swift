/// Decodes one mapping of the user's: hands out its members by name and type, keeps a diagnostic
/// for each that is missing or of the wrong kind, and at the end for each that nobody asked for.
///
/// ```swift
/// var reader = MappingReader(node, of: "a scenario")
/// let title = reader.requiredString("title")
/// let duration = reader.duration("duration") ?? .hours(1)
/// diagnostics += reader.finish()
/// ```
package struct MappingReader {
  /// The mapping; an empty one where the node was something else.
  package let node: Node
  /// What the mapping is, with its article: `a scenario`.
  package let subject: String
  package var diagnostics: [Diagnostic] = []
  private var known: [String] = []
  /// Which words may stand under a key where another one did, of an enumeration or a list.
  package var refusedChoices: [String: [String]] = [:]
  /// Of one mapping so many are told.
  private static let unknownLimit = 50

  package init(_ node: Node, of subject: String) {
    self.subject = subject
    if node.mapping != nil {
      self.node = node
    } else {
      self.node = Node(.mapping([]), at: node.position)
      diagnostics.append(
        Diagnostic(
          node.position, "\(subject) can't be \(node.kindName)", suggestion: "expected a mapping"))
      isBroken = true
    }
  }

  private var isBroken = false

  /// The keys that were asked for.
  package var knownKeys: [String] { known }

  package var position: SourcePosition { node.position }

  package mutating func error(
    at position: SourcePosition? = nil, _ message: String, suggestion: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(position ?? self.position, message, suggestion: suggestion))
  }

  /// The member of that name, whatever it is; a `null` counts as given.
  package mutating func node(_ key: String) -> Node? {
    if !known.contains(key) { known.append(key) }
    return node[key]
  }

  package mutating func requiredNode(_ key: String) -> Node? {
    guard let value = node(key) else {
      if !isBroken { error("\(subject) has no `\(key)`", suggestion: "expected `\(key)`") }
      return nil
    }
    return value
  }

  /// Names a key that may stand here although nobody reads it.
  package mutating func allow(_ keys: String...) {
    for key in keys where !known.contains(key) { known.append(key) }
  }

  /// All diagnostics, unknown keys included. Call it once, last.
  package mutating func finish() -> [Diagnostic] {
    var unknown = 0
    for pair in node.mapping ?? [] {
      if unknown == Self.unknownLimit {
        error(at: pair.key.position, "more keys of \(subject) are unknown")
        break
      }
      guard let name = pair.key.string else {
        error(
          at: pair.key.position, "key `\(pair.key.scalarText ?? "")` is \(pair.key.kindName)",
          suggestion: "expected a string, in quotes if need be")
        unknown += 1
        continue
      }
      if !known.contains(name) {
        unknown += 1
        error(
          at: pair.key.position, "unknown key `\(name.shortened)` in \(subject)",
          suggestion: Spelling.suggestion(for: name, among: known))
      }
    }
    return diagnostics
  }
}

// MARK: Scalars

extension MappingReader {
  /// Reads a member with a function that answers nil for what it can't use.
  package mutating func value<Value>(
    _ key: String, expected: String, _ read: (Node) -> Value?
  ) -> Value? {
    guard let node = node(key) else { return nil }
    if let value = read(node) { return value }
    let shown = node.scalarText.map { "`\($0.shortened)`" } ?? node.kindName
    error(at: node.position, "`\(key)` can't be \(shown)", suggestion: "expected \(expected)")
    return nil
  }

  private mutating func required<Value>(
    _ key: String, _ fallback: Value, _ read: (inout MappingReader) -> Value?
  ) -> Value {
    guard requiredNode(key) != nil else { return fallback }
    return read(&self) ?? fallback
  }

  package mutating func string(_ key: String) -> String? {
    value(key, expected: "a string") { $0.string }
  }
  /// Empty where it is missing, which is diagnosed.
  package mutating func requiredString(_ key: String) -> String {
    required(key, "") { $0.string(key) }
  }
  /// Any scalar as its text: for values such as `22` or `true` that a person means as a word.
  package mutating func text(_ key: String) -> String? {
    value(key, expected: "a string or a number") { $0.scalarText }
  }
  package mutating func bool(_ key: String) -> Bool? {
    value(key, expected: "true or false") { $0.bool }
  }
  package mutating func integer(_ key: String, in range: ClosedRange<Int64>? = nil) -> Int64? {
    let bounds = range.map { " from \($0.lowerBound) to \($0.upperBound)" } ?? ""
    return value(key, expected: "a whole number\(bounds)") { node in
      node.integer.flatMap { number in range?.contains(number) ?? true ? number : nil }
    }
  }
  package mutating func requiredInteger(
    _ key: String, in range: ClosedRange<Int64>? = nil
  ) -> Int64 {
    required(key, range?.lowerBound ?? 0) { $0.integer(key, in: range) }
  }
  package mutating func double(_ key: String) -> Double? {
    value(key, expected: "a number") { $0.double }
  }
  /// `30m`, `2h`, `1h30m`, `250ms`, `0`.
  package mutating func duration(_ key: String) -> Duration? {
    value(key, expected: "a duration such as `30s`, `5m` or `1h30m`") { Duration(node: $0) }
  }
  package mutating func requiredDuration(_ key: String) -> Duration {
    required(key, .zero) { $0.duration(key) }
  }
  /// One of the words of an enumeration.
  package mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, as type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    guard let node = node(key) else { return nil }
    if let text = node.scalarText, let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    refusedChoices[key] = words
    let shown = node.scalarText.map { "`\($0.shortened)`" } ?? node.kindName
    error(
      at: node.position, "`\(key)` can't be \(shown)",
      suggestion: Spelling.suggestion(for: node.scalarText ?? "", among: words))
    return nil
  }
}

// MARK: Collections

extension MappingReader {
  package mutating func sequence(_ key: String) -> [Node]? {
    value(key, expected: "a list") { $0.sequence }
  }

  /// A list of strings; where `orOne`, a single string counts as a list of it.
  package mutating func strings(_ key: String, orOne: Bool = false) -> [String]? {
    value(key, expected: orOne ? "a string or a list of strings" : "a list of strings") { node in
      if orOne, let one = node.string { return [one] }
      guard let items = node.sequence else { return nil }
      let texts = items.compactMap(\.string)
      return texts.count == items.count ? texts : nil
    }
  }

  /// A mapping below this one, decoded by the closure; its diagnostics are added to these.
  package mutating func mapping<Value>(
    _ key: String, of subject: String, _ decode: (inout MappingReader) -> Value
  ) -> Value? {
    guard let node = node(key) else { return nil }
    return decodeNode(node, of: subject, decode)
  }

  /// A list of mappings, each decoded by the closure.
  package mutating func mappings<Value>(
    _ key: String, of subject: String, _ decode: (inout MappingReader) -> Value
  ) -> [Value]? {
    sequence(key)?.map { decodeNode($0, of: subject, decode) }
  }

  package mutating func decodeNode<Value>(
    _ node: Node, of subject: String, _ decode: (inout MappingReader) -> Value
  ) -> Value {
    var reader = MappingReader(node, of: subject)
    let value = decode(&reader)
    diagnostics += reader.finish()
    return value
  }
}
