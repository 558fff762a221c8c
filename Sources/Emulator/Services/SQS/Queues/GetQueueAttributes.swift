import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
enum GetQueueAttributes: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl", "AttributeNames"]
    let url: String
    let names: [String]

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      names = members.strings("AttributeNames") ?? []
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "GetQueueAttributes")
    let all = try attributes(of: queue, call)
    for name in input.names where name != "All" && !known.contains(name) {
      throw SQSError.unknownAttribute(name)
    }
    let asked = all.filter { input.names.contains("All") || input.names.contains($0.0) }
    return asked.isEmpty ? [:] : ["Attributes": .object(AWSObject(asked))]
  }

  private static func attributes(of queue: Queue, _ call: Call) throws(AWSError)
    -> [(String, AWSValue)]
  {
    let counts = try call.queues.counts(ofQueue: queue.arn, at: call.now)
    var all: [(String, AWSValue)] = [
      ("QueueArn", .string(queue.arn)),
      ("ApproximateNumberOfMessages", .string(String(counts.visible))),
      ("ApproximateNumberOfMessagesNotVisible", .string(String(counts.inFlight))),
      ("ApproximateNumberOfMessagesDelayed", .string(String(counts.delayed))),
      ("CreatedTimestamp", .string(String(queue.created))),
      ("LastModifiedTimestamp", .string(String(queue.modified))),
    ]
    for name in settable {
      var value = queue.attributes[name]
      if queue.attributes.isFIFO { value = value ?? fifoDefaults[name] }
      // A queue encrypted with a key of KMS isn't with SQS's own.
      if name == "SqsManagedSseEnabled", queue.attributes["KmsMasterKeyId"] != nil {
        value = "false"
      }
      if let value { all.append((name, .string(value))) }
    }
    return all
  }

  private static let fifoDefaults = [
    "ContentBasedDeduplication": "false", "DeduplicationScope": "queue",
    "FifoThroughputLimit": "perQueue",
  ]
  private static let settable = [
    "VisibilityTimeout", "MaximumMessageSize", "MessageRetentionPeriod", "DelaySeconds",
    "ReceiveMessageWaitTimeSeconds", "Policy", "RedrivePolicy", "RedriveAllowPolicy",
    "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "FifoQueue",
    "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit",
  ]
  private static let known = Set(
    settable + [
      "QueueArn", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesDelayed", "CreatedTimestamp", "LastModifiedTimestamp",
    ])
}
