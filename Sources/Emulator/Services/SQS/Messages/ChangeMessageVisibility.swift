import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
enum ChangeMessageVisibility: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl", "ReceiptHandle", "VisibilityTimeout"]
    let url: String
    let receipt: String
    let timeout: Int

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      receipt = members.string("ReceiptHandle") ?? ""
      timeout = members.integer("VisibilityTimeout") ?? 0
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "ChangeMessageVisibility")
    try call.queues.changeVisibility(input.receipt, input.timeout, queue, at: call.now)
    return [:]
  }
}

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
enum ChangeMessageVisibilityBatch: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "QueueUrl", "Entries.Id", "Entries.ReceiptHandle", "Entries.VisibilityTimeout",
    ]
    let url: String
    let batch: BatchEntries

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      batch = try BatchEntries(members, "ChangeMessageVisibilityBatchRequestEntry")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "ChangeMessageVisibility")
    let (store, now) = (call.queues, call.now)
    return try input.batch.each { members throws(AWSError) in
      guard let timeout = members.integer("VisibilityTimeout") else {
        throw SQSError.missingParameter("VisibilityTimeout")
      }
      try store.changeVisibility(members.string("ReceiptHandle") ?? "", timeout, queue, at: now)
      return [:]
    }
  }
}
