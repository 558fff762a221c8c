import AWS

/// A message as a receiver gets it.
struct ReceivedMessage {
  let row: Int64
  let messageID: String
  let body: String
  let attributes: MessageAttributes
  let trace: String?
  let sender: String
  let sent: Timestamp
  let receiveCount: Int64
  let firstReceived: Timestamp
  let receipt: String
  let groupID: String?
  let deduplicationID: String?
  let deadLetterSource: String?
}

extension SQSStore {
  /// Takes up to `limit` messages that can be seen, and hides them for `timeout`.
  ///
  /// A message that was received too often moves to the dead-letter queue instead. In a FIFO queue
  /// a group with a message in flight gives none.
  func receive(_ queue: Queue, limit: Int, hiddenFor timeout: Duration, at now: Timestamp)
    throws(AWSError) -> [ReceivedMessage]
  {
    var received: [ReceivedMessage] = []
    while received.count < limit {
      let rows = try candidates(queue, limit - received.count, at: now)
      if rows.isEmpty { break }
      var moved = false
      for row in rows {
        if let redrive = queue.attributes.redrive, row.integer(7) >= redrive.maximum {
          try move(row.integer(0), from: queue, to: redrive.target, at: now)
          moved = true
        } else {
          received.append(try take(row, hiddenUntil: now + timeout, at: now))
        }
      }
      if !moved { break }
    }
    if received.isEmpty { try dropExpired(queue, at: now) }
    return received
  }

  private func candidates(_ queue: Queue, _ limit: Int, at now: Timestamp) throws(AWSError)
    -> [Row]
  {
    let columns = """
      id, message_id, body, attributes, trace, sender, sent, receive_count, first_received, \
      group_id, deduplication_id, dead_letter_source
      """
    let oldest = (now - queue.attributes.retention).microseconds
    let order =
      queue.attributes.isFIFO
      ? """
      AND NOT EXISTS (SELECT 1 FROM sqs_message o WHERE o.queue = m.queue \
      AND o.group_id = m.group_id AND o.visible_at > ?2 \
      AND (o.id < m.id OR o.receipt IS NOT NULL)) ORDER BY id
      """ : "ORDER BY visible_at, id"
    return try database.rows(
      """
      SELECT \(columns) FROM sqs_message m WHERE queue = ?1 AND visible_at <= ?2 AND sent > ?3 \
      \(order) LIMIT ?4
      """, .text(queue.arn), .integer(now.microseconds), .integer(oldest), SQLValue(limit))
  }

  private func take(_ row: Row, hiddenUntil: Timestamp, at now: Timestamp) throws(AWSError)
    -> ReceivedMessage
  {
    let receipt = "AQEB" + world.token(80)
    let first = row.optionalInteger(8) ?? now.microseconds
    try database.run(
      """
      UPDATE sqs_message SET visible_at = ?, receive_count = receive_count + 1, \
      first_received = ?, receipt = ? WHERE id = ?
      """,
      .integer(hiddenUntil.microseconds), .integer(first), .text(receipt), .integer(row.integer(0)))
    return ReceivedMessage(
      row: row.integer(0), messageID: row.text(1), body: row.text(2),
      attributes: MessageAttributes(json: row.optionalText(3)), trace: row.optionalText(4),
      sender: row.text(5), sent: Timestamp(microseconds: row.integer(6)),
      receiveCount: row.integer(7) + 1, firstReceived: Timestamp(microseconds: first),
      receipt: receipt, groupID: row.optionalText(9), deduplicationID: row.optionalText(10),
      deadLetterSource: row.optionalText(11))
  }

  private func move(_ row: Int64, from queue: Queue, to target: String, at now: Timestamp)
    throws(AWSError)
  {
    try database.run(
      """
      UPDATE sqs_message SET queue = ?, visible_at = ?, receive_count = 0, \
      first_received = NULL, receipt = NULL, dead_letter_source = ? WHERE id = ?
      """, .text(target), .integer(now.microseconds), .text(queue.arn), .integer(row))
    world.wake(target)
  }

  private func dropExpired(_ queue: Queue, at now: Timestamp) throws(AWSError) {
    try database.run(
      "DELETE FROM sqs_message WHERE queue = ? AND sent <= ?", .text(queue.arn),
      .integer((now - queue.attributes.retention).microseconds))
  }

  /// When the next message that can't be seen now comes to sight; nil when none will.
  func nextVisible(_ queue: Queue, after now: Timestamp) throws(AWSError) -> Timestamp? {
    try database.row(
      "SELECT min(visible_at) FROM sqs_message WHERE queue = ? AND visible_at > ?",
      .text(queue.arn), .integer(now.microseconds)
    )?.optionalInteger(0).map(Timestamp.init(microseconds:))
  }

  /// The message that a receipt handle is the latest of, and when it comes to sight again.
  func message(receipt: String, _ queue: Queue) throws(AWSError)
    -> (row: Int64, visibleAt: Timestamp)?
  {
    guard receipt.hasPrefix("AQEB"), receipt.utf8.count == 84 else {
      throw SQSError.invalidReceipt(receipt)
    }
    return try database.row(
      "SELECT id, visible_at FROM sqs_message WHERE receipt = ? AND queue = ?", .text(receipt),
      .text(queue.arn)
    ).map { ($0.integer(0), Timestamp(microseconds: $0.integer(1))) }
  }

  /// Deletes by a receipt handle; one that is not the latest deletes nothing and is no error.
  func delete(receipt: String, _ queue: Queue, at now: Timestamp) throws(AWSError) {
    guard let (row, visibleAt) = try message(receipt: receipt, queue) else { return }
    if queue.attributes.isFIFO, visibleAt <= now {
      throw SQSError.invalidParameter(receipt, "ReceiptHandle", "The receipt handle has expired.")
    }
    try database.run("DELETE FROM sqs_message WHERE id = ?", .integer(row))
    // The next of its group can be had now.
    if queue.attributes.isFIFO { world.wake(queue.arn) }
  }

  /// Hides a message in flight for so long from now.
  func changeVisibility(_ receipt: String, _ seconds: Int, _ queue: Queue, at now: Timestamp)
    throws(AWSError)
  {
    guard (0...43_200).contains(seconds) else {
      throw SQSError.invalidParameter(
        String(seconds), "VisibilityTimeout",
        "VisibilityTimeout must be an integer between 0 and 43200.")
    }
    guard let (row, visibleAt) = try message(receipt: receipt, queue) else {
      throw SQSError.invalidParameter(
        receipt, "ReceiptHandle",
        "Message does not exist or is not available for visibility timeout change.")
    }
    guard visibleAt > now else {
      throw SQSError.simple(
        "MessageNotInflight", "The specified message isn't in flight.")
    }
    try database.run(
      "UPDATE sqs_message SET visible_at = ? WHERE id = ?",
      .integer((now + .seconds(seconds)).microseconds), .integer(row))
    world.wake(queue.arn)
  }
}
