import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
enum GetQueueUrl: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueName", "QueueOwnerAWSAccountId"]
    let name: String
    let owner: String?

    init(_ members: Members) throws(AWSError) {
      name = members.string("QueueName") ?? ""
      owner = members.string("QueueOwnerAWSAccountId")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let url = Queue.url(input.owner ?? call.account, input.name, call)
    _ = try call.queue(url, for: "GetQueueUrl")
    return ["QueueUrl": .string(url)]
  }
}
