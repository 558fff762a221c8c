import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
enum SendMessageBatch: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["QueueUrl", "Entries.Id"] + OutgoingMessage.members.map { "Entries.\($0)" }
    let url: String
    let batch: BatchEntries

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      batch = try BatchEntries(members, "SendMessageBatchRequestEntry")
    }
  }

  static let sizeLimit = 1_048_576

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "SendMessage")
    let size = input.batch.entries.reduce(0) {
      $0 + ($1.members.string("MessageBody") ?? "").utf8.count
    }
    guard size <= sizeLimit else {
      throw SQSError.simple(
        "BatchRequestTooLong",
        "Batch requests cannot be longer than \(sizeLimit) bytes. You have sent \(size) bytes.")
    }
    let (store, sender, now) = (call.queues, call.caller.principalID, call.now)
    return try input.batch.each { members throws(AWSError) in
      try store.send(OutgoingMessage(members), to: queue, sender: sender, at: now).output
    }
  }
}
