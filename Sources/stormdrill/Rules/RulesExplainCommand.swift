import AWS
import ArgumentParser
import Remediation

/// Why resources match policies or don't, clause by clause.
struct RulesExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say, clause by clause, why resources match policies or don't.")

  @OptionGroup var subjects: RuleSubjects

  func run() throws {
    let trial = try subjects.trial()
    for policy in trial.policies {
      let resources = try trial.resources(for: policy).resources
      for explanation in policy.explain(resources, trial.context) {
        let isUndecided = explanation.clauses.contains { $0.verdict == .undecided }
        let verdict =
          explanation.matches
          ? "matches" : isUndecided ? "is not decided, so does not match" : "does not match"
        print("\(explanation.resource.id) \(verdict) \(policy.name)")
        for clause in explanation.clauses { Self.tell(clause, depth: 1) }
      }
    }
  }

  private static func tell(_ outcome: ClauseOutcome, depth: Int) {
    let indent = String(repeating: "  ", count: depth)
    let group = outcome.inner.isEmpty ? nil : outcome.clause.object?.keys.first
    let clause = group ?? shortened(JSON.text(outcome.clause))
    print("\(indent)\(outcome.verdict.rawValue): \(clause)  (\(outcome.position))")
    if let problem = outcome.problem { print("\(indent)  \(problem)") }
    if let found = outcome.found, outcome.verdict != .notAsked {
      print("\(indent)  found: \(shortened(JSON.text(found)))")
    }
    for (key, value) in outcome.noted {
      print("\(indent)  noted: \(key): \(shortened(JSON.text(value)))")
    }
    for inner in outcome.inner { tell(inner, depth: depth + 1) }
  }

  private static func shortened(_ text: String) -> String {
    text.count > 160 ? text.prefix(157) + "..." : text
  }
}
