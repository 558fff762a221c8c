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

  @Option(
    help: """
      A JSON file: what AWS answers to the calls that complete resources, a list of \
      {service, operation, input?, output} or {..., error: {code, message?}}.
      """)
  var answers: String?

  @Option(help: "The account that the resources are in.")
  var account = "123456789012"

  @Option(help: "The region that the resources are in.")
  var region = "us-east-1"

  @Option(help: "What time it is, for ages and marks (2026-01-31T09:00:00Z); else the clock's.")
  var now: String?

  func policies() throws -> [Policy] { try RuleSources.policies(policy) }

  func validate() throws {
    guard account.count == 12, account.allSatisfy(\.isNumber) else {
      throw ValidationError("--account: `\(account)` is no account; expected twelve digits")
    }
  }

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

  /// The resources of the file as a policy needs them; without `--answers` they are taken as they
  /// are.
  func resources(for policy: Policy, _ context: EvaluationContext) throws -> [Resource] {
    let type = policy.resourceType
    let value = try Files.json(resources).value
    guard let list = value.list ?? value["resources"]?.list else {
      throw Failure("\(resources):1:1: error: no list of resources; expected `[{...}, ...]`")
    }
    let isOther = !list.contains { $0.object.flatMap { type.id(of: $0) } != nil }
    if isOther, !list.isEmpty, try policies().count > 1 {
      Console.error(
        "\(resources): no resource is of type \(type.name): policy `\(policy.name)` is left out")
      return []
    }
    let recorded = try answers.map { try RecordedAnswers($0) }
    let scope = Scope(account: account, region: region)
    let read = try list.enumerated().compactMap { index, value -> Resource? in
      guard let document = value.object, let id = type.id(of: document) else {
        throw Failure(
          "\(resources): resource \(index + 1) has no `\(type.idMember)`; expected a resource of "
            + "type \(type.name)")
      }
      let resource = Resource(id: id, document: document, scope: scope)
      return try recorded.map { try complete(resource, for: policy, context, $0) } ?? resource
    }
    if recorded == nil { tell(ofUnread: read, by: policy, context) }
    return read
  }

  private func tell(ofUnread read: [Resource], by policy: Policy, _ context: EvaluationContext) {
    let unread = read.flatMap { policy.unread($0, context) }
    guard !unread.isEmpty else { return }
    let calls = Set(unread).sorted().joined(separator: ", ")
    Console.error(
      "\(resources): warning: filters of policy `\(policy.name)` ask for answers to \(calls) that "
        + "resources in the file don't hold: give them with --answers, or what they say is for "
        + "want of these")
  }

  /// nil for a resource that the answers say is gone.
  private func complete(
    _ resource: Resource, for policy: Policy, _ context: EvaluationContext,
    _ recorded: RecordedAnswers
  ) throws -> Resource? {
    let completion = try policy.resourceType.complete(
      resource.document, with: policy.hydrations,
      in: ReadSetting(scope: resource.scope, now: context.now),
      answer: { call in try recorded.answer(call) })
    switch completion {
    case .ready(let document):
      return Resource(id: resource.id, document: document, scope: resource.scope)
    case .gone: return nil
    case .failed(let error):
      throw Failure("\(resource.id) can't be read: \(error.code): \(error.message)")
    }
  }

  /// A record by itself is put into the event around it.
  private static func event(_ path: String) throws -> AWSValue {
    let value = try Files.json(path).value
    if value["detail"] != nil { return value }
    return [
      "detail-type": "AWS API Call via CloudTrail", "source": value["eventSource"] ?? .null,
      "account": value["recipientAccountId"] ?? .null, "region": value["awsRegion"] ?? .null,
      "time": value["eventTime"] ?? .null, "detail": value,
    ]
  }
}
