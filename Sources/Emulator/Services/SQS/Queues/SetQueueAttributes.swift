import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
enum SetQueueAttributes: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl", "Attributes"]
    let url: String
    let attributes: AWSObject

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      attributes = members.object("Attributes") ?? [:]
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var queue = try call.queue(input.url, for: "SetQueueAttributes", isShareable: false)
    for (name, value) in input.attributes {
      try queue.attributes.set(name, value.string ?? "", isCreation: false)
    }
    try queue.attributes.checkKind()
    if input.attributes["RedrivePolicy"] != nil {
      try RedriveCheck.check(queue.attributes, for: queue.arn, call)
    }
    try call.queues.update(queue, at: call.now)
    return [:]
  }
}
