import AWS
import Foundation
import Remediation
import Testing

/// Cloud Custodian's own answers, executed: matched ids, annotations and errors.
///
/// The cases are kept beside the repository; where they are not, the test says so and passes.
@Suite struct ConformanceTests {
  /// When the cases were recorded: some of their dates count from it.
  static let recorded = Timestamp(iso8601: "2026-11-23T05:44:17.991078Z")
  static let account = "123456789012"

  /// The file in a `shared` directory beside the package or above it.
  static func cases() throws -> [AWSValue]? {
    var directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while directory.pathComponents.count > 1 {
      let file = directory.appendingPathComponent("shared/facts/c7n-conformance.json")
      if let data = try? Data(contentsOf: file) { return try JSON.parse(Array(data)).list }
      directory.deleteLastPathComponent()
    }
    return nil
  }

  @Test func executedCasesAgree() throws {
    guard let cases = try Self.cases() else {
      print("SKIPPED: no shared/facts/c7n-conformance.json above the package")
      return
    }
    var run = 0
    for one in cases {
      let id = one["id"]?.string ?? "?"
      if let statement = one["statement"] {
        let matched = try Self.violates(statement)
        #expect(matched == one["violation"]?.bool, "\(id)")
      } else {
        try Self.check(one, id)
      }
      run += 1
    }
    #expect(run >= 40, "only \(run) cases in the file")
  }

  static func check(_ one: AWSValue, _ id: String) throws {
    let policy: AWSObject = [
      "name": "case", "resource": one["resource"] ?? .null, "filters": one["filters"] ?? [],
    ]
    let evaluation = try evaluate(
      policy, (one["resources"]?.list ?? []).compactMap(\.object), at: recorded)
    if one["error"] != nil {
      #expect(!evaluation.problems.isEmpty, "\(id): no problem where Python raises")
      #expect(evaluation.matches.isEmpty, "\(id)")
      return
    }
    let matched = Set(evaluation.matches.map(\.resource.id))
    #expect(matched == Set((one["matched"]?.list ?? []).compactMap(\.string)), "\(id)")
    for (resource, expected) in one["annotation"]?.object ?? [:] {
      let match = try #require(evaluation.matches.first { $0.resource.id == resource }, "\(id)")
      let found = match.annotations["MatchedIpPermissions"]
      #expect(Set(found?.list ?? []) == Set(expected.list ?? []), "\(id) \(resource)")
    }
  }

  private static func violates(_ statement: AWSValue) throws -> Bool {
    let text = JSON.text(["Statement": [statement]] as AWSObject)
    let policy: AWSObject = [
      "name": "case", "resource": "s3", "filters": [["type": "cross-account"]],
    ]
    let evaluation = try evaluate(policy, [["Name": "b", "Policy": .string(text)]], at: recorded)
    #expect(evaluation.problems.isEmpty)
    guard let match = evaluation.matches.first else { return false }
    #expect(match.annotations["CrossAccountViolations"] == [statement])
    return true
  }
}

/// Evaluates one policy, given as a document, on resource documents.
func evaluate(
  _ policy: AWSObject, _ documents: [AWSObject], at now: Timestamp? = nil, event: AWSValue? = nil
) throws -> Evaluation {
  let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
  let (policies, diagnostics) = PolicyFile.load(text: text, file: "case.json")
  let compiled = try #require(policies.first, "\(diagnostics)")
  return compiled.evaluate(
    resources(documents, of: compiled.resourceType), context(now, event: event))
}

func context(_ now: Timestamp? = nil, event: AWSValue? = nil) -> EvaluationContext {
  EvaluationContext(
    now: now ?? Timestamp(seconds: 1_700_000_000), account: ConformanceTests.account,
    region: "us-east-1", event: event)
}

func resources(_ documents: [AWSObject], of type: ResourceType) -> [Resource] {
  documents.map { document in
    Resource(
      id: type.id(of: document) ?? "", document: document,
      scope: Scope(account: ConformanceTests.account, region: "us-east-1"))
  }
}
