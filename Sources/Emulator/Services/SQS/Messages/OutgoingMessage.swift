import AWS

/// A message on its way into a queue, by itself or as an entry of a batch.
struct OutgoingMessage {
  var body: String
  var attributes: AWSObject = [:]
  var systemAttributes: AWSObject = [:]
  var delay: Int?
  var groupID: String?
  var deduplicationID: String?

  static let members = [
    "MessageBody", "DelaySeconds", "MessageAttributes.*", "MessageSystemAttributes.*",
    "MessageDeduplicationId", "MessageGroupId",
  ]

  init(body: String) { self.body = body }

  init(_ members: Members) {
    body = members.string("MessageBody") ?? ""
    attributes = members.object("MessageAttributes") ?? [:]
    systemAttributes = members.object("MessageSystemAttributes") ?? [:]
    delay = members.integer("DelaySeconds")
    groupID = members.string("MessageGroupId")
    deduplicationID = members.string("MessageDeduplicationId")
  }

  /// What SQS checks of a message before it takes it.
  func check(_ queue: Queue, _ attributes: MessageAttributes) throws(AWSError) {
    guard !body.isEmpty else { throw SQSError.missingParameter("MessageBody") }
    guard body.unicodeScalars.allSatisfy(Self.isAllowed) else {
      throw AWSError(
        "InvalidMessageContents", "Invalid characters found. Valid unicode characters are #x9 | "
          + "#xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF")
    }
    let limit = queue.attributes.maximumMessageSize
    guard body.utf8.count + attributes.size <= limit else {
      throw AWSError(
        "InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be "
          + "shorter than \(limit) bytes.")
    }
    if let delay {
      if !(0...900).contains(delay) {
        throw SQSError.invalidParameter(
          String(delay), "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.")
      }
      if queue.attributes.isFIFO, delay > 0 {
        throw SQSError.invalidParameter(
          String(delay), "DelaySeconds",
          "The request include parameter that is not valid for this queue type.")
      }
    }
    try checkKind(queue)
  }

  private func checkKind(_ queue: Queue) throws(AWSError) {
    guard queue.attributes.isFIFO else {
      if let deduplicationID {
        throw SQSError.invalidParameter(
          deduplicationID, "MessageDeduplicationId",
          "The request includes a parameter that is not valid for this queue type.")
      }
      return
    }
    guard groupID != nil else { throw SQSError.missingParameter("MessageGroupId") }
    guard deduplicationID != nil || queue.attributes.deduplicatesByContent else {
      throw AWSError(
        "InvalidParameterValue", "The queue should either have ContentBasedDeduplication enabled "
          + "or MessageDeduplicationId provided explicitly")
    }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 ? scalar.value != 0xFFFE && scalar.value != 0xFFFF
      : [0x9, 0xA, 0xD].contains(scalar.value)
  }
}
