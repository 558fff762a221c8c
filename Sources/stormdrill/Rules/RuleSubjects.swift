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

  @Option(
    help: """
      A JSON file: a CloudTrail record, or an event as EventBridge delivers it, which filters \
      `event` look at; without it they pass everything, as in a scan.
      """)
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

  func validate() throws {
    guard account.count == 12, account.allSatisfy(\.isNumber) else {
      throw ValidationError("--account: `\(account)` is no account; expected twelve digits")
    }
  }

  private func context() throws -> EvaluationContext {
    RegionOption.remark(on: [region])
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

  /// All that a trial needs, each file read once.
  func trial() throws -> RuleTrial {
    let value = try Files.json(resources).value
    guard let list = value.list ?? value["resources"]?.list else {
      throw Failure("\(resources):1:1: error: no list of resources; expected `[{...}, ...]`")
    }
    return RuleTrial(
      selection: try RuleSources.load(policy), context: try context(), file: resources,
      documents: list, answers: try answers.map { try RecordedAnswers($0) })
  }

  /// A record by itself is put into the event around it.
  private static func event(_ path: String) throws -> AWSValue {
    let value = try Files.json(path).value
    if value["detail"] != nil { return value }
    guard value["eventName"]?.string != nil else {
      throw Failure(
        "\(path): no CloudTrail record and no event; expected a mapping with `eventName`, or with "
          + "`detail`")
    }
    return [
      "detail-type": "AWS API Call via CloudTrail", "source": value["eventSource"] ?? .null,
      "account": value["recipientAccountId"] ?? .null, "region": value["awsRegion"] ?? .null,
      "time": value["eventTime"] ?? .null, "detail": value,
    ]
  }
}
