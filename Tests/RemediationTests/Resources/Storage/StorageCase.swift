import AWS
import Documents
@testable import Remediation
import Testing

/// A policy on one resource, which is completed from a table of answers by the operations' names:
/// a list of answers is given out one by one.
struct StorageCase {
  var resource: String
  var filters: AWSValue = []
  var actions: AWSValue = []
  var document: AWSObject
  var answers: [String: AWSValue] = [:]

  struct Outcome {
    var calls: [APICall]
    var match: Match?
    var problems: [EvaluationProblem]
    var plan: Plan
  }

  func run() throws -> Outcome {
    let policy: AWSObject = [
      "name": "p", "resource": .string(resource), "filters": filters, "actions": actions,
    ]
    let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
    let (policies, diagnostics) = PolicyFile.load(text: text, file: "p.json")
    let compiled = try #require(policies.first, "\(diagnostics)")
    let setting = ReadSetting(
      scope: Scope(account: ConformanceTests.account, region: "eu-west-1"), now: context().now)
    var calls: [APICall] = []
    let completion = compiled.resourceType.complete(
      document, with: compiled.hydrations, in: setting
    ) { call in
      calls.append(call)
      expectOnWire(call)
      guard let answer = answers[call.operation] else {
        return .failure(AWSError("Unexpected\(call.operation)", ""))
      }
      if let code = answer.string { return .failure(AWSError(code, "")) }
      return .success(answer.object ?? [:])
    }
    guard case .ready(let completed) = completion else {
      Issue.record("\(completion)")
      return Outcome(calls: calls, match: nil, problems: [], plan: Plan())
    }
    let id = compiled.resourceType.id(of: completed) ?? ""
    let evaluation = compiled.evaluate(
      [Resource(id: id, document: completed, scope: setting.scope)], context())
    let match = evaluation.matches.first
    let plan = match.map { compiled.plan($0, context()) } ?? Plan()
    expectOnWire(plan)
    return Outcome(calls: calls, match: match, problems: evaluation.problems, plan: plan)
  }

  func matches() throws -> Bool {
    let outcome = try run()
    #expect(outcome.problems.isEmpty)
    return outcome.match != nil
  }
}

/// The first mistake that loading a policy tells.
func complaint(_ resource: String, filters: AWSValue = [], actions: AWSValue = []) -> String? {
  let policy: AWSObject = [
    "name": "p", "resource": .string(resource), "filters": filters, "actions": actions,
  ]
  let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
  return PolicyFile.load(text: text, file: "p.json").diagnostics.first?.message
}

extension PlannedStep {
  /// `DeleteVolume`
  var operation: String { call.operation }
}
