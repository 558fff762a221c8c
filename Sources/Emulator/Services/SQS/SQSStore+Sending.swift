import AWS

extension SQSStore {
  /// What a sender is told.
  struct Sent {
    let messageID: String
    let bodyDigest: String
    let attributesDigest: String?
    /// FIFO only.
    let sequence: String?

    var output: AWSObject {
      var output: AWSObject = [
        "MD5OfMessageBody": .string(bodyDigest), "MessageId": .string(messageID),
      ]
      output.set("MD5OfMessageAttributes", attributesDigest.map(AWSValue.string))
      output.set("SequenceNumber", sequence.map(AWSValue.string))
      return output
    }
  }

  /// Puts a message into a queue. A FIFO queue takes a message with the same deduplication id only
  /// once in 5 minutes, and answers as if it had taken it again.
  func send(_ message: OutgoingMessage, to queue: Queue, sender: String, at now: Timestamp)
    throws(AWSError) -> Sent
  {
    let attributes = try MessageAttributes(message.attributes)
    try message.check(queue, attributes)
    let isFIFO = queue.attributes.isFIFO
    let bodyDigest = MD5.hex(Array(message.body.utf8))
    let attributesDigest = attributes.isEmpty ? nil : attributes.digest
    let deduplicationID =
      isFIFO ? message.deduplicationID ?? SHA256.hex(message.body) : nil
    func answer(_ messageID: String, _ row: Int64) -> Sent {
      Sent(
        messageID: messageID, bodyDigest: bodyDigest, attributesDigest: attributesDigest,
        sequence: isFIFO ? Self.sequence(row) : nil)
    }
    let scope =
      queue.attributes["DeduplicationScope"] == "messageGroup" ? message.groupID ?? "" : ""
    if let deduplicationID,
      let twin = try database.row(
        """
        SELECT message_id, sequence FROM sqs_deduplication \
        WHERE queue = ? AND deduplication_id = ? AND group_id = ? AND expires > ?
        """,
        .text(queue.arn), .text(deduplicationID), .text(scope), .integer(now.microseconds))
    {
      return answer(twin.text(0), twin.integer(1))
    }
    let messageID = world.uuid()
    let delay = message.delay.map { Duration.seconds($0) } ?? queue.attributes.delay
    try database.run(
      """
      INSERT INTO sqs_message(queue, message_id, body, attributes, trace, sender, sent, \
      visible_at, receive_count, group_id, deduplication_id) VALUES (?,?,?,?,?,?,?,?,0,?,?)
      """,
      .text(queue.arn), .text(messageID), .text(message.body),
      attributes.isEmpty ? .null : .text(attributes.json),
      SQLValue(message.systemAttributes["AWSTraceHeader"]?["StringValue"]?.string),
      .text(sender), .integer(now.microseconds), .integer((now + delay).microseconds),
      SQLValue(message.groupID), SQLValue(deduplicationID))
    let row = database.lastInsertedRowID
    if let deduplicationID {
      try database.run(
        "INSERT OR REPLACE INTO sqs_deduplication VALUES (?,?,?,?,?,?)", .text(queue.arn),
        .text(deduplicationID), .text(scope), .text(messageID), .integer(row),
        .integer((now + .minutes(5)).microseconds))
    }
    world.wake(queue.arn)
    return answer(messageID, row)
  }

  /// Twenty digits that grow.
  static func sequence(_ row: Int64) -> String {
    let digits = String(row)
    return "1" + String(repeating: "0", count: max(0, 19 - digits.utf8.count)) + digits
  }
}
