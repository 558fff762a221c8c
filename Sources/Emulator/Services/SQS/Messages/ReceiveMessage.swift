import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
enum ReceiveMessage: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "QueueUrl", "AttributeNames", "MessageSystemAttributeNames", "MessageAttributeNames",
      "MaxNumberOfMessages", "VisibilityTimeout", "WaitTimeSeconds",
    ]
    let url: String
    let systemNames: [String]
    let attributeNames: [String]
    let limit: Int
    let visibilityTimeout: Int?
    let waitTime: Int?

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      systemNames =
        (members.strings("AttributeNames") ?? [])
        + (members.strings("MessageSystemAttributeNames") ?? [])
      attributeNames = members.strings("MessageAttributeNames") ?? []
      limit = members.integer("MaxNumberOfMessages") ?? 1
      visibilityTimeout = members.integer("VisibilityTimeout")
      waitTime = members.integer("WaitTimeSeconds")
      func check(_ value: Int?, _ range: ClosedRange<Int>, _ name: String, _ reason: String)
        throws(AWSError)
      {
        guard let value, !range.contains(value) else { return }
        throw SQSError.invalidParameter(String(value), name, reason)
      }
      try check(
        limit, 1...10, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.")
      try check(
        waitTime, 0...20, "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.")
      try check(
        visibilityTimeout, 0...43_200, "VisibilityTimeout",
        "Must be between 0 and 43200, if provided.")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "ReceiveMessage")
    let timeout =
      input.visibilityTimeout.map { Duration.seconds($0) } ?? queue.attributes.visibilityTimeout
    let messages = try call.queues.receive(
      queue, limit: input.limit, hiddenFor: timeout, at: call.now)
    if messages.isEmpty {
      let waitTime = input.waitTime.map { Duration.seconds($0) } ?? queue.attributes.waitTime
      let deadline = call.started + waitTime
      if call.now < deadline {
        let next = try call.queues.nextVisible(queue, after: call.now) ?? deadline
        call.wait = Wait(until: min(deadline, next), wakeOn: queue.arn)
      }
      return [:]
    }
    return ["Messages": .list(messages.map { .object(output($0, input, queue)) })]
  }

  private static func output(_ message: ReceivedMessage, _ input: Input, _ queue: Queue)
    -> AWSObject
  {
    var output: AWSObject = [
      "MessageId": .string(message.messageID), "ReceiptHandle": .string(message.receipt),
      "MD5OfBody": .string(MD5.hex(Array(message.body.utf8))), "Body": .string(message.body),
    ]
    let system = systemAttributes(message, queue).filter { name, _ in
      input.systemNames.contains("All") || input.systemNames.contains(name)
    }
    if !system.isEmpty {
      output["Attributes"] = .object(AWSObject(system.map { ($0.0, .string($0.1)) }))
    }
    let attributes = message.attributes.filtered(input.attributeNames)
    if !attributes.isEmpty {
      output["MD5OfMessageAttributes"] = .string(attributes.digest)
      output["MessageAttributes"] = .object(attributes.output)
    }
    return output
  }

  private static func systemAttributes(_ message: ReceivedMessage, _ queue: Queue)
    -> [(String, String)]
  {
    var all = [
      ("SenderId", message.sender),
      ("ApproximateFirstReceiveTimestamp", String(message.firstReceived.microseconds / 1000)),
      ("ApproximateReceiveCount", String(message.receiveCount)),
      ("SentTimestamp", String(message.sent.microseconds / 1000)),
    ]
    if queue.attributes.isFIFO { all.append(("SequenceNumber", SQSStore.sequence(message.row))) }
    for (name, value) in [
      ("MessageDeduplicationId", message.deduplicationID), ("MessageGroupId", message.groupID),
      ("AWSTraceHeader", message.trace), ("DeadLetterQueueSourceArn", message.deadLetterSource),
    ] {
      if let value { all.append((name, value)) }
    }
    return all
  }
}
