import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
enum ListQueues: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueNamePrefix", "NextToken", "MaxResults"]
    let prefix: String
    let after: String
    let limit: Int?

    init(_ members: Members) throws(AWSError) {
      prefix = members.string("QueueNamePrefix") ?? ""
      limit = members.integer("MaxResults")
      if let limit, !(1...1000).contains(limit) {
        throw SQSError.invalidParameter(
          String(limit), "MaxResults", "MaxResults must be an integer between 1 and 1000.")
      }
      if let token = members.string("NextToken") {
        guard let bytes = Base64.decode(token), limit != nil else {
          throw SQSError.invalidParameter(token, "NextToken", "Invalid or expired next token.")
        }
        after = String(decoding: bytes, as: UTF8.self)
      } else {
        after = ""
      }
    }
  }

  /// AWS asks it of a queue without a name.
  static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
    call.caller.kind == .anonymous ? [] : [AccessCheck(call.ownAction, on: call.queueARN(""))]
  }

  /// Without MaxResults at most 1,000 queues, and no token.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.mustBeSigned()
    let limit = input.limit ?? 1000
    let found = try call.queues.queues(
      call.scope, prefix: input.prefix, after: input.after, limit: limit + 1)
    let page = found.prefix(limit)
    var output = AWSObject()
    if !page.isEmpty {
      output["QueueUrls"] = .list(page.map { .string(Queue.url($0.account, $0.name, call)) })
    }
    if found.count > limit, input.limit != nil, let last = page.last {
      output["NextToken"] = .string(Base64.encode(Array(last.name.utf8)))
    }
    return output
  }
}
