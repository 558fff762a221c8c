extension Explanation {
  /// For people: the decision, then kind by kind what matched and what didn't.
  package var text: String {
    var lines = [
      "\(decision.name): \(summary)",
      "  principal  \(principal.arn.isEmpty ? "anonymous" : principal.arn)",
      "  action     \(action)",
      "  resource   \(resource)",
    ]
    for kind in kinds {
      lines.append("")
      lines.append("\(kind.kind.title): \(kind.words)")
      for policy in kind.policies { lines += policy.lines }
    }
    return lines.joined(separator: "\n")
  }
}

extension PolicyKind {
  var title: String {
    switch self {
    case .resourceControl: "resource control policies"
    case .serviceControl: "service control policies"
    case .endpoint: "VPC endpoint policy"
    case .resource: "resource-based policy"
    case .roleTrust: "role trust policy"
    case .identity: "identity-based policies"
    case .boundary: "permissions boundary"
    case .session: "session policies"
    }
  }
}

extension KindExplanation {
  var words: String {
    switch verdict {
    case .allows: "allow"
    case .denies: "deny"
    case .silent(nil): "don't allow"
    case .silent(let level?): "don't allow at level \(level + 1) from the root"
    case .notAsked(let why): "not asked, \(why)"
    }
  }
}

extension PolicyExplanation {
  var lines: [String] {
    var title = "policy"
    if let level = place.level { title = "level \(level + 1), policy" }
    if !policy.name.isEmpty { title += " `\(policy.name)`" }
    if let arn = policy.arn, arn != policy.name { title += " (\(arn))" }
    return ["  \(title): \(word.rawValue)"] + statements.flatMap(\.lines)
  }
}

extension StatementExplanation {
  var lines: [String] {
    let sid = sid.flatMap { $0.isEmpty ? nil : " `\($0)`" } ?? ""
    let head = "    statement \(index + 1)\(sid), \(effect.rawValue):"
    if mismatches.isEmpty { return ["\(head) matches"] }
    return ["\(head) doesn't match"] + mismatches.map { "      \($0.text)" }
  }
}

extension Mismatch {
  var text: String {
    switch self {
    case .principal(let element, let names): "\(element) \(Self.list(names))"
    case .action(let element, let patterns): "\(element) \(Self.list(patterns))"
    case .resource(let element, let patterns): "\(element) \(Self.list(patterns))"
    case .condition(let condition): Self.text(condition)
    }
  }

  private static func text(_ condition: ConditionMismatch) -> String {
    let given =
      condition.given.map { "the request has \(list($0))" } ?? "the request has no such key"
    let unresolved =
      condition.unresolved.isEmpty ? "" : "; without a value: \(list(condition.unresolved))"
    return "Condition \(condition.operatorName) \(condition.key) \(list(condition.values)): "
      + given + unresolved
  }

  /// The first few; a statement may list hundreds.
  private static func list(_ texts: [String]) -> String {
    let shown = texts.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return texts.count > 8 ? "\(shown) and \(texts.count - 8) more" : shown
  }
}
