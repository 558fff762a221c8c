/// A set of characters as Python's `re` has it, written for PCRE2.
struct PythonCharacterSet {
  enum Category: Unicode.Scalar {
    case digit = "d"
    case notDigit = "D"
    case space = "s"
    case notSpace = "S"
    case word = "w"
    case notWord = "W"
  }

  enum Member {
    case range(UInt32, UInt32)
    case category(Category)
    static func range(_ one: UInt32) -> Member { .range(one, one) }
  }

  let members: [Member]
  let isNegated: Bool

  init(_ members: [Member], isNegated: Bool) {
    self.members = members
    self.isNegated = isNegated
  }

  /// `str.isspace()`, and in ASCII.
  private static let spaces: [ClosedRange<UInt32>] = [
    0x09...0x0D, 0x1C...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A,
    0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
  ]
  private static let spacesInASCII: [ClosedRange<UInt32>] = [0x09...0x0D, 0x20...0x20]
  private static let digitsInASCII: [ClosedRange<UInt32>] = [0x30...0x39]
  private static let wordInASCII: [ClosedRange<UInt32>] = [
    0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A,
  ]

  /// Characters that Python takes as one when it ignores case, and PCRE2 does not.
  private static let equals: [[UInt32]] = [
    [0x49, 0x69, 0x130, 0x131], [0x390, 0x1FD3], [0x3B0, 0x1FE3], [0xFB05, 0xFB06],
  ]

  /// `\w` and `\W`. PCRE2's own `\w` takes in more from release 10.43 on.
  static func word(_ flags: PythonPattern.Flags) -> (is: String, isNot: String) {
    let members = flags.isASCII ? text(wordInASCII) : "\\p{L}\\p{N}_"
    return ("[\(members)]", "[^\(members)]")
  }

  func text(_ flags: PythonPattern.Flags) -> String {
    var inside = ""
    var takesNonWords = false
    var ranges: [ClosedRange<UInt32>] = []
    for member in members {
      switch member {
      case .range(let low, let high):
        let folded = Self.foldings(low, high, flags)
        ranges += folded
        inside += Self.text(folded)
      case .category(.notWord) where !flags.isASCII: takesNonWords = true
      case .category(let category): inside += Self.text(category, flags)
      }
    }
    let word = Self.word(flags)
    if takesNonWords {
      // A set in PCRE2 can't hold all that two properties leave out.
      if inside.isEmpty { return isNegated ? word.is : word.isNot }
      return isNegated ? "(?:(?![\(inside)])\(word.is))" : "(?:[\(inside)]|\(word.isNot))"
    }
    // Only halves of surrogate pairs: no text has these.
    if inside.isEmpty { return isNegated ? "\\p{Any}" : "(?!)" }
    if !isNegated, members.count == 1, ranges.count == 1, ranges[0].count == 1 { return inside }
    return "[\(isNegated ? "^" : "")\(inside)]"
  }

  private static func text(_ category: Category, _ flags: PythonPattern.Flags) -> String {
    switch category {
    case .digit: flags.isASCII ? text(digitsInASCII) : "\\p{Nd}"
    case .notDigit: flags.isASCII ? text(complement(digitsInASCII)) : "\\P{Nd}"
    case .space: text(flags.isASCII ? spacesInASCII : spaces)
    case .notSpace: text(complement(flags.isASCII ? spacesInASCII : spaces))
    case .word: flags.isASCII ? text(wordInASCII) : "\\p{L}\\p{N}_"
    case .notWord: text(complement(wordInASCII))
    }
  }

  private static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var out: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if next < range.lowerBound { out.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    return out + [next...0x10FFFF]
  }

  /// A range with what it equals when case is ignored, beyond what PCRE2 does.
  private static func foldings(_ low: UInt32, _ high: UInt32, _ flags: PythonPattern.Flags)
    -> [ClosedRange<UInt32>]
  {
    var out = withoutSurrogates(low, high)
    guard flags.ignoresCase else { return out }
    if flags.isASCII {
      // Small and capital letters are 32 apart.
      for letters in [0x41...0x5A, 0x61...0x7A] as [ClosedRange<UInt32>] {
        let (from, to) = (max(low, letters.lowerBound), min(high, letters.upperBound))
        if from <= to { out.append((from ^ 32)...(to ^ 32)) }
      }
      return out
    }
    for group in equals where group.contains(where: { (low...high).contains($0) }) {
      out += group.filter { !(low...high).contains($0) }.map { $0...$0 }
    }
    return out
  }

  private static func withoutSurrogates(_ low: UInt32, _ high: UInt32) -> [ClosedRange<UInt32>] {
    var out: [ClosedRange<UInt32>] = []
    if low < 0xD800 { out.append(low...min(high, 0xD7FF)) }
    if high > 0xDFFF { out.append(max(low, 0xE000)...high) }
    return out
  }

  private static func text(_ ranges: [ClosedRange<UInt32>]) -> String {
    ranges.map { range in
      // Halves of surrogate pairs may lie within a range, but not at its ends.
      let (low, high) = (range.lowerBound, range.upperBound)
      return low == high ? text(low) : "\(text(low))-\(text(high))"
    }.joined()
  }

  private static func text(_ code: UInt32) -> String {
    switch code {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: String(Unicode.Scalar(UInt8(code)))
    default: "\\x{\(String(code, radix: 16))}"
    }
  }
}
