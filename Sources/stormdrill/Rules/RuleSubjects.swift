import AWS
import ArgumentParser
import Documents
import Remediation

/// What policies are tried on: resources from a file, an event, and whose account it is.
struct RuleSubjects: ParsableArguments {
  @Option(help: "A policy file, or a rule that ships; may be repeated. All that ship without it.")
  var policy: [String] = []

  @Option(help: "A JSON file: a list of resources as AWS's describe calls give them.")
  var resources: String

  @Option(help: "A JSON file: a CloudTrail record, or an event as EventBridge delivers it.")
  var event: String?

  @Option(help: "The account that the resources are in.")
  var account = "123456789012"

  @Option(help: "The region that the resources are in.")
  var region = "us-east-1"

  @Option(help: "What time it is, for ages and marks (2026-01-31T09:00:00Z); else the clock's.")
  var now: String?

  func policies() throws -> [Policy] { try RuleSources.policies(policy) }

  func context() throws -> EvaluationContext {
    var time = LiveClock.now()
    if let now {
      guard let given = Timestamp(iso8601: now) else {
        throw Failure("--now: `\(now)` is no time; expected one like 2026-01-31T09:00:00Z")
      }
      time = given
    }
    return EvaluationContext(
      now: time, account: account, region: region, event: try event.map(Self.event))
  }

  /// The resources of the file as one type has them.
  func resources(of type: ResourceType) throws -> [Resource] {
    let value = try Self.json(resources)
    guard let list = value.list ?? value["resources"]?.list else {
      throw Failure("\(resources):1:1: error: no list of resources; expected `[{...}, ...]`")
    }
    return try list.enumerated().map { index, value in
      guard let document = value.object, let id = type.id(of: document) else {
        throw Failure(
          "\(resources): resource \(index + 1) has no `\(type.idMember)`; expected a resource of "
            + "type \(type.name)")
      }
      return Resource(
        id: id, document: document, scope: Scope(account: account, region: region))
    }
  }

  /// A record by itself is put into the event around it.
  private static func event(_ path: String) throws -> AWSValue {
    let value = try json(path)
    if value["detail"] != nil { return value }
    return [
      "detail-type": "AWS API Call via CloudTrail", "source": value["eventSource"] ?? .null,
      "account": value["recipientAccountId"] ?? .null, "region": value["awsRegion"] ?? .null,
      "time": value["eventTime"] ?? .null, "detail": value,
    ]
  }

  private static func json(_ path: String) throws -> AWSValue {
    // The name decides how a document is read, and these are JSON whatever they are called.
    let (node, diagnostics) = Document.parse(
      try Files.text(path), file: path.hasSuffix(".json") ? path : path + ".json")
    guard let node else { throw Failure(diagnostics) }
    return node.value
  }
}
