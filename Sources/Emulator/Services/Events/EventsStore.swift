package import AWS

/// Rules and their targets.
package struct EventsStore {
  let world: World
  var database: Database { world.database }

  package init(_ world: World) { self.world = world }

  /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  static let ruleLimit = 300
  static let targetLimit = 5

  func rule(named name: String, _ scope: Scope) throws(AWSError) -> EventRule? {
    try database.row(
      "SELECT \(EventRule.columns) FROM events_rule WHERE account = ? AND region = ? AND name = ?",
      .text(scope.account), .text(scope.region), .text(name)
    ).map(EventRule.init)
  }

  func rule(arn: String) throws(AWSError) -> EventRule? {
    try database.row("SELECT \(EventRule.columns) FROM events_rule WHERE arn = ?", .text(arn))
      .map(EventRule.init)
  }

  /// By name.
  func rules(_ scope: Scope, prefix: String = "", after name: String = "", limit: Int = .max)
    throws(AWSError) -> [EventRule]
  {
    try database.rows(
      """
      SELECT \(EventRule.columns) FROM events_rule WHERE account = ? AND region = ? AND name > ? \
      AND substr(name, 1, length(?)) = ? ORDER BY name LIMIT ?
      """,
      .text(scope.account), .text(scope.region), .text(name), .text(prefix), .text(prefix),
      SQLValue(limit)
    ).map(EventRule.init)
  }

  func put(_ rule: EventRule) throws(AWSError) {
    try database.run(
      """
      INSERT INTO events_rule(\(EventRule.columns)) VALUES (?,?,?,?,?,?,?,?,?) \
      ON CONFLICT (arn) DO UPDATE SET pattern = excluded.pattern, state = excluded.state, \
      description = excluded.description, role = excluded.role, tags = excluded.tags
      """,
      .text(rule.arn), .text(rule.account), .text(rule.region), .text(rule.name),
      .text(rule.pattern), .text(rule.state.rawValue), SQLValue(rule.description),
      SQLValue(rule.role), .text(JSON.text(rule.tags, sorted: true)))
  }

  func delete(_ rule: EventRule) throws(AWSError) {
    try database.run("DELETE FROM events_rule WHERE arn = ?", .text(rule.arn))
  }

  /// By id.
  package func targets(ofRule arn: String) throws(AWSError) -> [EventTarget] {
    try database.rows(
      "SELECT document FROM events_target WHERE rule = ? ORDER BY id", .text(arn)
    ).map { EventTarget(document: (try? JSON.parse($0.text(0)))?.object ?? [:]) }
  }

  func put(_ target: EventTarget, _ rule: EventRule) throws(AWSError) {
    try database.run(
      """
      INSERT INTO events_target(rule, id, account, arn, document) VALUES (?,?,?,?,?) \
      ON CONFLICT (rule, id) DO UPDATE SET arn = excluded.arn, document = excluded.document
      """,
      .text(rule.arn), .text(target.id), .text(rule.account), .text(target.arn),
      .text(JSON.text(target.document)))
  }

  func deleteTarget(_ id: String, _ rule: EventRule) throws(AWSError) {
    try database.run(
      "DELETE FROM events_target WHERE rule = ? AND id = ?", .text(rule.arn), .text(id))
  }
}

/// A rule of the default bus.
struct EventRule: Sendable {
  enum State: String, Sendable {
    case enabled = "ENABLED"
    case disabled = "DISABLED"
    /// Also what only reads, which the others never see.
    case enabledWithReads = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
  }

  let arn: String
  let account: String
  let region: String
  let name: String
  var pattern: String
  var state: State
  var description: String?
  var role: String?
  var tags: AWSObject

  static let columns = "arn, account, region, name, pattern, state, description, role, tags"

  init(_ name: String, _ scope: Scope, pattern: String) {
    arn = "arn:\(scope.partition):events:\(scope.region):\(scope.account):rule/\(name)"
    account = scope.account
    region = scope.region
    self.name = name
    self.pattern = pattern
    state = .enabled
    tags = [:]
  }

  init(_ row: Row) {
    arn = row.text(0)
    account = row.text(1)
    region = row.text(2)
    name = row.text(3)
    pattern = row.text(4)
    state = State(rawValue: row.text(5)) ?? .disabled
    description = row.optionalText(6)
    role = row.optionalText(7)
    tags = (try? JSON.parse(row.text(8)))?.object ?? [:]
  }

  var output: AWSObject {
    var output: AWSObject = [
      "Name": .string(name), "Arn": .string(arn), "EventPattern": .string(pattern),
      "State": .string(state.rawValue),
    ]
    output.set("Description", description.map(AWSValue.string))
    output.set("RoleArn", role.map(AWSValue.string))
    output["EventBusName"] = "default"
    return output
  }
}

/// Where a rule sends what matches.
package struct EventTarget: Hashable, Sendable {
  /// As PutTargets took it.
  let document: AWSObject

  package var id: String { document["Id"]?.string ?? "" }
  package var arn: String { document["Arn"]?.string ?? "" }
  /// Of a FIFO queue.
  package var messageGroupID: String? {
    document["SqsParameters"]?["MessageGroupId"]?.string
  }
  /// The queue for what can't be delivered.
  package var deadLetterARN: String? { document["DeadLetterConfig"]?["Arn"]?.string }
  /// 185 unless the rule says otherwise.
  package var maximumRetries: Int64 {
    document["RetryPolicy"]?["MaximumRetryAttempts"]?.integer ?? 185
  }
  /// 24 hours unless the rule says otherwise.
  package var maximumAge: Duration {
    .seconds(document["RetryPolicy"]?["MaximumEventAgeInSeconds"]?.integer ?? 86_400)
  }
}
