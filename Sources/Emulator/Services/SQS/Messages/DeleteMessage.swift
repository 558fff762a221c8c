import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
enum DeleteMessage: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl", "ReceiptHandle"]
    let url: String
    let receipt: String

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      receipt = members.string("ReceiptHandle") ?? ""
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "DeleteMessage")
    try call.queues.delete(receipt: input.receipt, queue, at: call.now)
    return [:]
  }
}

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html
enum DeleteMessageBatch: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl", "Entries.Id", "Entries.ReceiptHandle"]
    let url: String
    let batch: BatchEntries

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      batch = try BatchEntries(members, "DeleteMessageBatchRequestEntry")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "DeleteMessage")
    let (store, now) = (call.queues, call.now)
    return try input.batch.each { members throws(AWSError) in
      try store.delete(receipt: members.string("ReceiptHandle") ?? "", queue, at: now)
      return [:]
    }
  }
}
