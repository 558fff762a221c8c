package import AWS

/// Queues and their messages.
package struct SQSStore {
  let world: World
  var database: Database { world.database }

  package init(_ world: World) { self.world = world }

  func queue(arn: String) throws(AWSError) -> Queue? {
    try database.row("SELECT \(Queue.columns) FROM sqs_queue WHERE arn = ?", .text(arn))
      .map(Queue.init)
  }

  func queues(_ scope: Scope, prefix: String, after name: String, limit: Int) throws(AWSError)
    -> [Queue]
  {
    try database.rows(
      """
      SELECT \(Queue.columns) FROM sqs_queue WHERE account = ? AND region = ? AND name > ? \
      AND substr(name, 1, length(?)) = ? ORDER BY name LIMIT ?
      """,
      .text(scope.account), .text(scope.region), .text(name), .text(prefix), .text(prefix),
      SQLValue(limit)
    ).map(Queue.init)
  }

  /// The queues that send what they can't deliver to this one.
  func sources(ofDeadLetterQueue arn: String, account: String) throws(AWSError) -> [Queue] {
    try database.rows(
      "SELECT \(Queue.columns) FROM sqs_queue WHERE account = ? ORDER BY name", .text(account)
    ).map(Queue.init).filter { $0.attributes.redrive?.target == arn }
  }

  func insert(
    _ arn: String, _ scope: Scope, _ name: String, _ attributes: QueueAttributes,
    _ tags: AWSObject, at now: Timestamp
  ) throws(AWSError) {
    try database.run(
      "INSERT INTO sqs_queue(\(Queue.columns)) VALUES (?,?,?,?,?,?,?,?,NULL)", .text(arn),
      .text(scope.account), .text(scope.region), .text(name), .text(attributes.json),
      .text(JSON.text(tags, sorted: true)), .integer(now.seconds), .integer(now.seconds))
  }

  func update(_ queue: Queue, at now: Timestamp) throws(AWSError) {
    try database.run(
      "UPDATE sqs_queue SET attributes = ?, tags = ?, modified = ? WHERE arn = ?",
      .text(queue.attributes.json), .text(JSON.text(queue.tags, sorted: true)),
      .integer(now.seconds), .text(queue.arn))
  }

  func delete(_ queue: Queue) throws(AWSError) {
    try purge(queue)
    try database.run("DELETE FROM sqs_queue WHERE arn = ?", .text(queue.arn))
    world.wake(queue.arn)
  }

  func purge(_ queue: Queue) throws(AWSError) {
    try database.run("DELETE FROM sqs_message WHERE queue = ?", .text(queue.arn))
    try database.run("DELETE FROM sqs_deduplication WHERE queue = ?", .text(queue.arn))
  }

  func markPurged(_ queue: Queue, at now: Timestamp) throws(AWSError) {
    try database.run(
      "UPDATE sqs_queue SET purged = ? WHERE arn = ?", .integer(now.seconds), .text(queue.arn))
  }

  /// How many messages are to be had, in flight, and not due yet.
  package func counts(ofQueue arn: String, at now: Timestamp) throws(AWSError)
    -> (visible: Int64, inFlight: Int64, delayed: Int64)
  {
    let row = try database.row(
      """
      SELECT count(*) FILTER (WHERE visible_at <= ?2), \
      count(*) FILTER (WHERE visible_at > ?2 AND receipt IS NOT NULL), \
      count(*) FILTER (WHERE visible_at > ?2 AND receipt IS NULL) \
      FROM sqs_message WHERE queue = ?1
      """, .text(arn), .integer(now.microseconds))
    return (row?.integer(0) ?? 0, row?.integer(1) ?? 0, row?.integer(2) ?? 0)
  }
}
