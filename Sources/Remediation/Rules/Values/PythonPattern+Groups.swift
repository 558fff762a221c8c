/// Groups, lookarounds, references, conditions and flags.
extension PythonPattern {
  /// A group whose parenthesis has been read; nil for what only says something about all of it.
  mutating func group(_ scope: inout Flags, mayBeGlobal: Bool) throws(FilterProblem)
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
    guard "aiLmstux-".unicodeScalars.contains(first) else {
      throw refusal("it has no `(?\(first)`")
    }
    var on: Set<Unicode.Scalar> = []
    var off: Set<Unicode.Scalar> = []
    var isOff = false
    var sign = first
    while sign != ")", sign != ":" {
      if sign == "-", !isOff {
        isOff = true
      } else {
        let known = isOff ? "imsx" : "aimsux"
        guard known.unicodeScalars.contains(sign) else {
          throw refusal("`\(sign)` is no flag here")
        }
        if isOff { off.insert(sign) } else { on.insert(sign) }
      }
      guard let token = try next(), !token.isEscaped else { throw refusal("flags have no end") }
      sign = token.scalar
    }
    if on.contains("a"), on.contains("u") {
      throw refusal("the flags `a` and `u` exclude each other")
    }
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
