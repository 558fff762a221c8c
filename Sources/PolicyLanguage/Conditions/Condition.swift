import AWS

/// One line of a Condition block: an operator, a key and the values that it is held against.
package struct Condition: Hashable, Sendable {
  package let relation: ConditionOperator
  /// As written: `aws:SourceIp`.
  package let key: String
  /// As written, booleans and numbers as text.
  package let values: [String]
  /// Keys compare without case.
  package let lookupKey: String
  private let operands: [Operand]

  private enum Operand: Hashable, Sendable {
    case pattern(Pattern)
    case arn([Pattern])
    case number(Double)
    case date(Timestamp)
    case bool(Bool)
    case network(IPNetwork)
    /// A value that can't be read as what the operator compares: it equals nothing.
    case unreadable
  }

  init(_ relation: ConditionOperator, key: String, values: [String], variables: Bool) {
    self.relation = relation
    self.key = key
    self.values = values
    lookupKey = key.lowercased()
    operands = values.map { Self.operand(relation.comparison, $0, variables: variables) }
  }

  /// Whether every value is one fixed thing: no wildcard in force, no policy variable.
  package var valuesAreFixed: Bool {
    operands.allSatisfy { operand in
      switch operand {
      case .pattern(let pattern): pattern.isFixed
      case .arn(let parts): parts.allSatisfy(\.isFixed)
      case .unreadable: false
      default: true
      }
    }
  }

  /// The ranges of an IP condition.
  package var networks: [IPNetwork] {
    operands.compactMap { if case .network(let network) = $0 { network } else { nil } }
  }

  /// The policy variables in the values that the request has no value for.
  func unresolvedVariables(in request: PolicyRequest) -> [String] {
    operands.flatMap { operand -> [String] in
      switch operand {
      case .pattern(let pattern): pattern.unresolvedVariables(in: request)
      case .arn(let parts): parts.flatMap { $0.unresolvedVariables(in: request) }
      default: []
      }
    }
  }

  /// Whether the condition holds for the request.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
  package func holds(for request: PolicyRequest) -> Bool {
    let found = request.values(of: lookupKey) ?? []
    // A key whose value is an empty string is null to Null and to the set operators; other
    // operators compare it.
    let isNull = found.allSatisfy(\.isEmpty)
    if relation.comparison == .null { return operands.contains(.bool(isNull)) }
    if found.isEmpty, relation.ifExists { return true }
    if isNull {
      switch relation.quantifier {
      case .forAllValues: return true
      case .forAnyValue: return false
      case .none: if found.isEmpty { return relation.isNegated }
      }
    }
    switch relation.quantifier {
    case .forAllValues: return found.allSatisfy { matches($0, request) != relation.isNegated }
    case .forAnyValue: return found.contains { matches($0, request) != relation.isNegated }
    case .none: return found.contains { matches($0, request) } != relation.isNegated
    }
  }

  private func matches(_ value: String, _ request: PolicyRequest) -> Bool {
    operands.contains { compare(value, $0, request) }
  }

  private func compare(_ value: String, _ operand: Operand, _ request: PolicyRequest) -> Bool {
    switch (relation.comparison, operand) {
    case (.stringEqualsIgnoreCase, .pattern(let pattern)):
      return pattern.matches(value.utf8.map(Pattern.lowercase), request)
    case (.bool, .pattern(let pattern)):
      return pattern.matches(value.utf8.map(Pattern.lowercase), request)
    case (_, .pattern(let pattern)): return pattern.matches(Array(value.utf8), request)
    case (_, .arn(let patterns)): return Self.matches(value, patterns, request)
    case (.numeric(let order), .number(let number)):
      guard let given = Self.number(value) else { return false }
      return order.holds(given, number)
    case (.date(let order), .date(let date)):
      guard let given = Self.date(value) else { return false }
      return order.holds(given, date)
    case (_, .bool(let flag)): return Self.flag(value) == flag
    case (_, .network(let network)):
      guard let given = IPNetwork(value) else { return false }
      return network.contains(given)
    default: return false
    }
  }

  /// Part by part, so that no wildcard reaches over a colon.
  private static func matches(
    _ value: String, _ patterns: [Pattern], _ request: PolicyRequest
  ) -> Bool {
    let parts = value.utf8.split(
      separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6 else { return false }
    for (part, pattern) in zip(parts, patterns) where !pattern.matches(Array(part), request) {
      return false
    }
    return true
  }

  private static func operand(
    _ comparison: ConditionOperator.Comparison, _ text: String, variables: Bool
  ) -> Operand {
    switch comparison {
    case .stringEquals: return .pattern(Pattern(text, wildcards: false, variables: variables))
    case .stringEqualsIgnoreCase:
      return .pattern(Pattern(text, wildcards: false, variables: variables, ignoresCase: true))
    case .stringLike: return .pattern(Pattern(text, variables: variables))
    case .binary: return .pattern(Pattern(text, wildcards: false))
    case .arn:
      if text == "*" { return .pattern(Pattern(text)) }
      // What has not an ARN's six parts is like no ARN.
      let parts = arnParts(text)
      guard parts.count == 6 else { return .unreadable }
      return .arn(parts.map { Pattern($0, variables: variables) })
    case .numeric: return number(text).map(Operand.number) ?? .unreadable
    case .date: return date(text).map(Operand.date) ?? .unreadable
    case .bool where variables && text.contains("${"):
      return .pattern(Pattern(text, wildcards: false, variables: true, ignoresCase: true))
    case .bool, .null: return flag(text).map(Operand.bool) ?? .unreadable
    case .ipAddress: return IPNetwork(text).map(Operand.network) ?? .unreadable
    }
  }

  /// Split at the first five colons that don't stand inside `${...}`.
  private static func arnParts(_ text: String) -> [String] {
    var parts: [[UInt8]] = [[]]
    var depth = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      if byte == UInt8(ascii: ":"), depth <= 0, parts.count < 6 {
        parts.append([])
      } else {
        parts[parts.count - 1].append(byte)
      }
    }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func flag(_ text: String) -> Bool? {
    text.equalsIgnoringCase("true") ? true : text.equalsIgnoringCase("false") ? false : nil
  }

  /// An integer or a decimal number, with an exponent if need be; no `0x10`, `inf` or `nan`.
  private static func number(_ text: String) -> Double? {
    let isPlain = text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    return isPlain ? Double(text) : nil
  }

  /// The forms of https://www.w3.org/TR/NOTE-datetime from the year alone to fractions of a second,
  /// or seconds since 1970.
  private static func date(_ text: String) -> Timestamp? {
    if let time = Timestamp(iso8601: text) ?? Timestamp(iso8601: filledUp(text)) { return time }
    guard let seconds = Int64(text), abs(seconds) < 1 << 40 else { return nil }
    return Timestamp(seconds: seconds)
  }

  /// `2020`, `2020-07` and `2020-07-01T10:00Z` with the parts that they leave out.
  private static func filledUp(_ text: String) -> String {
    let bytes = Array(text.utf8)
    switch bytes.count {
    case 4: return text + "-01-01"
    case 7: return text + "-01"
    case 17... where bytes[10] == UInt8(ascii: "T") && bytes[16] != UInt8(ascii: ":"):
      return String(decoding: bytes[..<16] + Array(":00".utf8) + bytes[16...], as: UTF8.self)
    default: return text
    }
  }
}
