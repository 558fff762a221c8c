import AWS
import Documents

/// `notify`: a message about a match, in the form that Cloud Custodian's mailer reads, to a queue
/// of SQS or a topic of SNS; to a webhook or a file as it is.
struct Notify: Action {
  enum Transport: Sendable {
    /// A name, an ARN or a URL.
    case queue(String)
    /// A name or an ARN, and attributes beside the message's type.
    case topic(String, attributes: [(String, String)])
    case plain(Notice.Transport)
  }

  /// The most bytes that a message of SQS and SNS may have.
  static let sizeLimit = 262_144

  let name = "notify"
  let position: SourcePosition
  let transport: Transport
  /// The action as it is written, its variables filled in.
  let document: AWSObject
  /// What `to_from` and `cc_from` name beside `to` and `cc`.
  var recipients: [(key: String, names: [AWSValue])] = []

  var hydrations: [Hydration] {
    if case .plain = transport { [] } else { [PolicyMessage.aliasHydration] }
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let message = PolicyMessage(setting: setting)
    var body: AWSObject = [
      "event": message.event, "account_id": message.account, "partition": message.partition,
      "account": message.alias, "version": .string(PolicyMessage.version),
      "region": message.region, "execution_id": message.executionID,
      "execution_start": message.executionStart, "policy": message.policy,
    ]
    let fields = body
    body["action"] = action(setting)
    var resource = message.resource.object ?? [:]
    if setting.policy.resourceType.name == "aws.ec2" { resource["c7n:user-data"] = nil }
    body["resources"] = [.object(resource)]
    switch transport {
    case .plain(let transport):
      plan.notices.append(Notice(transport: transport, body: body))
    case .queue(let queue):
      guard let place = Self.fill(queue, fields) else {
        return refuse("the queue `\(queue)` has a field without a value", &plan)
      }
      let found = Self.queue(place, setting)
      send(body, about: setting, in: &plan) { packed in
        APICall(
          service: "sqs", operation: "SendMessage",
          input: [
            "QueueUrl": .string(found.url), "MessageBody": .string(packed),
            "MessageAttributes": .object(Self.attributes([])),
          ], scope: setting.scope(in: found.region))
      }
    case .topic(let topic, let attributes):
      guard let place = Self.fill(topic, fields) else {
        return refuse("the topic `\(topic)` has a field without a value", &plan)
      }
      let isARN = place.hasPrefix("arn:")
      let parts = place.split(separator: ":", omittingEmptySubsequences: false)
      let region = isARN && parts.count > 3 ? String(parts[3]) : setting.context.region
      let arn =
        isARN
        ? place
        : "arn:\(Template.partition(of: region)):sns:\(region):\(setting.context.account):\(place)"
      send(body, about: setting, in: &plan) { packed in
        APICall(
          service: "sns", operation: "Publish",
          input: [
            "TopicArn": .string(arn), "Message": .string(packed),
            "MessageAttributes": .object(Self.attributes(attributes)),
          ], scope: setting.scope(in: region))
      }
    }
  }

  private func action(_ setting: ActionSetting) -> AWSValue {
    var action = document
    if case .plain = transport {
      action = Template.expand(.object(action), setting.context).object ?? [:]
    }
    for (key, names) in recipients { action[key] = .list((action[key]?.list ?? []) + names) }
    return PolicyMessage.plain(.object(action))
  }

  private func send(
    _ body: AWSObject, about setting: ActionSetting, in plan: inout Plan,
    _ call: (String) -> APICall
  ) {
    let packed = Base64.encode(Zlib.compress(Array(JSON.text(body).utf8)))
    guard packed.utf8.count <= Self.sizeLimit else {
      return refuse(
        "the message about \(setting.id) has \(packed.utf8.count) bytes, more than "
          + "\(Self.sizeLimit)", &plan)
    }
    plan.tell(call(packed), body)
  }

  private func refuse(_ reason: String, _ plan: inout Plan) {
    plan.remarks.append("nobody is notified: \(reason)")
  }

  private static func fill(_ text: String, _ fields: AWSObject) -> String? {
    try? Template.fill(text) { name in fields[name].map { .value($0) } }
  }

  private static func attributes(_ more: [(String, String)]) -> AWSObject {
    AWSObject(
      ([("mtype", "maidmsg/1.0")] + more).map { name, value in
        (name, ["DataType": "String", "StringValue": .string(value)])
      })
  }

  /// As Cloud Custodian finds a queue's region and URL.
  private static func queue(_ queue: String, _ setting: ActionSetting)
    -> (url: String, region: String)
  {
    func label(_ place: Int, of text: some StringProtocol) -> String {
      let labels = text.split(separator: ".", omittingEmptySubsequences: false)
      return labels.indices.contains(place) ? String(labels[place]) : setting.context.region
    }
    func url(_ region: String, _ owner: some StringProtocol, _ name: some StringProtocol)
      -> (String, String)
    {
      ("https://sqs.\(region).amazonaws.com/\(owner)/\(name)", region)
    }
    if queue.hasPrefix("https://queue.amazonaws.com") { return (queue, "us-east-1") }
    if queue.contains("queue.amazonaws.com") {
      return (queue, label(0, of: queue.dropFirst("https://".count)))
    }
    if queue.hasPrefix("https://sqs.") { return (queue, label(1, of: queue)) }
    // An endpoint of the user's own, such as the emulator's.
    if queue.hasPrefix("http://") || queue.hasPrefix("https://") {
      return (queue, setting.context.region)
    }
    let parts = queue.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    if queue.hasPrefix("arn:"), parts.count == 6 {
      return url(String(parts[3]), parts[4], parts[5])
    }
    return url(setting.context.region, setting.context.account, queue)
  }
}

extension ActionSetting {
  /// The policy's account in a region of its own choosing.
  func scope(in region: String) -> Scope {
    Scope(partition: scope.partition, account: context.account, region: region)
  }
}
