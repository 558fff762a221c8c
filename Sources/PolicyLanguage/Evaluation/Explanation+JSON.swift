package import AWS

extension Decision {
  /// `allowed`, `explicitDeny` or `implicitDeny`, as the policy simulator calls them.
  package var name: String {
    switch self {
    case .allow: "allowed"
    case .explicitDeny: "explicitDeny"
    case .implicitDeny: "implicitDeny"
    }
  }

  /// The decision with the kind of policy that made it, its name and its statement (from 1), or
  /// with the kind that was missing.
  package var json: AWSObject {
    var json: AWSObject = ["decision": .string(name)]
    switch self {
    case .allow(nil): break
    case .allow(let statement?), .explicitDeny(let statement):
      json["kind"] = .string(statement.policy.kind.rawValue)
      json.set("level", statement.policy.level.map { .integer(Int64($0) + 1) })
      if !statement.name.isEmpty { json["policy"] = .string(statement.name) }
      json.set("arn", statement.arn.map(AWSValue.string))
      json["statement"] = .integer(Int64(statement.statement) + 1)
      json.set("sid", statement.sid.map(AWSValue.string))
    case .implicitDeny(let missing):
      json["missing"] = .string(missing.kind.rawValue)
      json.set("level", missing.level.map { .integer(Int64($0) + 1) })
    }
    return json
  }
}

extension MissingAllow {
  package var level: Int? {
    if case .serviceControl(let level) = self { level } else { nil }
  }
}

extension Explanation {
  /// Members in a fixed order; statements and levels are counted from 1.
  package var json: AWSObject {
    var json = decision.json
    json["summary"] = .string(summary)
    json.set("message", decision.reason(action: action).map(AWSValue.string))
    json["principal"] = .string(principal.arn)
    json["action"] = .string(action)
    json["resource"] = .string(resource)
    json["kinds"] = .list(kinds.map { .object($0.json) })
    return json
  }
}

extension KindExplanation {
  var json: AWSObject {
    var json: AWSObject = ["kind": .string(kind.rawValue)]
    switch verdict {
    case .allows: json["verdict"] = "allows"
    case .denies: json["verdict"] = "denies"
    case .silent(let level):
      json["verdict"] = "silent"
      json.set("level", level.map { .integer(Int64($0) + 1) })
    case .notAsked(let why):
      json["verdict"] = "notAsked"
      json["why"] = .string(why)
    }
    if !policies.isEmpty { json["policies"] = .list(policies.map { .object($0.json) }) }
    return json
  }
}

extension PolicyExplanation {
  var json: AWSObject {
    var json: AWSObject = [:]
    json.set("level", place.level.map { .integer(Int64($0) + 1) })
    if !policy.name.isEmpty { json["policy"] = .string(policy.name) }
    json.set("arn", policy.arn.map(AWSValue.string))
    json["verdict"] = .string(word.rawValue)
    json["statements"] = .list(statements.map { .object($0.json) })
    return json
  }
}

extension StatementExplanation {
  var json: AWSObject {
    var json: AWSObject = ["statement": .integer(Int64(index) + 1)]
    json.set("sid", sid.map(AWSValue.string))
    json["effect"] = .string(effect.rawValue)
    json["matches"] = .bool(match != nil)
    if !mismatches.isEmpty {
      json["mismatches"] = .list(mismatches.map { .object($0.json) })
    }
    return json
  }
}

extension Mismatch {
  var json: AWSObject {
    switch self {
    case .principal(let element, let texts), .action(let element, let texts),
      .resource(let element, let texts):
      return ["element": .string(element), "policy": .list(texts.map(AWSValue.string))]
    case .condition(let condition):
      var json: AWSObject = [
        "element": "Condition", "operator": .string(condition.operatorName),
        "key": .string(condition.key), "policy": .list(condition.values.map(AWSValue.string)),
        "request": condition.given.map { .list($0.map(AWSValue.string)) } ?? .null,
      ]
      if !condition.unresolved.isEmpty {
        json["unresolved"] = .list(condition.unresolved.map(AWSValue.string))
      }
      return json
    }
  }
}
