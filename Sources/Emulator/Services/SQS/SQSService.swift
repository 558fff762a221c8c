package import AWS

/// Simple Queue Service
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html).
package enum SQSService: ServiceDefinition {
  package static let service = "sqs"
  package static let asksWhileItRuns = true
  package static let operations = [
    ServedOperation(service, ChangeMessageVisibility.self),
    ServedOperation(service, ChangeMessageVisibilityBatch.self),
    ServedOperation(service, CreateQueue.self),
    ServedOperation(service, DeleteMessage.self),
    ServedOperation(service, DeleteMessageBatch.self),
    ServedOperation(service, DeleteQueue.self),
    ServedOperation(service, GetQueueAttributes.self),
    ServedOperation(service, GetQueueUrl.self),
    ServedOperation(service, ListDeadLetterSourceQueues.self),
    ServedOperation(service, ListQueueTags.self),
    ServedOperation(service, ListQueues.self),
    ServedOperation(service, PurgeQueue.self),
    ServedOperation(service, ReceiveMessage.self),
    ServedOperation(service, SendMessage.self),
    ServedOperation(service, SendMessageBatch.self),
    ServedOperation(service, SetQueueAttributes.self),
    ServedOperation(service, TagQueue.self),
    ServedOperation(service, UntagQueue.self),
  ]
  package static let tables = [
    ResourceTable("sqs_queue", resource: "arn", ignored: ["modified"])
  ]

  /// Times in `sqs_message` and `sqs_deduplication` are microseconds, in `sqs_queue` seconds.
  package static let schema = """
    CREATE TABLE IF NOT EXISTS sqs_queue (
      arn TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
      attributes TEXT NOT NULL, tags TEXT NOT NULL, created INTEGER NOT NULL,
      modified INTEGER NOT NULL, purged INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sqs_message (
      id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL,
      body TEXT NOT NULL, attributes TEXT, trace TEXT, sender TEXT NOT NULL, sent INTEGER NOT NULL,
      visible_at INTEGER NOT NULL, receive_count INTEGER NOT NULL, first_received INTEGER,
      receipt TEXT, group_id TEXT, deduplication_id TEXT, dead_letter_source TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS sqs_message_visible ON sqs_message (queue, visible_at, id);
    CREATE INDEX IF NOT EXISTS sqs_message_group ON sqs_message (queue, group_id, id)
      WHERE group_id IS NOT NULL;
    CREATE INDEX IF NOT EXISTS sqs_message_receipt ON sqs_message (receipt)
      WHERE receipt IS NOT NULL;
    CREATE TABLE IF NOT EXISTS sqs_deduplication (
      queue TEXT NOT NULL, deduplication_id TEXT NOT NULL, group_id TEXT NOT NULL,
      message_id TEXT NOT NULL, sequence INTEGER NOT NULL, expires INTEGER NOT NULL,
      PRIMARY KEY (queue, deduplication_id, group_id)
    ) STRICT, WITHOUT ROWID;
    """

  /// Management events are what changes queues; messages, and all that only reads, are data
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-logging-using-cloudtrail.html).
  package static func beginRecord(of call: inout Call, _ input: AWSObject) {
    call.record.isData = !managementEvents.contains(call.operation)
    if call.operation == "ReceiveMessage" { call.record.readOnly = true }
  }

  private static let managementEvents: Set<String> = [
    "CreateQueue", "DeleteQueue", "PurgeQueue", "SetQueueAttributes", "TagQueue", "UntagQueue",
  ]

  /// What a message says is kept out of records.
  package static func recordedInput(_ operation: String, _ input: AWSObject) -> AWSValue? {
    let hidden: AWSValue = "HIDDEN_DUE_TO_SECURITY_REASONS"
    func hiding(_ members: AWSObject) -> AWSObject {
      AWSObject(
        members.map { name, value in
          let isSecret = ["MessageBody", "MessageAttributes", "MessageSystemAttributes"]
            .contains(name)
          return (name.withSmallFirstLetter, isSecret ? hidden : value)
        })
    }
    var recorded = hiding(input)
    if let entries = input["Entries"]?.list {
      recorded["entries"] = .list(entries.map { .object(hiding($0.object ?? [:])) })
    }
    return recorded.isEmpty ? .null : .object(recorded)
  }
}
