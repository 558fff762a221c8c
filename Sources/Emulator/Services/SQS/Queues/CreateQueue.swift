import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
enum CreateQueue: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueName", "Attributes", "tags"]
    let name: String
    let attributes: AWSObject
    let tags: AWSObject

    init(_ members: Members) throws(AWSError) {
      name = members.string("QueueName") ?? ""
      attributes = members.object("Attributes") ?? [:]
      tags = members.object("tags") ?? [:]
    }
  }

  static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
    if call.caller.kind == .anonymous { return [] }
    let tags = AccessCheck.requestTags(input.tags.texts)
    let queue = call.queueARN(input.name)
    let creation = AccessCheck(call.ownAction, on: queue, context: tags)
    if tags.isEmpty { return [creation] }
    return [creation, AccessCheck("sqs:TagQueue", on: queue, context: tags)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.mustBeSigned()
    var attributes = QueueAttributes()
    for (name, value) in input.attributes {
      try attributes.set(name, value.string ?? "", isCreation: true)
    }
    try check(input.name, attributes)
    try attributes.checkKind()
    let arn = call.queueARN(input.name)
    call.record.resources = [
      ["accountId": .string(call.account), "type": "AWS::SQS::Queue", "ARN": .string(arn)]
    ]
    if let existing = try call.queues.queue(arn: arn) {
      // Only what the caller says is compared.
      for name in attributes.values.keys.sorted()
      where attributes.values[name] != existing.attributes[name] {
        throw SQSError.queueExists(name)
      }
    } else {
      try RedriveCheck.check(attributes, for: arn, call)
      try call.queues.insert(
        arn, call.scope, input.name, attributes, input.tags, at: call.now)
    }
    return ["QueueUrl": .string(Queue.url(call.account, input.name, call))]
  }

  private static func check(_ name: String, _ attributes: QueueAttributes) throws(AWSError) {
    let hasSuffix = name.hasSuffix(".fifo")
    let stem = hasSuffix && attributes.isFIFO ? name.dropLast(5) : name[...]
    let isValid = stem.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
        || $0 == 95
    }
    guard !stem.isEmpty, isValid, name.utf8.count <= 80 else {
      throw AWSError(
        "InvalidParameterValue",
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length")
    }
    if attributes.isFIFO, !hasSuffix {
      throw AWSError(
        "InvalidParameterValue", "The name of a FIFO queue can only include alphanumeric "
          + "characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in "
          + "length.")
    }
  }
}

/// A dead-letter queue must be there, of the same kind and owner.
enum RedriveCheck {
  static func check(_ attributes: QueueAttributes, for arn: String, _ call: Call) throws(AWSError)
  {
    guard let text = attributes.values["RedrivePolicy"] else { return }
    func invalid(_ reason: String) -> AWSError {
      SQSError.invalidParameter(text, "RedrivePolicy", reason)
    }
    guard let (target, maximum) = attributes.redrive else {
      throw invalid("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.")
    }
    guard (1...1000).contains(maximum) else {
      throw invalid(
        "Invalid value for maxReceiveCount: \(maximum), valid values are from 1 to 1000.")
    }
    guard let queue = try call.queues.queue(arn: target), queue.account == call.account else {
      throw invalid("Dead letter target does not exist.")
    }
    guard queue.attributes.isFIFO == attributes.isFIFO else {
      throw invalid("Dead-letter queue must be same type of queue as the source.")
    }
  }
}
