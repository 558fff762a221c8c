/// Escapes, and sets in brackets.
extension PythonPattern {
  /// An escape outside of sets, after its letter.
  mutating func escape(_ letter: Unicode.Scalar, _ scope: Flags) throws(FilterProblem) -> Item {
    switch letter {
    case "A": return anchor("\\A")
    case "Z": return anchor("\\z")
    case "b": return anchor(Self.boundary(scope))
    case "B":
      // Until Python 3.14 an empty text has no place within.
      let (word, _) = PythonCharacterSet.word(scope)
      return anchor("(?!\\A\\z)(?:(?<=\(word))(?=\(word))|(?<!\(word))(?!\(word)))")
    case "0":
      let digits = take(2) { (48...55).contains($0.value) }
      return literal(scalar(UInt32(digits, radix: 8) ?? 0), scope)
    case "1"..."9": return try numbered(letter, scope)
    default:
      if let category = PythonCharacterSet.Category(rawValue: letter) {
        return Item(
          text: PythonCharacterSet([.category(category)], isNegated: false).text(scope),
          width: .one)
      }
      return Item(
        text: PythonCharacterSet([.range(try character(letter))], isNegated: false).text(scope),
        width: .one)
    }
  }

  private static func boundary(_ scope: Flags) -> String {
    let (word, _) = PythonCharacterSet.word(scope)
    return "(?:(?<=\(word))(?!\(word))|(?<!\(word))(?=\(word)))"
  }

  private func scalar(_ code: UInt32) -> Unicode.Scalar { Unicode.Scalar(code) ?? "\u{FFFD}" }

  /// A group's number, or three octal digits.
  private mutating func numbered(_ first: Unicode.Scalar, _ scope: Flags) throws(FilterProblem)
    -> Item
  {
    func isOctal(_ scalar: Unicode.Scalar) -> Bool { (48...55).contains(scalar.value) }
    var digits = String(first) + take(1) { (48...57).contains($0.value) }
    if digits.unicodeScalars.count == 2, digits.unicodeScalars.allSatisfy(isOctal) {
      let third = take(1, where: isOctal)
      if !third.isEmpty {
        digits += third
        guard let code = UInt32(digits, radix: 8), code <= 0o377 else {
          throw refusal("`\\\(digits)` is beyond `\\377`")
        }
        return literal(scalar(code), scope)
      }
    }
    return try reference(to: Int(digits) ?? 0, scope)
  }

  /// What an escape stands for that means the same in sets and outside.
  private mutating func character(_ letter: Unicode.Scalar) throws(FilterProblem) -> UInt32 {
    switch letter {
    case "a": return 0x07
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "v": return 0x0B
    case "x": return try hexadecimal(letter, 2)
    case "u": return try hexadecimal(letter, 4)
    case "U": return try hexadecimal(letter, 8)
    case "N": throw unsupported("characters by name (`\\N{...}`)")
    case "a"..."z", "A"..."Z": throw refusal("it has no escape `\\\(letter)`")
    default: return letter.value
    }
  }

  private mutating func hexadecimal(_ letter: Unicode.Scalar, _ count: Int) throws(FilterProblem)
    -> UInt32
  {
    let digits = take(count) { $0.isASCII && $0.properties.isHexDigit }
    guard digits.utf8.count == count, let code = UInt32(digits, radix: 16), code <= 0x10FFFF else {
      throw refusal("`\\\(letter)` needs \(count) hexadecimal digits")
    }
    return code
  }

  // MARK: Sets

  /// A set, after its opening bracket.
  mutating func set(_ scope: Flags) throws(FilterProblem) -> String {
    let isNegated = try take("^")
    var members: [PythonCharacterSet.Member] = []
    while true {
      guard let token = try next() else { throw refusal("a set is not closed") }
      if token.is("]"), !members.isEmpty { break }
      let first = try member(token)
      guard try take("-") else {
        members.append(first)
        continue
      }
      guard let end = try next() else { throw refusal("a set is not closed") }
      if end.is("]") {
        members += [first, .range(0x2D, 0x2D)]
        break
      }
      guard case .range(let low, _) = first, case .range(let high, _) = try member(end) else {
        throw refusal("a range in a set has no end")
      }
      guard low <= high else { throw refusal("a range in a set begins above its end") }
      members.append(.range(low, high))
    }
    return PythonCharacterSet(members, isNegated: isNegated).text(scope)
  }

  private mutating func member(_ token: Token) throws(FilterProblem) -> PythonCharacterSet.Member {
    guard token.isEscaped else { return .range(token.scalar.value) }
    if let category = PythonCharacterSet.Category(rawValue: token.scalar) {
      return .category(category)
    }
    switch token.scalar {
    case "b": return .range(0x08)
    case "0"..."7":
      let digits =
        String(token.scalar) + take(2) { (48...55).contains($0.value) }
      guard let code = UInt32(digits, radix: 8), code <= 0o377 else {
        throw refusal("`\\\(digits)` is beyond `\\377`")
      }
      return .range(code)
    case "8", "9": throw refusal("it has no escape `\\\(token.scalar)` in a set")
    default: return .range(try character(token.scalar))
    }
  }
}
