import AWS
import ArgumentParser
import Remediation

/// Why resources match policies or don't, clause by clause.
struct RulesExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say, clause by clause, why resources match policies or don't.",
    discussion: """
      Each clause passed, failed, was not asked since one before it failed, or is undecided: it \
      lacks an answer of AWS, which `--answers` can give, or can't make sense of the resource.

      With `--event` the policy is asked as if that record had set it off: filters `event` look at \
      it. Without it they pass everything, as in a scan. Whether the policy's `mode` takes the \
      event is not asked.

      Exit status: 0; 1 when answers are missing to decide on a resource; 2 when a file can't be \
      used.
      """)

  @OptionGroup var subjects: RuleSubjects

  func run() throws {
    let trial = try subjects.trial()
    var lacksAnswers = false
    for policy in trial.policies {
      let resources = try trial.resources(for: policy)
      for explanation in policy.explain(resources, trial.context) {
        let verdict = Self.verdict(explanation)
        print("\(explanation.resource.id) \(verdict) \(policy.name)")
        if !explanation.needs.isEmpty {
          print("  lacks the answers to \(explanation.needs.joined(separator: ", "))")
          lacksAnswers = true
        }
        for clause in explanation.clauses { Self.tell(clause, depth: 1) }
      }
    }
    try trial.selection.finish()
    if lacksAnswers { throw ExitCode(1) }
  }

  private static func verdict(_ explanation: Explanation) -> String {
    if explanation.matches { return "matches" }
    if !explanation.needs.isEmpty { return "is undecided by" }
    return explanation.clauses.contains { $0.verdict == .undecided && $0.needs.isEmpty }
      ? "is not decided, so does not match" : "does not match"
  }

  private static func tell(_ outcome: ClauseOutcome, depth: Int) {
    let indent = String(repeating: "  ", count: depth)
    let group = outcome.inner.isEmpty ? nil : outcome.clause.object?.keys.first
    let clause = group ?? shortened(JSON.text(outcome.clause))
    print("\(indent)\(outcome.verdict.rawValue): \(clause)  (\(outcome.position))")
    if let problem = outcome.problem { print("\(indent)  \(problem)") }
    if outcome.inner.isEmpty, !outcome.needs.isEmpty {
      print("\(indent)  lacks the answers to \(outcome.needs.joined(separator: ", "))")
    }
    if let found = outcome.found, outcome.verdict != .notAsked, outcome.needs.isEmpty {
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
