import AWS

/// What filters left on a resource.
struct Notes: Sendable {
  /// The keys under `c7n:MatchedFilters`.
  var matchedFilters: [String]
  /// All but the rules that were matched last: these are taken apart only when somebody asks.
  private var settled: AWSObject
  private var rules: MatchedRules?

  init(matchedFilters: [String] = [], others: AWSObject = [:]) {
    self.matchedFilters = matchedFilters
    settled = others
  }

  /// The annotations beside `c7n:MatchedFilters`.
  var others: AWSObject {
    get { rules.map { $0.noted(on: settled) } ?? settled }
    set {
      settled = newValue
      rules = nil
    }
  }

  var object: AWSObject {
    var out = others
    if !matchedFilters.isEmpty {
      out["c7n:MatchedFilters"] = .list(matchedFilters.map { .string($0) })
    }
    return out
  }

  mutating func note(_ matched: MatchedRules) {
    if rules != nil { settled = others }
    rules = matched
  }

  /// Puts back what begins with `c7n`, and leaves all else: so the dialect clears a failed block.
  mutating func restoreOwn(from before: Notes) {
    matchedFilters = before.matchedFilters
    // Rules are noted under names that don't begin so.
    guard settled != before.settled else { return }
    var restored = AWSObject()
    for (key, value) in settled where !key.hasPrefix("c7n") { restored[key] = value }
    for (key, value) in before.settled where key.hasPrefix("c7n") { restored[key] = value }
    settled = restored
  }

  /// Adds to a list, as `setdefault(key, []).extend(values)`.
  mutating func append(_ values: [AWSValue], to key: String) {
    others[key] = .list((others[key]?.list ?? []) + values)
  }
}

extension Notes: Hashable {
  static func == (a: Notes, b: Notes) -> Bool {
    a.matchedFilters == b.matchedFilters && a.others == b.others
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(matchedFilters)
    hasher.combine(others)
  }
}
