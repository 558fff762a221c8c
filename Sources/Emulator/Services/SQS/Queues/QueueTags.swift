import AWS

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html
enum TagQueue: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl", "Tags"]
    let url: String
    let tags: AWSObject

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      tags = members.object("Tags") ?? [:]
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var queue = try call.queue(
      input.url, for: "TagQueue", isShareable: false,
      keys: AccessCheck.requestTags(input.tags.texts))
    for (key, value) in input.tags { queue.tags[key] = value }
    guard queue.tags.count <= 50 else {
      throw AWSError("InvalidParameterValue", "Too many tags added for queue \(queue.name).")
    }
    try call.queues.update(queue, at: call.now)
    return [:]
  }
}

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html
enum UntagQueue: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl", "TagKeys"]
    let url: String
    let keys: [String]

    init(_ members: Members) throws(AWSError) {
      url = members.string("QueueUrl") ?? ""
      keys = members.strings("TagKeys") ?? []
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var queue = try call.queue(
      input.url, for: "UntagQueue", isShareable: false, keys: ["aws:TagKeys": input.keys])
    for key in input.keys { queue.tags[key] = nil }
    try call.queues.update(queue, at: call.now)
    return [:]
  }
}

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html
enum ListQueueTags: OperationHandler {
  struct Input: OperationInput {
    static let members = ["QueueUrl"]
    let url: String

    init(_ members: Members) throws(AWSError) { url = members.string("QueueUrl") ?? "" }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let queue = try call.queue(input.url, for: "ListQueueTags", isShareable: false)
    return queue.tags.isEmpty ? [:] : ["Tags": .object(queue.tags)]
  }
}
