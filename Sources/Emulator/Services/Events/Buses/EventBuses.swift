import AWS

extension Call {
  fileprivate var defaultBus: AWSObject {
    [
      "Name": "default",
      "Arn": .string("arn:\(scope.partition):events:\(region):\(account):event-bus/default"),
    ]
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html
enum DescribeEventBus: OperationHandler {
  struct Input: OperationInput {
    static let members = ["Name"]
    let name: String?

    init(_ members: Members) throws(AWSError) { name = members.string("Name") }
  }

  static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
    let name = input.name ?? "default"
    let bus = "arn:\(call.scope.partition):events:\(call.region):\(call.account):event-bus/\(name)"
    return [AccessCheck(call.ownAction, on: name.hasPrefix("arn:") ? name : bus)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.checkBus(input.name)
    return call.defaultBus
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html
enum ListEventBuses: OperationHandler {
  struct Input: OperationInput {
    static let members = ["NamePrefix"]
    let prefix: String

    init(_ members: Members) throws(AWSError) { prefix = members.string("NamePrefix") ?? "" }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    ["EventBuses": .list("default".hasPrefix(input.prefix) ? [.object(call.defaultBus)] : [])]
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
enum TestEventPattern: OperationHandler {
  struct Input: OperationInput {
    static let members = ["EventPattern", "Event"]
    let pattern: String
    let event: String

    init(_ members: Members) throws(AWSError) {
      pattern = members.string("EventPattern") ?? ""
      event = members.string("Event") ?? ""
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let pattern = try EventPattern(input.pattern)
    guard let event = try? JSON.parse(input.event), event.object != nil else {
      throw EventsError.invalid("Parameter Event is not valid. Reason: it is no JSON object.")
    }
    for name in ["id", "account", "source", "time", "region", "resources", "detail-type"]
    where event[name] == nil {
      throw EventsError.invalid("Parameter Event is not valid. Reason: \(name) is missing.")
    }
    return ["Result": .bool(pattern.matches(event))]
  }
}
