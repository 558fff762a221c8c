package import AWS

/// Finds the rules of the default bus that want an event, and what each target gets of it.
package struct EventRouter {
  private let world: World
  private var store: EventsStore { EventsStore(world) }

  package init(_ world: World) { self.world = world }

  /// One message to bring to one target.
  package struct Match: Hashable, Sendable {
    package let ruleARN: String
    package let ruleName: String
    package let target: EventTarget
    /// What the target gets.
    package let body: String
  }

  /// Whether any rule is there that could want something; cheap, to ask before an event is made.
  package func hasRules(_ scope: Scope) throws(AWSError) -> Bool {
    try world.database.row(
      """
      SELECT 1 FROM events_rule WHERE account = ? AND region = ? AND state <> 'DISABLED' LIMIT 1
      """, .text(scope.account), .text(scope.region)) != nil
  }

  /// Whether any rule's state asks for management events that only read.
  package func wantsReads(_ scope: Scope) throws(AWSError) -> Bool {
    try store.rules(scope).contains { $0.state == .enabledWithReads }
  }

  /// The matches by rule name and target id. A management event that only reads reaches none but
  /// the rules whose state asks for it
  /// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
  package func matches(_ event: AWSValue, in scope: Scope, at now: Timestamp) throws(AWSError)
    -> [Match]
  {
    let detail = event["detail"]
    let isRead = detail?["readOnly"] == true && detail?["managementEvent"] == true
    var matches: [Match] = []
    for rule in try store.rules(scope) {
      guard rule.state == .enabledWithReads || (rule.state == .enabled && !isRead) else {
        continue
      }
      guard try world.eventPattern(rule.pattern).matches(event) else { continue }
      for target in try store.targets(ofRule: rule.arn) {
        let body = try TargetInput(target).body(of: event, rule: rule, at: now)
        matches.append(
          Match(ruleARN: rule.arn, ruleName: rule.name, target: target, body: body))
      }
    }
    return matches
  }
}

extension EventRouter {
  /// The event that EventBridge makes of a CloudTrail record. `eventID` is EventBridge's own, and
  /// the same for a record that is delivered twice is up to the caller.
  package static func event(of record: CloudTrailRecord, eventID: String) -> AWSValue {
    let service = record.eventSource.split(separator: ".").first ?? ""
    let type =
      switch record.document["eventType"]?.string {
      case "AwsConsoleSignIn": "AWS Console Sign In via CloudTrail"
      case "AwsServiceEvent": "AWS Service Event via CloudTrail"
      default: "AWS API Call via CloudTrail"
      }
    return [
      "version": "0", "id": .string(eventID), "detail-type": .string(type),
      "source": .string("aws.\(service)"), "account": .string(record.recipientAccountID),
      "time": record.document["eventTime"] ?? .null, "region": .string(record.awsRegion),
      "resources": [], "detail": .object(record.document),
    ]
  }
}

extension World {
  /// A stored pattern, compiled; compiled ones are kept by their text.
  func eventPattern(_ text: String) throws(AWSError) -> EventPattern {
    if let known = compiledPatterns[text] { return known }
    let compiled = try EventPattern(text)
    if compiledPatterns.count >= 512 { compiledPatterns = [:] }
    compiledPatterns[text] = compiled
    return compiled
  }
}
