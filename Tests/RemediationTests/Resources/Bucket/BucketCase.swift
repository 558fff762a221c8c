import AWS
import Documents
@testable import Remediation
import Testing

/// One policy on buckets, and what it makes of bucket documents and of AWS's answers about them.
struct BucketCase {
  static let account = "123456789012"
  static let scope = Scope(account: account, region: "us-east-1")

  let policy: Policy

  init(filters: AWSValue = [], actions: AWSValue = []) throws {
    let (policies, diagnostics) = Self.load(filters, actions)
    policy = try #require(policies.first, "\(diagnostics)")
  }

  /// The first error in a policy.
  static func refusal(filters: AWSValue = [], actions: AWSValue = []) -> String {
    load(filters, actions).diagnostics.first { $0.severity == .error }?.message ?? ""
  }

  private static func load(_ filters: AWSValue, _ actions: AWSValue) -> (
    policies: [Policy], diagnostics: [Diagnostic]
  ) {
    let policy: AWSObject = [
      "name": "case", "resource": "s3", "filters": filters, "actions": actions,
    ]
    return PolicyFile.load(
      text: JSON.text(["policies": [.object(policy)]] as AWSObject), file: "case.json")
  }

  func matches(_ documents: AWSObject...) -> [String] {
    policy.evaluate(resources(documents, of: policy.resourceType), context()).matches
      .map(\.resource.id)
  }

  func match(_ document: AWSObject) throws -> Match {
    let evaluation = policy.evaluate(
      resources([document], of: policy.resourceType), context())
    return try #require(evaluation.matches.first, "\(evaluation.problems)")
  }

  /// What is planned about a bucket that matches; each call of it can be made.
  func plan(_ document: AWSObject, sourceLocation: SourceLocation = #_sourceLocation) throws
    -> Plan
  {
    let plan = policy.plan(try match(document), context())
    expectOnWire(plan, sourceLocation: sourceLocation)
    return plan
  }

  /// The bucket completed by what `answer` says to each call, in the order of the calls.
  func complete(
    _ document: AWSObject, answer: (APICall) -> APIOutcome
  ) throws -> (document: AWSObject, calls: [APICall]) {
    var calls: [APICall] = []
    let completion = policy.resourceType.complete(
      document, with: policy.hydrations,
      in: ReadSetting(scope: Self.scope, now: Timestamp(seconds: 0))
    ) { call in
      calls.append(call)
      expectOnWire(call)
      return answer(call)
    }
    guard case .ready(let completed) = completion else {
      Issue.record("the bucket is not complete: \(completion)")
      return ([:], calls)
    }
    return (completed, calls)
  }
}

extension APIOutcome {
  static func error(_ code: String) -> APIOutcome { .failure(AWSError(code, code)) }
}

extension APICall {
  /// `s3:PutBucketPolicy`
  var name: String { "\(service):\(operation)" }
}

extension Plan {
  var names: [String] { steps.map(\.call.name) }
}

/// A bucket as c7n's augmentation leaves it.
func bucket(_ name: String = "b", _ more: (String, AWSValue)...) -> AWSObject {
  var document: AWSObject = [
    "Name": .string(name), "Location": ["LocationConstraint": .null], "Tags": [],
    "Policy": .null, "Logging": [:], "Versioning": [:], "Website": .null, "Replication": .null,
    "Notification": [:], "Lifecycle": .null,
  ]
  for (key, value) in more { document[key] = value }
  return document
}
