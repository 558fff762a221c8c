/// Shell patterns as Python's fnmatch reads them: `*`, `?`, `[a-z]`, `[!a-z]`; case counts.
enum Glob {
  static func matches(_ text: String, _ pattern: String) -> Bool {
    matches(Array(text.unicodeScalars), tokens(Array(pattern.unicodeScalars)))
  }

  enum Token {
    case any, one
    case literal(Unicode.Scalar)
    case set([ClosedRange<UInt32>], negated: Bool)

    func accepts(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .any, .one: true
      case .literal(let other): scalar == other
      case .set(let ranges, let negated):
        ranges.contains { $0.contains(scalar.value) } != negated
      }
    }
  }

  private static func tokens(_ pattern: [Unicode.Scalar]) -> [Token] {
    var out: [Token] = []
    var index = 0
    while index < pattern.count {
      let scalar = pattern[index]
      index += 1
      switch scalar {
      case "*":
        if case .any? = out.last { continue }
        out.append(.any)
      case "?": out.append(.one)
      case "[":
        var end = index
        if end < pattern.count, pattern[end] == "!" { end += 1 }
        if end < pattern.count, pattern[end] == "]" { end += 1 }
        while end < pattern.count, pattern[end] != "]" { end += 1 }
        guard end < pattern.count else {
          out.append(.literal("["))
          continue
        }
        let negated = pattern[index] == "!"
        let members = Array(pattern[(index + (negated ? 1 : 0))..<end])
        out.append(.set(ranges(members), negated: negated))
        index = end + 1
      default: out.append(.literal(scalar))
      }
    }
    return out
  }

  private static func ranges(_ members: [Unicode.Scalar]) -> [ClosedRange<UInt32>] {
    var out: [ClosedRange<UInt32>] = []
    var index = 0
    while index < members.count {
      let first = members[index].value
      if index + 2 < members.count, members[index + 1] == "-" {
        let last = members[index + 2].value
        if first <= last { out.append(first...last) }
        index += 3
      } else {
        out.append(first...first)
        index += 1
      }
    }
    return out
  }

  /// Goes back to the last `*` only, so the time is at most the product of the lengths.
  private static func matches(_ text: [Unicode.Scalar], _ pattern: [Token]) -> Bool {
    var (at, token) = (0, 0)
    var (star, mark) = (-1, 0)
    while at < text.count {
      if token < pattern.count, case .any = pattern[token] {
        (star, mark) = (token, at)
        token += 1
      } else if token < pattern.count, pattern[token].accepts(text[at]) {
        at += 1
        token += 1
      } else if star >= 0 {
        mark += 1
        (at, token) = (mark, star + 1)
      } else {
        return false
      }
    }
    while token < pattern.count, case .any = pattern[token] { token += 1 }
    return token == pattern.count
  }
}
