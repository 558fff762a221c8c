import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html
///
/// The name is free again at once; AWS takes up to 60 seconds.
enum DeleteQueue: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl"]
    let url: String

    init(_ members: Members) throws(AWSError) { url = members.string("QueueUrl") ?? "" }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "DeleteQueue", isShareable: false)
    try call.queues.delete(queue)
    return [:]
  }
}
