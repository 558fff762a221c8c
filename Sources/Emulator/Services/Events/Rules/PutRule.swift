import AWS

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
///
/// Rules by pattern; a schedule is not supported.
enum PutRule: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Name", "EventPattern", "State", "Description", "RoleArn", "Tags.Key", "Tags.Value",
      "EventBusName",
    ]
    let name: String
    let pattern: String?
    let state: EventRule.State
    let description: String?
    let role: String?
    let tags: [AWSObject]
    let bus: String?

    init(_ members: Members) throws(AWSError) {
      name = members.string("Name") ?? ""
      pattern = members.string("EventPattern")
      state = members.string("State").flatMap(EventRule.State.init) ?? .enabled
      description = members.string("Description")
      role = members.string("RoleArn")
      tags = members.objects("Tags") ?? []
      bus = members.string("EventBusName")
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    var keys = EventPattern.keys(input.pattern)
    keys.merge(AccessCheck.requestTags(input.tags.keyed)) { given, _ in given }
    let rule = try call.ruleCheck(input.name, bus: input.bus, keys: keys)
    guard let role = input.role else { return [rule] }
    return [rule, .passRole(role, to: "events.amazonaws.com", for: rule.resource)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.bus)
    guard input.name.utf8.allSatisfy(isNameCharacter) else {
      throw EventsError.invalid(
        "1 validation error detected: Value '\(input.name)' at 'name' failed to satisfy "
          + "constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+")
    }
    guard let pattern = input.pattern, !pattern.isEmpty else {
      throw EventsError.invalid(
        "Parameter(s) EventPattern or ScheduleExpression must be specified.")
    }
    _ = try EventPattern(pattern)
    let existing = try call.eventRules.rule(named: input.name, call.scope)
    if existing == nil {
      let count = try call.eventRules.rules(call.scope).count
      if count >= EventsStore.ruleLimit { throw EventsError.limit }
    }
    var rule = existing ?? EventRule(input.name, call.scope, pattern: pattern)
    rule.pattern = pattern
    rule.state = input.state
    rule.description = input.description
    rule.role = input.role
    // An existing rule keeps its tags.
    if existing == nil {
      for tag in input.tags { rule.tags[tag["Key"]?.string ?? ""] = tag["Value"] }
    }
    try call.eventRules.put(rule)
    return ["RuleArn": .string(rule.arn)]
  }

  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || [45, 46, 95].contains(byte)
  }
}
