import AWS
import Documents

/// Asks a kind of filter or action which keys it takes and what may stand there: the loader reads
/// an example with every key set to values of each sort, and what it says of them is the answer. So
/// a manual can't say otherwise than the loader.
struct KindProbe {
  /// What the loader made of a node.
  struct Reading {
    /// What it became, in a form that can be compared; empty where it can't be used.
    var made: String
    var problems: [Diagnostic]
    var keys: [String]
    var choices: [String: [String]]
    var hydrations: [Hydration]
  }

  /// The example's own members, without `type`.
  let base: [Node.Pair]
  let read: ([Node.Pair]) -> Reading

  static let place = SourcePosition(file: "example", line: 1, column: 1)
  private static let word = "zz-probe"

  /// Every key that the kind asks for, those of its choices' branches included, by their names.
  func keys() -> [String] {
    let first = read(base)
    var known = first.keys
    for key in first.keys {
      for node in samples(of: key) {
        known += read(with(key, node)).keys
      }
    }
    return known.uniqued.filter { $0 != "type" }.sorted()
  }

  /// What may stand under a key.
  func takes(_ key: String) -> String {
    let before = Set(read(without(key)).problems.map(\.message))
    func refusals(_ node: Node) -> [Diagnostic] {
      read(with(key, node)).problems.filter {
        $0.severity == .error && !before.contains($0.message)
      }
    }
    if let words = choices(key) {
      let one = Node(.string(words[0]), at: Self.place)
      let isList = !refusals(one).isEmpty && refusals(Self.list([one])).isEmpty
      return (isList ? "a list of " : "") + words.joined(separator: ", ")
    }
    var accepted: [String] = []
    var expected: String?
    for (name, node) in Self.values {
      let refused = refusals(node)
      if refused.isEmpty {
        accepted.append(name)
      } else if let told = refused.first(where: { $0.message.hasPrefix("`\(key)` can't be") }) {
        expected = expected ?? told.suggestion.flatMap(Self.expectation)
      }
    }
    if accepted.count == Self.values.count { return "anything" }
    let members =
      inner(refusals, list: false) ?? inner(refusals, list: true).map { "a list: \($0)" }
    let items = refusals(Self.list([Self.text])).first {
      !$0.message.hasPrefix("`\(key)` can't be")
    }
    if let members { return (accepted.contains("a string") ? "a string, or " : "") + members }
    if let expected {
      let each = items?.suggestion.flatMap(Self.expectation)
      return each.map { "\(expected): \($0)" } ?? expected
    }
    if !accepted.isEmpty { return accepted.joined(separator: ", ") }
    return refusals(Self.text).lazy.compactMap { $0.suggestion.flatMap(Self.expectation) }.first
      ?? "see the example"
  }

  /// Whether the kind can't be read without a key.
  func isRequired(_ key: String) -> Bool {
    read(without(key)).problems.contains { $0.message.hasSuffix(" has no `\(key)`") }
  }

  /// What it does without a key, where some value does the same or shows what that is.
  func standard(_ key: String) -> String? {
    let absent = read(without(key))
    guard !absent.made.isEmpty, absent.problems.isEmpty else { return nil }
    func made(_ node: Node) -> String? {
      let reading = read(with(key, node))
      return reading.problems.isEmpty && !reading.made.isEmpty ? reading.made : nil
    }
    let words = (choices(key) ?? []).map { ($0, Node(.string($0), at: Self.place)) }
    let flags = [("true", true), ("false", false)].map { ($0, Node(.bool($1), at: Self.place)) }
    for candidates in [words, flags] {
      let same = candidates.filter { made($0.1) == absent.made }
      // Where several do the same, the key changes nothing here.
      if same.count == 1, candidates.count > 1 { return same[0].0 }
    }
    let zero = Node(.integer(0), at: Self.place)
    if let one = made(Self.number), one != absent.made, made(zero) == absent.made { return "0" }
    return [("7", Self.number), (Self.word, Self.text)].lazy.compactMap { shown, node in
      made(node).flatMap { Self.replaced(shown, in: $0, by: absent.made) }
    }.first
  }

  // MARK: Values to ask with

  private static let text = Node(.string(word), at: place)
  private static let number = Node(.integer(7), at: place)

  private static let values: [(String, Node)] = [
    ("true or false", Node(.bool(true), at: place)), ("a string", text),
    ("a whole number", number), ("a number", Node(.double(0.5), at: place)),
    ("a list of strings", list([text])), ("a list of numbers", list([number])),
    ("a mapping", mapping([])),
  ]

  private static func list(_ items: [Node]) -> Node { Node(.sequence(items), at: place) }
  private static func mapping(_ pairs: [Node.Pair]) -> Node { Node(.mapping(pairs), at: place) }

  private func samples(of key: String) -> [Node] {
    let words = (choices(key) ?? []).map { Node(.string($0), at: Self.place) }
    return Self.values.map(\.1) + words
  }

  /// The words of an enumeration, also of one that is told in words: "`and` or `or`".
  private func choices(_ key: String) -> [String]? {
    let reading = read(with(key, Self.text))
    let listed = reading.choices[key] ?? read(with(key, Self.list([Self.text]))).choices[key]
    if let listed { return listed }
    let told = reading.problems.first { $0.message == "`\(key)` can't be `\(Self.word)`" }
    let words = told?.suggestion.flatMap(Self.expectation)?.split(separator: " ")
      .filter { $0 != "or" }.map { $0.last == "," ? String($0.dropLast()) : String($0) }
    guard let words, words.count > 1, words.allSatisfy({ $0.hasPrefix("`") && $0.hasSuffix("`") })
    else { return nil }
    return words.map { String($0.dropFirst().dropLast()) }
  }

  private func without(_ key: String) -> [Node.Pair] { base.filter { $0.key.string != key } }

  private func with(_ key: String, _ node: Node) -> [Node.Pair] {
    without(key) + [Node.Pair(key: Node(.string(key), at: Self.place), value: node)]
  }

  // MARK: What the loader says

  /// The keys of a mapping below a key, as the loader lists them for one that it doesn't know.
  private func inner(_ refusals: (Node) -> [Diagnostic], list: Bool) -> String? {
    let odd = Self.mapping([
      Node.Pair(key: Node(.string(Self.word), at: Self.place), value: Self.number)
    ])
    let told = refusals(list ? Self.list([odd]) : odd).first {
      $0.message.hasPrefix("unknown key `\(Self.word)` in ")
    }
    guard let told, let keys = told.suggestion.flatMap(Self.expectation) else { return nil }
    if keys.contains("`value_regex`") { return "the members of a `value` filter" }
    return "a mapping with " + (keys.hasPrefix("one of ") ? String(keys.dropFirst(7)) : keys)
  }

  private static func expectation(_ suggestion: String) -> String? {
    suggestion.hasPrefix("expected ") ? String(suggestion.dropFirst("expected ".count)) : nil
  }

  /// What stands in `other` where `text` has the word that was given; nil where they differ
  /// otherwise too.
  private static func replaced(_ word: String, in text: String, by other: String) -> String? {
    let ours = text.split(separator: "\n", omittingEmptySubsequences: false)
    let theirs = other.split(separator: "\n", omittingEmptySubsequences: false)
    guard ours.count == theirs.count else { return nil }
    var found: [String] = []
    for (a, b) in zip(ours, theirs) where a != b {
      guard let colon = a.firstIndex(of: ":"), b.hasPrefix(a[...colon]) else { return nil }
      let (given, standard) = (value(a, colon), value(b, colon))
      guard given == word else { return nil }
      found.append(standard)
    }
    guard let first = found.first, found.allSatisfy({ $0 == first }), first != "nil", !first.isEmpty
    else { return nil }
    return first
  }

  private static func value(_ line: Substring, _ colon: Substring.Index) -> String {
    let text = line[line.index(after: colon)...].drop { $0 == " " }
    let bare = text.hasSuffix(".0") ? text.dropLast(2) : text
    return String(bare.first == "\"" && bare.count > 1 ? bare.dropFirst().dropLast() : bare)
  }
}
