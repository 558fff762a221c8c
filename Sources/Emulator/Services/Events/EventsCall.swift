import AWS

extension Call {
  var eventRules: EventsStore { EventsStore(world) }

  /// Only the default bus is there; by name or by ARN.
  func checkBus(_ name: String?) throws(AWSError) {
    guard let name, name != "default" else { return }
    let own = "arn:\(scope.partition):events:\(region):\(account):event-bus/default"
    guard name == own else { throw EventsError.noBus(name) }
  }

  func existingRule(_ name: String) throws(AWSError) -> EventRule {
    guard let rule = try eventRules.rule(named: name, scope) else { throw EventsError.noRule(name) }
    return rule
  }
}

/// The pages of a list by name: the token is the last name.
struct NamePage {
  let after: String
  let limit: Int

  init(_ members: Members) throws(AWSError) {
    limit = members.integer("Limit") ?? 100
    guard let token = members.string("NextToken") else {
      after = ""
      return
    }
    guard let bytes = Base64.decode(token) else {
      throw EventsError.invalid("NextToken is not valid.")
    }
    after = String(decoding: bytes, as: UTF8.self)
  }

  /// - Parameter found: up to one more than the page holds, by name.
  func output<Item>(
    _ key: String, _ found: [Item], name: (Item) -> String, _ value: (Item) -> AWSValue
  ) -> AWSObject {
    let page = found.prefix(limit)
    var output: AWSObject = [key: .list(page.map(value))]
    if found.count > limit, let last = page.last {
      output["NextToken"] = .string(Base64.encode(Array(name(last).utf8)))
    }
    return output
  }
}
