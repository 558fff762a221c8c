package import AWS

extension SQSStore {
  /// How a service's attempt to put something into a queue ended.
  package enum ServiceDelivery: Hashable, Sendable {
    case delivered(messageID: String)
    case noSuchQueue
    /// The queue's policy doesn't let the service in.
    case accessDenied
    /// The queue doesn't take the message: too long, a FIFO queue without a group.
    case invalid(AWSError)
  }

  /// Puts in what a service sends by itself: EventBridge for a rule, with the queue's policy asked
  /// for `events.amazonaws.com` and the rule as aws:SourceArn. No record, as on AWS.
  ///
  /// - Parameter attributes: message attributes of type String, such as EventBridge's on what it
  ///   gives up.
  package func deliver(
    body: String, to queueARN: String, fromService service: String, sourceARN: String,
    groupID: String? = nil, attributes: [(name: String, value: String)] = [], at now: Timestamp
  ) throws(AWSError) -> ServiceDelivery {
    guard let queue = try queue(arn: queueARN) else { return .noSuchQueue }
    let source = DeliveringService(
      name: service, sourceARN: sourceARN, sourceAccount: ARN(sourceARN)?.account ?? "")
    var check = AccessCheck("sqs:SendMessage", on: queueARN, owner: queue.account)
    check.resourcePolicy = .init(world.policy(queue.attributes.policy), name: queueARN)
    guard try world.allows(source, check, at: now) else { return .accessDenied }
    var message = OutgoingMessage(body: body)
    message.groupID = groupID
    message.attributes = AWSObject(
      attributes.map {
        ($0.name, ["DataType": "String", "StringValue": .string($0.value)])
      })
    do {
      return .delivered(
        messageID: try send(message, to: queue, sender: service, at: now).messageID)
    } catch {
      if error.status >= 500 { throw error }
      return .invalid(error)
    }
  }
}
