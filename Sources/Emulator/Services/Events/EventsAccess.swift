import AWS

/// What EventBridge's operations ask
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html).
extension Call {
  /// The call's own action on a rule, whether or not it is there.
  func ruleCheck(_ name: String, bus: String?, keys: [String: [String]] = [:]) throws(AWSError)
    -> AccessCheck
  {
    // The default bus is left out of its rules' ARNs.
    let other = bus.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    let folder = other == nil || other == "default" ? "" : "\(other ?? "")/"
    return try ruleCheck(
      "arn:\(scope.partition):events:\(region):\(account):rule/\(folder)\(name)", keys: keys)
  }

  func ruleCheck(_ arn: String, keys: [String: [String]] = [:]) throws(AWSError) -> AccessCheck {
    var check = AccessCheck(ownAction, on: arn, context: keys)
    if let owner = ARN(arn)?.account, !owner.isEmpty { check.owner = owner }
    guard let rule = try eventRules.rule(arn: arn) else { return check }
    check.context["events:creatorAccount"] = [rule.account]
    let tags = rule.tags.map { ($0.key, $0.value.string ?? "") }
    check.context.merge(AccessCheck.tags("aws:ResourceTag", tags)) { given, _ in given }
    return check
  }
}

extension EventPattern {
  /// The condition keys that a pattern's fields are under: PutRule may be allowed for certain
  /// sources alone (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html).
  static func keys(_ text: String?) -> [String: [String]] {
    guard let text, let pattern = try? JSON.parse(text).object else { return [:] }
    let detail = pattern["detail"]
    var keys: [String: [String]] = [:]
    func add(_ key: String, _ value: AWSValue?) {
      let values = value?.list?.compactMap(\.string) ?? []
      if !values.isEmpty { keys[key] = values }
    }
    add("events:source", pattern["source"])
    add("events:detail-type", pattern["detail-type"])
    add("events:detail.service", detail?["service"])
    add("events:detail.eventTypeCode", detail?["eventTypeCode"])
    add("events:detail.userIdentity.principalId", detail?["userIdentity"]?["principalId"])
    return keys
  }
}
