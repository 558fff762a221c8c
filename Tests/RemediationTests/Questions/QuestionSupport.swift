import AWS
import Testing

@testable import Remediation

/// One policy with one filter and one action at most, in the form that files have.
func policy(on resource: String, _ filter: AWSValue, _ action: AWSValue? = nil) throws -> Policy {
  let policy: AWSObject = [
    "name": "p", "resource": .string(resource), "filters": [filter],
    "actions": .list(action.map { [$0] } ?? []),
  ]
  let loaded = PolicyFile.load(
    text: JSON.text(["policies": [.object(policy)]] as AWSObject), file: "p.json")
  return try #require(loaded.policies.first, "\(loaded.diagnostics)")
}

extension Policy {
  func matches(_ document: AWSObject, at now: Timestamp? = nil) -> Bool {
    !evaluate(resources([document], of: resourceType), context(now)).matches.isEmpty
  }

  /// What its filter notes on a document that it matches.
  func notes(on document: AWSObject, at now: Timestamp? = nil) throws -> AWSObject {
    let evaluation = evaluate(resources([document], of: resourceType), context(now))
    return try #require(evaluation.matches.first, "\(evaluation.problems)").annotations
  }

  /// The plan for a document that it matches, each call of which can be made.
  func steps(for document: AWSObject, at now: Timestamp? = nil) throws -> [PlannedStep] {
    let evaluation = evaluate(resources([document], of: resourceType), context(now))
    let plan = plan(
      try #require(evaluation.matches.first, "\(evaluation.problems)"), context(now))
    expectOnWire(plan)
    return plan.steps
  }

  func problem(with document: AWSObject) -> String? {
    evaluate(resources([document], of: resourceType), context()).problems.first?.message
  }
}
