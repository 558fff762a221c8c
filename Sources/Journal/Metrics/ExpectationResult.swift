import AWS

/// What a scenario requires of a metric, and how it came out.
package struct ExpectationResult: JournalPayload {
  package enum Comparator: String, Hashable, Sendable, CaseIterable {
    case less = "<"
    case atMost = "<="
    case equal = "=="
    case notEqual = "!="
    case atLeast = ">="
    case greater = ">"
  }

  package var metric = ""
  package var comparator = Comparator.equal
  package var required = MetricValue.undefined
  package var actual = MetricValue.undefined
  /// Whether the comparison is true.
  package var holds = false
  /// The scenario shows a wrong rule or setting: it passes when the comparison is false.
  package var wantsViolation = false

  package init() {}

  package init(
    metric: String, comparator: Comparator, required: MetricValue, actual: MetricValue,
    wantsViolation: Bool = false
  ) {
    self.metric = metric
    self.comparator = comparator
    self.required = required
    self.actual = actual
    self.wantsViolation = wantsViolation
    holds = Self.compare(actual, comparator, required)
  }

  package var passes: Bool { holds != wantsViolation }

  package mutating func fields(_ f: inout Fields) {
    f.text("metric", &metric)
    f.choice("comparator", &comparator)
    f.metric("required", &required)
    f.metric("actual", &actual)
    f.flag("holds", &holds)
    f.flag("wantsViolation", &wantsViolation)
  }

  /// `over by 3m 20s`, `short by 1`; nil where it holds or where nothing was measured.
  package var miss: String? {
    guard !holds else { return nil }
    switch (actual, required) {
    case (.count(let a), .count(let b)): return Self.difference(a - b) { String($0) }
    case (.duration(let a), .duration(let b)):
      return Self.difference(Int((a - b).microseconds)) { Duration.microseconds($0).brief }
    case (.atLeast(let a), .duration(let b)):
      return a > b ? "over by at least \((a - b).brief)" : "not ended when the run was"
    case (.fraction(let a), .fraction(let b)):
      return Self.difference(a - b) { MetricValue.percent($0) }
    default: return "nothing to measure"
    }
  }

  private static func difference(_ amount: Int, _ print: (Int) -> String) -> String {
    if amount == 0 { return "exactly at the limit" }
    return amount > 0 ? "over by \(print(amount))" : "short by \(print(-amount))"
  }

  /// What wasn't measured never holds; what had not ended is longer than any limit.
  private static func compare(
    _ actual: MetricValue, _ comparator: Comparator, _ required: MetricValue
  ) -> Bool {
    switch (actual, required) {
    case (.count(let a), .count(let b)): comparator.holds(a, b)
    case (.duration(let a), .duration(let b)): comparator.holds(a, b)
    case (.fraction(let a), .fraction(let b)): comparator.holds(a, b)
    case (.atLeast(let a), .duration(let b)):
      switch comparator {
      case .less, .atMost, .equal: false
      case .notEqual: true
      case .greater, .atLeast: a >= b
      }
    default: false
    }
  }
}

extension ExpectationResult.Comparator {
  func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
    switch self {
    case .less: a < b
    case .atMost: a <= b
    case .equal: a == b
    case .notEqual: a != b
    case .atLeast: a >= b
    case .greater: a > b
    }
  }
}
