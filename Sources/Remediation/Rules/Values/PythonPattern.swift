/// Reads a regular expression as Python's `re` does (3.11) and writes it anew for PCRE2, so that
/// what the two read differently can't slip through: each construct is written in a form in which
/// PCRE2 means the same, and what has none is refused.
///
/// Groups keep their numbers and lose their names; the repetition of a repetition, references to
/// open groups, lookbehind of varying width and flags in mid-expression are refused as in Python.
struct PythonPattern {
  struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesAll = false
    var isVerbose = false
    var isASCII = false

    /// PCRE2 folds case by itself but for ASCII, where the alternatives are written out.
    var folds: Bool { ignoresCase && !isASCII }
  }

  /// What can be repeated: one part of a sequence, as PCRE2 reads it.
  struct Item {
    enum Kind { case anchor, repetition, other }
    var text: String
    var width: Width
    var kind = Kind.other
  }

  /// How many characters it takes; `most` is nil without an end.
  struct Width {
    var least: Int
    var most: Int?
    static let one = Width(least: 1, most: 1)
    static let none = Width(least: 0, most: 0)
    /// Beyond this it makes no difference.
    static let limit = 1 << 20

    static func + (a: Width, b: Width) -> Width {
      Width(
        least: clamp(a.least + b.least),
        most: a.most.flatMap { x in b.most.map { clamp(x + $0) } })
    }
    func or(_ other: Width) -> Width {
      Width(
        least: min(least, other.least),
        most: most.flatMap { x in other.most.map { max(x, $0) } })
    }
    func times(_ low: Int, _ high: Int?) -> Width {
      let isNothing = most == 0 || high == 0
      return Width(
        least: Self.clamp(least * low),
        most: isNothing ? 0 : most.flatMap { x in high.map { Self.clamp(x * $0) } })
    }
    private static func clamp(_ count: Int) -> Int { min(count, limit) }
  }

  /// A character, or a backslash with the character after it.
  struct Token {
    var scalar: Unicode.Scalar
    var isEscaped = false
    func `is`(_ character: Unicode.Scalar) -> Bool { !isEscaped && scalar == character }
  }

  static let nestingLimit = 100
  /// PCRE2's.
  static let countLimit = 65_535

  let source: String
  private let scalars: [Unicode.Scalar]
  private var index = 0
  var nesting = 0
  var flags: Flags
  /// By group; nil while it is open. The whole stands first.
  var groupWidths: [Width?] = [nil]
  var groupNames: [String: Int] = [:]
  /// The first group that opens in the outermost lookbehind around.
  var lookbehindGroups: Int?
  var conditionGroups: [Int] = []
  /// Those of `a` and `u` that the whole is to be read with.
  var wholeTypes: Set<Unicode.Scalar> = []

  /// The expression for PCRE2.
  static func translate(_ source: String, isCaseless: Bool) throws(FilterProblem) -> String {
    var pattern = PythonPattern(source, isCaseless: isCaseless)
    return try pattern.whole()
  }

  private init(_ source: String, isCaseless: Bool) {
    self.source = source
    scalars = Array(source.unicodeScalars)
    flags = Flags(ignoresCase: isCaseless)
  }

  private mutating func whole() throws(FilterProblem) -> String {
    let (text, _) = try alternatives(flags)
    if try peek() != nil { throw refusal("a parenthesis is closed that was not opened") }
    for group in conditionGroups where group >= groupWidths.count {
      throw refusal("there is no group \(group)")
    }
    return flags.folds ? "(?i:\(text))" : "(?:\(text))"
  }

  func refusal(_ what: String) -> FilterProblem {
    FilterProblem("`\(source)` is no regular expression of Python's: \(what)")
  }

  func unsupported(_ what: String) -> FilterProblem {
    FilterProblem("`\(source)` is no regular expression that is supported: \(what)")
  }

  // MARK: Tokens

  func peek() throws(FilterProblem) -> Token? {
    guard index < scalars.count else { return nil }
    guard scalars[index] == "\\" else { return Token(scalar: scalars[index]) }
    guard index + 1 < scalars.count else { throw refusal("it ends in a backslash") }
    return Token(scalar: scalars[index + 1], isEscaped: true)
  }

  mutating func next() throws(FilterProblem) -> Token? {
    guard let token = try peek() else { return nil }
    index += token.isEscaped ? 2 : 1
    return token
  }

  mutating func take(_ character: Unicode.Scalar) throws(FilterProblem) -> Bool {
    guard let token = try peek(), token.is(character) else { return false }
    index += 1
    return true
  }

  /// The next characters that are such, at most so many.
  mutating func take(_ limit: Int, where isSuch: (Unicode.Scalar) -> Bool) -> String {
    var out = ""
    while out.unicodeScalars.count < limit, index < scalars.count, isSuch(scalars[index]) {
      out.unicodeScalars.append(scalars[index])
      index += 1
    }
    return out
  }

  mutating func take(until end: Unicode.Scalar) throws(FilterProblem) -> String {
    var out = ""
    while let token = try next() {
      if token.is(end) {
        if out.isEmpty { throw refusal("a group's name is missing") }
        return out
      }
      if token.isEscaped { out += "\\" }
      out.unicodeScalars.append(token.scalar)
    }
    throw refusal("a group's name has no end")
  }

  // MARK: Sequences

  /// `a|b|c`
  mutating func alternatives(_ scope: Flags) throws(FilterProblem) -> (String, Width) {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.nestingLimit else {
      throw unsupported("groups stand deeper than \(Self.nestingLimit) in one another")
    }
    var (text, width) = try sequence(scope, mayBeGlobal: nesting == 1)
    while try take("|") {
      let (other, otherWidth) = try sequence(nesting == 1 ? flags : scope, mayBeGlobal: false)
      text += "|" + other
      width = width.or(otherWidth)
    }
    return (text, width)
  }

  mutating func sequence(_ scope: Flags, mayBeGlobal: Bool) throws(FilterProblem)
    -> (String, Width)
  {
    var scope = scope
    var items: [Item] = []
    while let token = try peek(), !token.is("|"), !token.is(")") {
      index += token.isEscaped ? 2 : 1
      if scope.isVerbose, !token.isEscaped {
        if Self.isBlank(token.scalar) { continue }
        if token.scalar == "#" {
          while let skipped = try next(), !skipped.is("\n") {}
          continue
        }
      }
      if token.isEscaped {
        items.append(try escape(token.scalar, scope))
        continue
      }
      switch token.scalar {
      case "[": items.append(Item(text: try set(scope), width: .one))
      case "*", "+", "?", "{":
        if let (low, high) = try counts(token.scalar) {
          try repeatLast(&items, low, high)
        } else {
          items.append(literal("{", scope))
        }
      case ".": items.append(Item(text: scope.dotMatchesAll ? "\\p{Any}" : "[^\\n]", width: .one))
      case "(":
        guard let item = try group(&scope, mayBeGlobal: mayBeGlobal && items.isEmpty) else {
          continue
        }
        items.append(item)
      case "^":
        items.append(anchor(scope.isMultiline ? "(?<![^\\n])" : "\\A"))
      case "$":
        items.append(anchor(scope.isMultiline ? "(?=\\n|\\z)" : "(?=\\n?\\z)"))
      default: items.append(literal(token.scalar, scope))
      }
    }
    return (items.map(\.text).joined(), items.reduce(.none) { $0 + $1.width })
  }

  func anchor(_ text: String) -> Item { Item(text: text, width: .none, kind: .anchor) }

  func literal(_ scalar: Unicode.Scalar, _ scope: Flags) -> Item {
    Item(
      text: PythonCharacterSet([.range(scalar.value, scalar.value)], isNegated: false).text(scope),
      width: .one)
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || (0x09...0x0D).contains(scalar.value)
  }

  // MARK: Repetition

  /// How often, after `*`, `+`, `?` or `{`; nil where the brace is a plain character.
  private mutating func counts(_ sign: Unicode.Scalar) throws(FilterProblem) -> (Int, Int?)? {
    switch sign {
    case "*": return (0, nil)
    case "+": return (1, nil)
    case "?": return (0, 1)
    default: break
    }
    let start = index
    if index < scalars.count, scalars[index] == "}" { return nil }
    let low = take(.max) { (48...57).contains($0.value) }
    var high = low
    let isRange = index < scalars.count && scalars[index] == ","
    if isRange {
      index += 1
      high = take(.max) { (48...57).contains($0.value) }
    }
    guard index < scalars.count, scalars[index] == "}" else {
      index = start
      return nil
    }
    index += 1
    let least = try count(low) ?? 0
    let most = try count(high)
    if let most, most < least { throw refusal("`{\(low),\(high)}` begins above its end") }
    return (least, most)
  }

  private func count(_ digits: String) throws(FilterProblem) -> Int? {
    if digits.isEmpty { return nil }
    guard let count = Int(digits), count <= Self.countLimit else {
      throw unsupported("it repeats more than \(Self.countLimit) times")
    }
    return count
  }

  private mutating func repeatLast(_ items: inout [Item], _ low: Int, _ high: Int?)
    throws(FilterProblem)
  {
    guard let last = items.last, last.kind != .anchor else {
      throw refusal("there is nothing to repeat")
    }
    if last.kind == .repetition { throw refusal("a repetition is repeated") }
    var sign =
      switch (low, high) {
      case (0, nil): "*"
      case (1, nil): "+"
      case (0, 1): "?"
      default: "{\(low)" + (high == low ? "}" : ",\(high.map(String.init) ?? "")}")
      }
    var text = last.text
    if try take("?") {
      sign += "?"
    } else if try take("+") {
      sign += "+"
      // Python doesn't go back into any of the times, PCRE2 only not into their whole.
      if text.hasPrefix("(") { text = "(?>\(text))" }
    }
    items[items.count - 1] = Item(
      text: text + sign, width: last.width.times(low, high), kind: .repetition)
  }
}
