/// A text with `*` (any characters), `?` (one character) and policy variables, compiled.
///
/// Matching is greedy with one point of return, so it costs at most the product of the two lengths.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
package struct Pattern: Hashable, Sendable {
  package let text: String
  /// The bytes in front of the first wildcard or variable, in lower case where case doesn't count.
  package let literalPrefix: [UInt8]
  private let tail: Tail
  private let ignoresCase: Bool

  /// What follows the literal prefix.
  private enum Tail: Hashable, Sendable {
    case nothing
    case anything
    /// Bytes, and above them `star` and `question`.
    case glob([UInt16])
    case template([Part])
  }

  private enum Part: Hashable, Sendable {
    case tokens([UInt16])
    case variable(name: String, fallback: String?)
  }

  private static let star: UInt16 = 0x100
  private static let question: UInt16 = 0x101

  /// - Parameters:
  ///   - wildcards: whether `*` and `?` stand for other characters.
  ///   - variables: whether `${...}` is replaced; policies of version 2008-10-17 have none.
  package init(
    _ text: String, wildcards: Bool = true, variables: Bool = false, ignoresCase: Bool = false
  ) {
    self.text = text
    self.ignoresCase = ignoresCase
    var parts = Self.parts(text, wildcards: wildcards, variables: variables, ignoresCase)
    var prefix: [UInt8] = []
    if case .tokens(let tokens)? = parts.first {
      prefix = tokens.prefix { $0 < 0x100 }.map { UInt8($0) }
      let rest = Array(tokens.dropFirst(prefix.count))
      if rest.isEmpty { parts.removeFirst() } else { parts[0] = .tokens(rest) }
    }
    literalPrefix = prefix
    switch (parts.count, parts.first) {
    case (0, _): tail = .nothing
    case (1, .tokens([Self.star])?): tail = .anything
    case (1, .tokens(let tokens)?): tail = .glob(tokens)
    default: tail = .template(parts)
    }
  }

  /// Whether the text names one thing only: no wildcard in force and no variable.
  package var isFixed: Bool { tail == .nothing }

  /// Whether it is `*` alone.
  package var matchesEverything: Bool { literalPrefix.isEmpty && tail == .anything }

  package func matches(_ subject: String) -> Bool {
    matches(ignoresCase ? subject.utf8.map(Self.lowercase) : Array(subject.utf8), nil)
  }

  /// Whether the subject matches; a variable that the request has no value for matches nothing.
  ///
  /// - Parameter subject: in lower case where case doesn't count.
  func matches(_ subject: [UInt8], _ request: PolicyRequest?) -> Bool {
    let start = literalPrefix.count
    guard subject.count >= start else { return false }
    // From the end: names in one service begin alike.
    var index = start
    while index > 0 {
      index -= 1
      if subject[index] != literalPrefix[index] { return false }
    }
    switch tail {
    case .nothing: return subject.count == start
    case .anything: return true
    case .glob(let tokens): return Self.glob(tokens, subject, from: start)
    case .template(let parts):
      guard let tokens = resolve(parts, request) else { return false }
      return Self.glob(tokens, subject, from: start)
    }
  }

  /// The keys of the variables that have neither a value in the request nor a default.
  func unresolvedVariables(in request: PolicyRequest) -> [String] {
    guard case .template(let parts) = tail else { return [] }
    return parts.compactMap { part in
      guard case .variable(let name, nil) = part, request.values(of: name)?.count != 1 else {
        return nil
      }
      return name
    }
  }

  /// What a variable's value brings is literal: a `*` in a user's name is no wildcard.
  private func resolve(_ parts: [Part], _ request: PolicyRequest?) -> [UInt16]? {
    var out: [UInt16] = []
    for part in parts {
      switch part {
      case .tokens(let tokens): out.append(contentsOf: tokens)
      case .variable(let name, let fallback):
        let values = request?.values(of: name) ?? []
        guard let value = values.count == 1 ? values[0] : fallback else { return nil }
        for byte in value.utf8 { out.append(UInt16(ignoresCase ? Self.lowercase(byte) : byte)) }
      }
    }
    return out
  }

  private static func glob(_ pattern: [UInt16], _ subject: [UInt8], from start: Int) -> Bool {
    var p = 0
    var s = start
    var starAt = -1
    var resumeAt = start
    while s < subject.count {
      if p < pattern.count, pattern[p] == star {
        starAt = p
        resumeAt = s
        p += 1
      } else if p < pattern.count, pattern[p] == question {
        p += 1
        s = afterCharacter(s, subject)
      } else if p < pattern.count, pattern[p] == UInt16(subject[s]) {
        p += 1
        s += 1
      } else if starAt >= 0 {
        resumeAt = afterCharacter(resumeAt, subject)
        s = resumeAt
        p = starAt + 1
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == star { p += 1 }
    return p == pattern.count
  }

  private static func afterCharacter(_ start: Int, _ subject: [UInt8]) -> Int {
    var index = start + 1
    while index < subject.count, subject[index] & 0xC0 == 0x80 { index += 1 }
    return index
  }

  static func lowercase(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private static func parts(
    _ text: String, wildcards: Bool, variables: Bool, _ ignoresCase: Bool
  ) -> [Part] {
    let bytes = Array(text.utf8)
    var parts: [Part] = []
    var tokens: [UInt16] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if variables, byte == UInt8(ascii: "$"), index + 1 < bytes.count,
        bytes[index + 1] == UInt8(ascii: "{"),
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "}"))
      {
        let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
        if ["*", "?", "$"].contains(name) {
          tokens.append(UInt16(bytes[index + 2]))
        } else {
          if !tokens.isEmpty { parts.append(.tokens(tokens)) }
          tokens = []
          parts.append(variable(name))
        }
        index = end + 1
        continue
      }
      switch byte {
      case UInt8(ascii: "*") where wildcards: if tokens.last != star { tokens.append(star) }
      case UInt8(ascii: "?") where wildcards: tokens.append(question)
      default: tokens.append(UInt16(ignoresCase ? lowercase(byte) : byte))
      }
      index += 1
    }
    if !tokens.isEmpty { parts.append(.tokens(tokens)) }
    return parts
  }

  /// The keys of a text's policy variables, as written; a key has a colon, `${*}` has none.
  static func variableNames(in text: String) -> [String] {
    text.split(separator: "${", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
      guard let end = rest.firstIndex(of: "}") else { return nil }
      let name = String(rest[..<end].prefix { $0 != "," }).trimmed
      return name.contains(":") ? name : nil
    }
  }

  /// `aws:username`, or with a default `aws:username, 'nobody'`.
  private static func variable(_ text: String) -> Part {
    let halves = text.split(separator: ",", maxSplits: 1)
    let name = String(halves.first ?? "").trimmed.lowercased()
    guard halves.count == 2 else { return .variable(name: name, fallback: nil) }
    let quoted = String(halves[1]).trimmed
    guard quoted.count >= 2, quoted.hasPrefix("'"), quoted.hasSuffix("'") else {
      return .variable(name: name, fallback: nil)
    }
    return .variable(name: name, fallback: String(quoted.dropFirst().dropLast()))
  }
}

extension String {
  /// Without the spaces at both ends.
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
