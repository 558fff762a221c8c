import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html
enum PurgeQueue: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl"]
    let url: String

    init(_ members: Members) throws(AWSError) { url = members.string("QueueUrl") ?? "" }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "PurgeQueue")
    if let purged = queue.purged, call.now.seconds - purged < 60 {
      throw AWSError(
        "AWS.SimpleQueueService.PurgeQueueInProgress",
        "Only one PurgeQueue operation on \(queue.name) is allowed every 60 seconds.", status: 403)
    }
    try call.queues.purge(queue)
    try call.queues.markPurged(queue, at: call.now)
    return [:]
  }
}
