import AWS
import Documents
@testable import Remediation
import Testing

/// A policy on some resources, each completed from a table of answers by the operations' names; a
/// string in the place of an answer is an error's code.
struct NetworkCase {
  var resource: String
  var filters: AWSValue = []
  var actions: AWSValue = []
  var documents: [AWSObject]
  var answers: [String: AWSValue] = [:]

  struct Outcome {
    var calls: [String] = []
    var evaluation = Evaluation(matches: [], problems: [])
    var plans: [Plan] = []

    var ids: [String] { evaluation.matches.map(\.resource.id) }
    var annotations: AWSObject { evaluation.matches.first?.annotations ?? [:] }
    var plan: Plan { plans.first ?? Plan() }
  }

  static let scope = Scope(account: ConformanceTests.account, region: "us-east-1")

  /// Every call, reads and what undoes steps included, is held against AWS's own models.
  func run() throws -> Outcome {
    let (policies, diagnostics) = Self.load(resource, filters, actions)
    let policy = try #require(policies.first, "\(diagnostics)")
    var outcome = Outcome()
    var ready: [Resource] = []
    for document in documents {
      let completion = policy.resourceType.complete(
        document, with: policy.hydrations,
        in: ReadSetting(scope: Self.scope, now: context().now)
      ) { call in
        outcome.calls.append(call.operation)
        expectOnWire(call)
        guard let answer = answers[call.operation] else {
          return .failure(AWSError("Unexpected\(call.operation)", ""))
        }
        if let code = answer.string { return .failure(AWSError(code, "")) }
        return .success(answer.object ?? [:])
      }
      guard case .ready(let completed) = completion else {
        Issue.record("\(completion)")
        continue
      }
      let id = policy.resourceType.id(of: completed) ?? ""
      ready.append(Resource(id: id, document: completed, scope: Self.scope))
    }
    outcome.evaluation = policy.evaluate(ready, context())
    outcome.plans = outcome.evaluation.matches.map { policy.plan($0, context()) }
    for plan in outcome.plans { expectOnWire(plan) }
    return outcome
  }

  /// The ids that match, where nothing is a problem.
  static func matches(
    _ resource: String, _ filter: AWSValue, _ documents: [AWSObject],
    _ answers: [String: AWSValue] = [:]
  ) throws -> [String] {
    let outcome = try NetworkCase(
      resource: resource, filters: [filter], documents: documents, answers: answers
    ).run()
    #expect(outcome.evaluation.problems.isEmpty)
    return outcome.ids
  }

  /// The first mistake that loading tells.
  static func refusal(_ resource: String, filters: AWSValue = [], actions: AWSValue = [])
    -> String?
  {
    load(resource, filters, actions).diagnostics.first { $0.severity == .error }?.message
  }

  private static func load(_ resource: String, _ filters: AWSValue, _ actions: AWSValue)
    -> (policies: [Policy], diagnostics: [Diagnostic])
  {
    let policy: AWSObject = [
      "name": "p", "resource": .string(resource), "filters": filters, "actions": actions,
    ]
    return PolicyFile.load(
      text: JSON.text(["policies": [.object(policy)]] as AWSObject), file: "p.json")
  }
}
