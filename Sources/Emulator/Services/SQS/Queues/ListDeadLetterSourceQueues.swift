import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html
enum ListDeadLetterSourceQueues: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl"]
    let url: String

    init(_ members: Members) throws(AWSError) { url = members.string("QueueUrl") ?? "" }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "ListDeadLetterSourceQueues")
    let sources = try call.queues.sources(ofDeadLetterQueue: queue.arn, account: queue.account)
    return ["queueUrls": .list(sources.map { .string(Queue.url($0.account, $0.name, call)) })]
  }
}
