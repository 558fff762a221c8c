import AWS

/// The name of a rule and of its bus.
struct RuleInput: OperationInput, StatesAccess {
  static let members = ["Name", "EventBusName"]
  let name: String
  let bus: String?

  init(_ members: Members) throws(AWSError) {
    name = members.string("Name") ?? ""
    bus = members.string("EventBusName")
  }

  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ruleCheck(name, bus: bus)]
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html
enum DescribeRule: OperationHandler {
  static func perform(_ input: RuleInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.bus)
    var output = try call.existingRule(input.name).output
    output["CreatedBy"] = .string(call.account)
    return output
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html
enum EnableRule: OperationHandler {
  static func perform(_ input: RuleInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.bus)
    var rule = try call.existingRule(input.name)
    rule.state = .enabled
    try call.eventRules.put(rule)
    return [:]
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html
enum DisableRule: OperationHandler {
  static func perform(_ input: RuleInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.bus)
    var rule = try call.existingRule(input.name)
    rule.state = .disabled
    try call.eventRules.put(rule)
    return [:]
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html
enum DeleteRule: OperationHandler {
  struct Input: OperationInput {
    /// Force is for managed rules, of which there are none.
    static let members = ["Name", "EventBusName", "Force"]
    let rule: RuleInput

    init(_ members: Members) throws(AWSError) { rule = try RuleInput(members) }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.rule.access(call)
  }

  /// A rule that isn't there is deleted without an error.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.rule.bus)
    guard let rule = try call.eventRules.rule(named: input.rule.name, call.scope) else {
      return [:]
    }
    guard try call.eventRules.targets(ofRule: rule.arn).isEmpty else {
      throw EventsError.invalid("Rule can't be deleted since it has targets.")
    }
    try call.eventRules.delete(rule)
    return [:]
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html
enum ListRules: OperationHandler {
  struct Input: OperationInput {
    static let members = ["NamePrefix", "EventBusName", "NextToken", "Limit"]
    let prefix: String
    let bus: String?
    let page: NamePage

    init(_ members: Members) throws(AWSError) {
      prefix = members.string("NamePrefix") ?? ""
      bus = members.string("EventBusName")
      page = try NamePage(members)
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.bus)
    let found = try call.eventRules.rules(
      call.scope, prefix: input.prefix, after: input.page.after, limit: input.page.limit + 1)
    return input.page.output("Rules", found, name: \.name) { .object($0.output) }
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html
enum ListRuleNamesByTarget: OperationHandler {
  struct Input: OperationInput {
    static let members = ["TargetArn", "EventBusName", "NextToken", "Limit"]
    let target: String
    let bus: String?
    let page: NamePage

    init(_ members: Members) throws(AWSError) {
      target = members.string("TargetArn") ?? ""
      bus = members.string("EventBusName")
      page = try NamePage(members)
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.bus)
    var names: [String] = []
    for rule in try call.eventRules.rules(call.scope, after: input.page.after)
    where try call.eventRules.targets(ofRule: rule.arn).contains(where: { $0.arn == input.target })
    {
      names.append(rule.name)
    }
    return input.page.output("RuleNames", names, name: \.self) { .string($0) }
  }
}
