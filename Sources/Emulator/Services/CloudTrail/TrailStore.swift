package import AWS

/// The trails of all accounts: who configures them is CloudTrail's operations, who asks what they
/// select and notes what they delivered is the target Delivery.
package struct TrailStore {
  let database: Database

  package init(_ database: Database) { self.database = database }

  static let schema = """
    CREATE TABLE IF NOT EXISTS trail (
      account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, arn TEXT NOT NULL,
      bucket TEXT NOT NULL, prefix TEXT, global_events INTEGER NOT NULL,
      multi_region INTEGER NOT NULL, validation INTEGER NOT NULL, is_logging INTEGER NOT NULL,
      selectors TEXT, tags TEXT NOT NULL, started INTEGER, stopped INTEGER,
      attempted INTEGER, delivered INTEGER, delivery_error TEXT, digest_delivered INTEGER,
      digest_error TEXT, PRIMARY KEY (account, region, name)) STRICT;
    CREATE INDEX IF NOT EXISTS trail_arn ON trail (arn);
    CREATE TABLE IF NOT EXISTS trail_former (
      arn TEXT NOT NULL PRIMARY KEY, request_id TEXT NOT NULL, account TEXT NOT NULL,
      region TEXT NOT NULL, name TEXT NOT NULL, bucket TEXT NOT NULL, prefix TEXT,
      global_events INTEGER NOT NULL, multi_region INTEGER NOT NULL, validation INTEGER NOT NULL,
      selectors TEXT, tags TEXT NOT NULL) STRICT;

    """

  static let tables = [
    ResourceTable(
      "trail", resource: "name",
      ignored: [
        "started", "stopped", "attempted", "delivered", "delivery_error", "digest_delivered",
        "digest_error",
      ])
  ]

  /// All trails of an account, by home region and name.
  package func trails(account: String) throws(AWSError) -> [Trail] {
    try database.rows(
      "SELECT \(Self.columns) FROM trail WHERE account = ? ORDER BY region, name", .text(account)
    ).map(Trail.init)
  }

  /// The trails that log what happens in a region: its own, and multi-region ones of others.
  package func trails(in scope: Scope) throws(AWSError) -> [Trail] {
    try database.rows(
      """
      SELECT \(Self.columns) FROM trail
      WHERE account = ? AND (region = ? OR multi_region = 1) ORDER BY region, name
      """, .text(scope.account), .text(scope.region)
    ).map(Trail.init)
  }

  /// The trails that are switched on there now.
  package func loggingTrails(in scope: Scope) throws(AWSError) -> [Trail] {
    try database.rows(
      """
      SELECT \(Self.columns) FROM trail
      WHERE account = ? AND (region = ? OR multi_region = 1) AND is_logging = 1
      ORDER BY region, name
      """, .text(scope.account), .text(scope.region)
    ).map(Trail.init)
  }

  /// Whether any trail is switched on there: without one, EventBridge sees no API calls.
  package func isLogging(in scope: Scope) throws(AWSError) -> Bool {
    try database.row(
      """
      SELECT 1 FROM trail
      WHERE account = ? AND (region = ? OR multi_region = 1) AND is_logging = 1 LIMIT 1
      """, .text(scope.account), .text(scope.region)) != nil
  }

  /// The trails that get a record: switched on, and selecting it.
  ///
  /// A call that switches a trail off, deletes it or narrows it is still judged by what the trail
  /// was before: StopLogging, DeleteTrail and PutEventSelectors are recorded, last.
  package func trails(logging record: CloudTrailRecord) throws(AWSError) -> [Trail] {
    var trails = try loggingTrails(in: record.scope)
    if record.eventSource == "cloudtrail.amazonaws.com", !record.isReadOnly,
      let former = try former("request_id", record.requestID),
      former.isMultiRegion || former.homeRegion == record.awsRegion, former.selects(record)
    {
      trails.removeAll { $0.arn == former.arn }
      return (trails.filter { $0.selects(record) } + [former]).sorted { $0.arn < $1.arn }
    }
    return trails.filter { $0.selects(record) }
  }

  /// Keeps a logging trail as it is before the call that changes it.
  func keepFormer(_ trail: Trail, requestID: String) throws(AWSError) {
    guard trail.isLogging else { return }
    try database.run(
      """
      INSERT OR REPLACE INTO trail_former (arn, request_id, account, region, name, bucket, prefix,
        global_events, multi_region, validation, selectors, tags)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .text(trail.arn), .text(requestID), .text(trail.account), .text(trail.homeRegion),
      .text(trail.name), .text(trail.bucket), SQLValue(trail.prefix),
      SQLValue(trail.includesGlobalEvents), SQLValue(trail.isMultiRegion),
      SQLValue(trail.validatesFiles), SQLValue(trail.selectors.column), .text(trail.tags.column))
  }

  private func former(_ column: String, _ value: String) throws(AWSError) -> Trail? {
    try database.row(
      """
      SELECT account, region, name, arn, bucket, prefix, global_events, multi_region, validation,
        1, selectors, tags, NULL, NULL, NULL, NULL, NULL, NULL, NULL
      FROM trail_former WHERE \(column) = ?
      """, .text(value)
    ).map(Trail.init)
  }

  /// The trail, or the last that is known of one that was deleted while it was logging: what it
  /// recorded before may still arrive.
  package func lastKnown(arn: String) throws(AWSError) -> Trail? {
    if let trail = try trail(arn: arn) { return trail }
    return try former("arn", arn)
  }

  package func trail(arn: String) throws(AWSError) -> Trail? {
    try database.row("SELECT \(Self.columns) FROM trail WHERE arn = ?", .text(arn))
      .map(Trail.init)
  }

  func trail(named name: String, home: Scope) throws(AWSError) -> Trail? {
    try database.row(
      "SELECT \(Self.columns) FROM trail WHERE account = ? AND region = ? AND name = ?",
      .text(home.account), .text(home.region), .text(name)
    ).map(Trail.init)
  }

  func insert(_ trail: Trail) throws(AWSError) {
    try database.run(
      """
      INSERT INTO trail (account, region, name, arn, bucket, prefix, global_events, multi_region,
        validation, is_logging, selectors, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .text(trail.account), .text(trail.homeRegion), .text(trail.name), .text(trail.arn),
      .text(trail.bucket), SQLValue(trail.prefix), SQLValue(trail.includesGlobalEvents),
      SQLValue(trail.isMultiRegion), SQLValue(trail.validatesFiles), SQLValue(trail.isLogging),
      SQLValue(trail.selectors.column), .text(trail.tags.column))
  }

  /// Writes all that users configure; what was delivered stays as it is.
  func update(_ trail: Trail) throws(AWSError) {
    try database.run(
      """
      UPDATE trail SET bucket = ?, prefix = ?, global_events = ?, multi_region = ?,
        validation = ?, is_logging = ?, selectors = ?, tags = ?, started = ?, stopped = ?
      WHERE arn = ?
      """,
      .text(trail.bucket), SQLValue(trail.prefix), SQLValue(trail.includesGlobalEvents),
      SQLValue(trail.isMultiRegion), SQLValue(trail.validatesFiles), SQLValue(trail.isLogging),
      SQLValue(trail.selectors.column), .text(trail.tags.column),
      SQLValue(trail.started?.microseconds), SQLValue(trail.stopped?.microseconds),
      .text(trail.arn))
  }

  func delete(_ trail: Trail) throws(AWSError) {
    try database.run("DELETE FROM trail WHERE arn = ?", .text(trail.arn))
  }

  /// Notes that a log file arrived in the trail's bucket.
  package func noteDelivery(ofTrail arn: String, at now: Timestamp) throws(AWSError) {
    try database.run(
      "UPDATE trail SET attempted = ?, delivered = ?, delivery_error = NULL WHERE arn = ?",
      .integer(now.microseconds), .integer(now.microseconds), .text(arn))
  }

  /// Notes that S3 refused a log file: `NoSuchBucket`, `AccessDenied`.
  package func noteFailure(_ code: String, ofTrail arn: String, at now: Timestamp)
    throws(AWSError)
  {
    try database.run(
      "UPDATE trail SET attempted = ?, delivery_error = ? WHERE arn = ?",
      .integer(now.microseconds), .text(code), .text(arn))
  }

  /// Notes that a digest file arrived, or with which code S3 refused it.
  package func noteDigest(ofTrail arn: String, error: String? = nil, at now: Timestamp)
    throws(AWSError)
  {
    if let error {
      try database.run(
        "UPDATE trail SET digest_error = ? WHERE arn = ?", .text(error), .text(arn))
    } else {
      try database.run(
        "UPDATE trail SET digest_delivered = ?, digest_error = NULL WHERE arn = ?",
        .integer(now.microseconds), .text(arn))
    }
  }

  private static let columns = """
    account, region, name, arn, bucket, prefix, global_events, multi_region, validation,
    is_logging, selectors, tags, started, stopped, attempted, delivered, delivery_error,
    digest_delivered, digest_error
    """
}

extension CloudTrailRecord {
  fileprivate var requestID: String { document["requestID"]?.string ?? "" }
}
