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
      Width(least: clamp(a.least + b.least), most: a.most.flatMap { x in b.most.map { clamp(x + $0) } })
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
  private var nesting = 0
  private var flags: Flags
  /// By group; nil while it is open. The whole stands first.
  private var groupWidths: [Width?] = [nil]
  private var groupNames: [String: Int] = [:]
  /// The first group that opens in the outermost lookbehind around.
  private var lookbehindGroups: Int?
  private var conditionGroups: [Int] = []
  /// Those of `a` and `u` that the whole is to be read with.
  private var wholeTypes: Set<Unicode.Scalar> = []

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

  private mutating func take(until end: Unicode.Scalar) throws(FilterProblem) -> String {
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
  private mutating func alternatives(_ scope: Flags) throws(FilterProblem) -> (String, Width) {
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

  private mutating func sequence(_ scope: Flags, mayBeGlobal: Bool) throws(FilterProblem)
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
    if try take("?") { sign += "?" } else if try take("+") { sign += "+" }
    items[items.count - 1] = Item(
      text: last.text + sign, width: last.width.times(low, high), kind: .repetition)
  }

  // MARK: Groups

  /// A group whose parenthesis has been read; nil for what says something about the expression only.
  private mutating func group(_ scope: inout Flags, mayBeGlobal: Bool) throws(FilterProblem)
    -> Item?
  {
    guard try take("?") else { return try capturing(nil, scope) }
    guard let token = try next(), !token.isEscaped else { throw refusal("`(?` goes on wrongly") }
    switch token.scalar {
    case ":": return try plain("(?:", scope)
    case ">": return try plain("(?>", scope)
    case "=": return try look("(?=", scope)
    case "!": return try look("(?!", scope)
    case "<":
      if try take("=") { return try lookbehind("(?<=", scope) }
      if try take("!") { return try lookbehind("(?<!", scope) }
      throw refusal("a named group is written `(?P<name>...)`")
    case "P":
      if try take("<") { return try capturing(try name(until: ">"), scope) }
      guard try take("=") else { throw refusal("`(?P` goes on wrongly") }
      let name = try name(until: ")")
      guard let group = groupNames[name] else { throw refusal("there is no group `\(name)`") }
      return try reference(to: group, scope)
    case "#":
      while let skipped = try next() {
        if skipped.is(")") { return nil }
      }
      throw refusal("a comment is not closed")
    case "(": return try conditional(scope)
    default: return try flagged(token.scalar, &scope, mayBeGlobal: mayBeGlobal)
    }
  }

  private mutating func close() throws(FilterProblem) {
    guard try take(")") else { throw refusal("a parenthesis is not closed") }
  }

  private mutating func plain(_ start: String, _ scope: Flags) throws(FilterProblem) -> Item {
    let (text, width) = try alternatives(scope)
    try close()
    return Item(text: start + text + ")", width: width)
  }

  private mutating func look(_ start: String, _ scope: Flags) throws(FilterProblem) -> Item {
    var item = try plain(start, scope)
    item.width = .none
    return item
  }

  private mutating func lookbehind(_ start: String, _ scope: Flags) throws(FilterProblem) -> Item {
    let outer = lookbehindGroups
    lookbehindGroups = outer ?? groupWidths.count
    var item = try plain(start, scope)
    lookbehindGroups = outer
    guard item.width.least == item.width.most else {
      throw refusal("a lookbehind needs one width")
    }
    item.width = .none
    return item
  }

  private mutating func capturing(_ name: String?, _ scope: Flags) throws(FilterProblem) -> Item {
    let group = groupWidths.count
    groupWidths.append(nil)
    if let name {
      if groupNames[name] != nil { throw refusal("two groups are named `\(name)`") }
      groupNames[name] = group
    }
    let item = try plain("(", scope)
    groupWidths[group] = item.width
    return item
  }

  private mutating func name(until end: Unicode.Scalar) throws(FilterProblem) -> String {
    let name = try take(until: end)
    guard Self.isIdentifier(name) else { throw refusal("`\(name)` is no name for a group") }
    return name
  }

  private static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
      return false
    }
    return name.unicodeScalars.allSatisfy(\.properties.isXIDContinue)
  }

  func reference(to group: Int, _ scope: Flags) throws(FilterProblem) -> Item {
    guard group < groupWidths.count else { throw refusal("there is no group \(group)") }
    guard let width = groupWidths[group] else {
      throw refusal("group \(group) is still open where it is referred to")
    }
    try checkLookbehind(group)
    let isFolded = scope.ignoresCase && scope.isASCII
    return Item(text: isFolded ? "(?i:\\g{\(group)})" : "\\g{\(group)}", width: width)
  }

  private func checkLookbehind(_ group: Int) throws(FilterProblem) {
    guard let first = lookbehindGroups else { return }
    guard group < groupWidths.count, groupWidths[group] != nil, group < first else {
      throw refusal("a lookbehind refers to group \(group), which is not before it")
    }
  }

  /// `(?(1)yes|no)`, after its second parenthesis.
  private mutating func conditional(_ scope: Flags) throws(FilterProblem) -> Item {
    let name = try take(until: ")")
    let group: Int
    if Self.isIdentifier(name) {
      guard let named = groupNames[name] else { throw refusal("there is no group `\(name)`") }
      group = named
    } else {
      guard name.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(name), number > 0,
        number < Self.countLimit
      else { throw refusal("`\(name)` is no name for a group") }
      group = number
      conditionGroups.append(number)
    }
    try checkLookbehind(group)
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.nestingLimit else {
      throw unsupported("groups stand deeper than \(Self.nestingLimit) in one another")
    }
    let (yes, yesWidth) = try sequence(scope, mayBeGlobal: false)
    var (no, noWidth) = ("", Width.none)
    if try take("|") {
      (no, noWidth) = try sequence(scope, mayBeGlobal: false)
      if let token = try peek(), token.is("|") {
        throw refusal("a condition has more than two branches")
      }
    }
    try close()
    return Item(text: "(?(\(group))\(yes)|\(no))", width: yesWidth.or(noWidth))
  }

  /// `(?i)` at the start of all, or `(?i-s:...)`.
  private mutating func flagged(
    _ first: Unicode.Scalar, _ scope: inout Flags, mayBeGlobal: Bool
  ) throws(FilterProblem) -> Item? {
    guard "aiLmstux-".unicodeScalars.contains(first) else { throw refusal("it has no `(?\(first)`") }
    var on: Set<Unicode.Scalar> = []
    var off: Set<Unicode.Scalar> = []
    var isOff = false
    var sign = first
    while sign != ")", sign != ":" {
      if sign == "-", !isOff {
        isOff = true
      } else {
        guard "aimsux".unicodeScalars.contains(sign), !(isOff && (sign == "a" || sign == "u")) else {
          throw refusal("`\(sign)` is no flag here")
        }
        if isOff { off.insert(sign) } else { on.insert(sign) }
      }
      guard let token = try next(), !token.isEscaped else { throw refusal("flags have no end") }
      sign = token.scalar
    }
    if on.contains("a"), on.contains("u") { throw refusal("the flags `a` and `u` exclude each other") }
    if isOff, off.isEmpty || sign == ")" { throw refusal("`-` needs a flag and a colon after it") }
    if !on.isDisjoint(with: off) { throw refusal("a flag is turned on and off") }
    var changed = sign == ")" ? flags : scope
    for flag in on { changed.set(flag, true) }
    for flag in off { changed.set(flag, false) }
    if sign == ")" {
      guard mayBeGlobal else { throw refusal("flags for all of it stand only at its start") }
      wholeTypes.formUnion(on.intersection(["a", "u"]))
      if wholeTypes.count > 1 { throw refusal("the flags `a` and `u` exclude each other") }
      flags = changed
      scope = changed
      return nil
    }
    let start = changed.folds == scope.folds ? "(?:" : changed.folds ? "(?i:" : "(?-i:"
    return try plain(start, changed)
  }
}

extension PythonPattern.Flags {
  fileprivate mutating func set(_ flag: Unicode.Scalar, _ value: Bool) {
    switch flag {
    case "i": ignoresCase = value
    case "m": isMultiline = value
    case "s": dotMatchesAll = value
    case "x": isVerbose = value
    case "a": isASCII = true
    default: isASCII = false
    }
  }
}
