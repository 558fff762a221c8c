import AWS

/// Shows rules one by one, with their ids
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html).
enum DescribeSecurityGroupRules: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "SecurityGroupRuleIds", "NextToken", "MaxResults", "DryRun", "Filters.Name",
      "Filters.Values",
    ]

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  private static let filterNames: Set<String> = [
    "group-id", "security-group-rule-id", "tag-key", "tag-value",
  ]

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let filters = try EC2Filters(members, names: filterNames)
    let page = try EC2Page(members, operation: "DescribeSecurityGroupRules")
    let store = call.ec2
    var rules: [SecurityGroupRule]
    if let ids = members.strings("SecurityGroupRuleIds"), !ids.isEmpty {
      rules = []
      for id in ids {
        try EC2ID.rule(id)
        guard let rule = try store.rule(id), rule.account == call.account,
          rule.region == call.region
        else { throw EC2Error.ruleNotFound(id) }
        if !rules.contains(rule) { rules.append(rule) }
      }
    } else {
      rules = try store.rules(in: call.scope)
    }
    try call.endDryRun(members.isDryRun)

    rules.sort { $0.number < $1.number }
    let tags = try store.tags(ofType: "security-group-rule", in: call.scope)
    if !filters.isEmpty {
      rules = rules.filter { rule in
        filters.match { name in
          switch name {
          case "group-id": [rule.groupID]
          case "security-group-rule-id": [rule.id]
          default: EC2Filters.values(name, of: tags[rule.id] ?? [])
          }
        }
      }
    }
    let (shown, nextToken) = page.cut(rules, row: \.number)
    var list: [AWSValue] = []
    for rule in shown {
      let arn = call.ec2ARN("security-group-rule/\(rule.id)")
      list.append(.object(rule.wire(tags[rule.id] ?? [], arn: arn)))
    }
    var answer: AWSObject = ["SecurityGroupRules": .list(list)]
    answer.set("NextToken", nextToken.map(AWSValue.string))
    return answer
  }
}
