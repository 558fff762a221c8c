import AWS

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
///
/// Only SQS queues are targets here; any other is refused, never accepted and forgotten.
enum PutTargets: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Rule", "EventBusName", "Targets.Id", "Targets.Arn", "Targets.RoleArn", "Targets.Input",
      "Targets.InputPath", "Targets.InputTransformer.*", "Targets.SqsParameters.*",
      "Targets.DeadLetterConfig.*", "Targets.RetryPolicy.*",
    ]
    let rule: String
    let bus: String?
    let targets: [AWSObject]

    init(_ members: Members) throws(AWSError) {
      rule = members.string("Rule") ?? ""
      bus = members.string("EventBusName")
      targets = members.objects("Targets") ?? []
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    let keys = ["events:TargetArn": input.targets.compactMap { $0["Arn"]?.string }]
    let rule = try call.ruleCheck(input.rule, bus: input.bus, keys: keys)
    let roles = input.targets.compactMap { $0["RoleArn"]?.string }
    return [rule]
      + roles.map { .passRole($0, to: "events.amazonaws.com", for: rule.resource) }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.bus)
    let rule = try call.existingRule(input.rule)
    for target in input.targets { try check(EventTarget(document: target)) }
    for target in input.targets { try call.eventRules.put(EventTarget(document: target), rule) }
    if try call.eventRules.targets(ofRule: rule.arn).count > EventsStore.targetLimit {
      throw EventsError.limit
    }
    return ["FailedEntryCount": 0, "FailedEntries": []]
  }

  private static func check(_ target: EventTarget) throws(AWSError) {
    guard let arn = ARN(target.arn) else {
      throw EventsError.invalid(
        "Parameter \(target.arn) is not valid. Reason: Provided Arn is not in correct format.")
    }
    guard arn.service == "sqs" else {
      throw AWSError(
        AWSError.notImplemented,
        "stormdrill delivers events to SQS queues only, not to `\(target.arn)`", status: 501)
    }
    guard !arn.resource.hasSuffix(".fifo") || target.messageGroupID != nil else {
      throw EventsError.invalid(
        "Parameter(s) SqsParameters must be specified for target: \(target.id).")
    }
    let inputs = ["Input", "InputPath", "InputTransformer"].filter { target.document[$0] != nil }
    guard inputs.count < 2 else {
      throw EventsError.invalid(
        "Only one of Input, InputPath, or InputTransformer must be provided for target "
          + "\(target.id).")
    }
    _ = try TargetInput(target)
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html
enum RemoveTargets: OperationHandler {
  struct Input: OperationInput {
    static let members = ["Rule", "EventBusName", "Ids", "Force"]
    let rule: String
    let bus: String?
    let ids: [String]

    init(_ members: Members) throws(AWSError) {
      rule = members.string("Rule") ?? ""
      bus = members.string("EventBusName")
      ids = members.strings("Ids") ?? []
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ruleCheck(input.rule, bus: input.bus)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.bus)
    let rule = try call.existingRule(input.rule)
    for id in input.ids { try call.eventRules.deleteTarget(id, rule) }
    return ["FailedEntryCount": 0, "FailedEntries": []]
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html
enum ListTargetsByRule: OperationHandler {
  struct Input: OperationInput {
    static let members = ["Rule", "EventBusName", "NextToken", "Limit"]
    let rule: String
    let bus: String?
    let page: NamePage

    init(_ members: Members) throws(AWSError) {
      rule = members.string("Rule") ?? ""
      bus = members.string("EventBusName")
      page = try NamePage(members)
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ruleCheck(input.rule, bus: input.bus)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.bus)
    let rule = try call.existingRule(input.rule)
    let found = try call.eventRules.targets(ofRule: rule.arn).filter { $0.id > input.page.after }
    return input.page.output("Targets", found, name: \.id) { .object($0.document) }
  }
}
