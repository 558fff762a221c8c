import AWS

extension Call {
  /// The rule behind the ARN of a tag operation.
  fileprivate func taggedRule(_ arn: String) throws(AWSError) -> EventRule {
    guard let rule = try eventRules.rule(arn: arn), rule.account == account else {
      let name = arn.split(separator: "/").last.map(String.init) ?? arn
      throw EventsError.noRule(name)
    }
    return rule
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TagResource.html
enum TagResource: OperationHandler {
  struct Input: OperationInput {
    static let members = ["ResourceARN", "Tags.Key", "Tags.Value"]
    let arn: String
    let tags: [AWSObject]

    init(_ members: Members) throws(AWSError) {
      arn = members.string("ResourceARN") ?? ""
      tags = members.objects("Tags") ?? []
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ruleCheck(input.arn, keys: AccessCheck.requestTags(input.tags.keyed))]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var rule = try call.taggedRule(input.arn)
    for tag in input.tags { rule.tags[tag["Key"]?.string ?? ""] = tag["Value"] }
    try call.eventRules.put(rule)
    return [:]
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UntagResource.html
enum UntagResource: OperationHandler {
  struct Input: OperationInput {
    static let members = ["ResourceARN", "TagKeys"]
    let arn: String
    let keys: [String]

    init(_ members: Members) throws(AWSError) {
      arn = members.string("ResourceARN") ?? ""
      keys = members.strings("TagKeys") ?? []
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ruleCheck(input.arn, keys: ["aws:TagKeys": input.keys])]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var rule = try call.taggedRule(input.arn)
    for key in input.keys { rule.tags[key] = nil }
    try call.eventRules.put(rule)
    return [:]
  }
}

/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTagsForResource.html
enum ListTagsForResource: OperationHandler {
  struct Input: OperationInput {
    static let members = ["ResourceARN"]
    let arn: String

    init(_ members: Members) throws(AWSError) { arn = members.string("ResourceARN") ?? "" }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ruleCheck(input.arn)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let rule = try call.taggedRule(input.arn)
    return ["Tags": .list(rule.tags.map { ["Key": .string($0.key), "Value": $0.value] })]
  }
}
