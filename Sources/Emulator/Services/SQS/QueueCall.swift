import AWS
import PolicyLanguage

/// The queue that a call names, once it is known that the caller may.
extension Call {
  var queues: SQSStore { SQSStore(world) }

  /// Finds the queue of a URL and asks its policy.
  ///
  /// - Parameters:
  ///   - action: `SendMessage`; batches are asked as their single form.
  ///   - isShareable: whether a policy can let another account do it at all.
  ///   - keys: the condition keys of the action.
  mutating func queue(
    _ url: String, for action: String, isShareable: Bool = true, keys: [String: [String]] = [:]
  ) throws(AWSError) -> Queue {
    let (account, name) = try Self.parts(ofQueueURL: url, scope.account)
    let arn = "arn:\(scope.partition):sqs:\(region):\(account):\(name)"
    record.resources = [
      ["accountId": .string(account), "type": "AWS::SQS::Queue", "ARN": .string(arn)]
    ]
    guard let queue = try queues.queue(arn: arn) else {
      throw caller.kind == .anonymous ? Self.denied(url) : SQSError.noQueue
    }
    if caller.account != queue.account { record.sharedWith = [queue.account] }
    var check = AccessCheck("sqs:\(action)", on: arn, context: keys, owner: queue.account)
    let tags = AccessCheck.tags("aws:ResourceTag", queue.tags.texts)
    check.context.merge(tags) { given, _ in given }
    check.resourcePolicy = .init(world.policy(queue.attributes.policy), name: arn)
    if !isShareable, caller.account != queue.account {
      throw refusal(check, .implicitDeny(.resource))
    }
    let decision = try decision(check)
    observe(check, isAllowed: decision.isAllowed)
    if decision.isAllowed { return queue }
    let refusal = refusal(check, decision)
    throw caller.kind == .anonymous ? Self.denied(url) : refusal
  }

  /// What no queue's policy can open to everyone: making and listing queues.
  func mustBeSigned() throws(AWSError) {
    guard caller.kind != .anonymous else {
      throw AWSError("AccessDenied", "Access to the resource is denied.", status: 403)
    }
  }

  func queueARN(_ name: String) -> String {
    "arn:\(scope.partition):sqs:\(region):\(account):\(name)"
  }

  private static func denied(_ url: String) -> AWSError {
    AWSError("AccessDenied", "Access to the resource \(url) is denied.", status: 403)
  }

  /// `https://sqs.us-east-1.amazonaws.com/123456789012/name`; a bare name is one's own queue.
  private static func parts(ofQueueURL url: String, _ own: String) throws(AWSError)
    -> (account: String, name: String)
  {
    let path = url.split(separator: "/").map(String.init)
    guard let name = path.last, !name.isEmpty else {
      throw AWSError("InvalidAddress", "The address \(url) is not valid for this endpoint.",
        status: 404)
    }
    let account = path.count > 1 ? path[path.count - 2] : own
    let isAccount = account.utf8.count == 12 && account.utf8.allSatisfy { (48...57).contains($0) }
    return (isAccount ? account : own, name)
  }
}

extension AWSObject {
  /// Tags as SQS has them, a map of texts.
  var texts: [(key: String, value: String)] { map { ($0.key, $0.value.string ?? "") } }
}
