import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
enum SendMessage: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl"] + OutgoingMessage.members
    let url: String
    let message: OutgoingMessage

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      message = OutgoingMessage(members)
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "SendMessage")
    let sent = try call.queues.send(
      input.message, to: queue, sender: call.caller.principalID, at: call.now)
    return sent.output
  }
}
