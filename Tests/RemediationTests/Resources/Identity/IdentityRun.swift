import AWS
import Documents
import Testing

@testable import Remediation

/// One policy tried on one resource that is completed from given answers, as the engine completes
/// it; every call that is made on the way must be one that the wire can carry.
struct IdentityRun {
  /// nil where the policy doesn't match.
  var annotations: AWSObject?
  var plan = Plan()
  var problems: [String] = []
  /// The reads, in their order.
  var calls: [APICall] = []
  var completion: ResourceType.Completion?

  var operations: [String] { calls.map(\.operation) }
  var matches: Bool { annotations != nil }
  /// The steps' operations.
  var steps: [String] { plan.steps.map(\.call.operation) }

  static let now = Timestamp(iso8601: "2026-03-15T12:00:00Z") ?? Timestamp(seconds: 0)
  static let scope = Scope(account: "123456789012", region: "us-east-1")

  /// - Parameter answers: by operation; the last one answers whatever comes after.
  init(
    _ resource: String, filters: AWSValue = [], actions: AWSValue = [], _ document: AWSObject,
    _ answers: [String: [APIOutcome]] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let (policy, diagnostics) = Self.load(resource, filters, actions)
    let compiled = try #require(
      policy, "\(diagnostics)", sourceLocation: sourceLocation)
    var made: [APICall] = []
    var left = answers
    let done = compiled.resourceType.complete(
      document, with: compiled.hydrations, in: ReadSetting(scope: Self.scope, now: Self.now)
    ) { call in
      made.append(call)
      expectOnWire(call, sourceLocation: sourceLocation)
      guard let outcomes = left[call.operation], let first = outcomes.first else {
        return .failure(AWSError("Unexpected", "\(call.operation) has no answer"))
      }
      if outcomes.count > 1 { left[call.operation] = Array(outcomes.dropFirst()) }
      return first
    }
    calls = made
    completion = done
    guard case .ready(let document) = done else { return }
    let context = EvaluationContext(
      now: Self.now, account: Self.scope.account, region: Self.scope.region)
    let subject = Resource(
      id: compiled.resourceType.id(of: document) ?? "", document: document, scope: Self.scope)
    let evaluation = compiled.evaluate([subject], context)
    problems = evaluation.problems.map(\.message)
    guard let match = evaluation.matches.first else { return }
    annotations = match.annotations
    plan = compiled.plan(match, context)
    expectOnWire(plan, sourceLocation: sourceLocation)
  }

  static func load(_ resource: String, _ filters: AWSValue, _ actions: AWSValue)
    -> (Policy?, [String])
  {
    let policy: AWSObject = [
      "name": "p", "resource": .string(resource), "filters": filters, "actions": actions,
    ]
    let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
    let (policies, diagnostics) = PolicyFile.load(text: text, file: "p.json")
    return (policies.first, diagnostics.map(\.description))
  }

  static func refusal(_ resource: String, filters: AWSValue = [], actions: AWSValue = [])
    -> String
  {
    load(resource, filters, actions).1.joined(separator: "\n")
  }

  static let user: AWSObject = [
    "UserName": "ann", "Arn": "arn:aws:iam::123456789012:user/ann", "Path": "/team/",
    "UserId": "AIDA1", "stormdrill:Detail": true,
  ]
  static let role: AWSObject = [
    "RoleName": "app", "Arn": "arn:aws:iam::123456789012:role/app", "Path": "/",
    "AssumeRolePolicyDocument": ["Statement": []], "stormdrill:Detail": true,
  ]
  static let group: AWSObject = [
    "GroupName": "ops", "Arn": "arn:aws:iam::123456789012:group/ops", "Path": "/",
  ]
  static let policy: AWSObject = [
    "PolicyName": "own", "PolicyId": "ANPA1", "Arn": "arn:aws:iam::123456789012:policy/own",
    "Path": "/", "DefaultVersionId": "v2", "AttachmentCount": 0, "Tags": [],
  ]
  static let missing = APIOutcome.failure(AWSError("NoSuchEntity", "none", status: 404))
}
