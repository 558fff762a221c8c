package import AWS

extension PolicyDocument {
  /// Parses and compiles a document, checked by the grammar of what it is attached to.
  package static func parse(_ json: String, as grammar: PolicyGrammar = .resource)
    throws(PolicyError) -> PolicyDocument
  {
    let first = json.utf8.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard first == UInt8(ascii: "{") else { throw PolicyError(.notAnObject, grammar) }
    let value: AWSValue
    do {
      value = try JSON.parse(json)
    } catch {
      throw PolicyError(.invalidJSON(offset: error.offset), grammar)
    }
    return try parse(value, as: grammar)
  }

  /// The same for a document that is read already.
  package static func parse(_ value: AWSValue, as grammar: PolicyGrammar = .resource)
    throws(PolicyError) -> PolicyDocument
  {
    guard let object = value.object else { throw PolicyError(.notAnObject, grammar) }
    return try PolicyParser(grammar).document(object)
  }
}

/// From JSON's values to the compiled form.
struct PolicyParser {
  let grammar: PolicyGrammar
  private var version = PolicyDocument.Version.v2008

  init(_ grammar: PolicyGrammar) { self.grammar = grammar }

  func fail(_ problem: PolicyError.Problem, at path: PolicyError.Step...) -> PolicyError {
    PolicyError(problem, grammar, at: path)
  }

  /// Reads what stands at a step, and tells its errors that they stand there.
  func at<Value>(
    _ step: PolicyError.Step?, _ read: () throws(PolicyError) -> Value
  ) throws(PolicyError) -> Value {
    do {
      return try read()
    } catch {
      var error = error
      if let step { error.path.insert(step, at: 0) }
      throw error
    }
  }

  func document(_ object: AWSObject) throws(PolicyError) -> PolicyDocument {
    for (name, _) in object where !["Version", "Id", "Statement"].contains(name) {
      throw fail(.unknown(field: name), at: .member(name))
    }
    var parser = self
    if let version = object["Version"] {
      guard let known = version.string.flatMap(PolicyDocument.Version.init(rawValue:)) else {
        throw fail(.invalidVersion, at: .member("Version"))
      }
      parser.version = known
    }
    if let id = object["Id"], id.string == nil {
      throw fail(.wrongType(field: "Id"), at: .member("Id"))
    }
    guard let value = object["Statement"] else { throw fail(.missing(field: "Statement")) }
    return PolicyDocument(
      version: parser.version, id: object["Id"]?.string,
      statements: try at(.member("Statement")) { () throws(PolicyError) in
        try parser.statements(value)
      })
  }

  /// One statement, or a list of them.
  private func statements(_ value: AWSValue) throws(PolicyError) -> [Statement] {
    if let one = value.object { return [try statement(one)] }
    guard let items = value.list else { throw fail(.wrongType(field: "Statement")) }
    if items.isEmpty { throw fail(.noStatements) }
    var statements: [Statement] = []
    var sids: Set<String> = []
    for (index, item) in items.enumerated() {
      try at(.item(index)) { () throws(PolicyError) in
        guard let object = item.object else { throw fail(.wrongType(field: "Statement")) }
        let statement = try statement(object)
        if let sid = statement.sid, !sid.isEmpty, !sids.insert(sid).inserted {
          throw fail(.repeatedSid(sid), at: .member("Sid"))
        }
        statements.append(statement)
      }
    }
    return statements
  }

  private static let fields = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
    "NotResource", "Condition",
  ]

  private func statement(_ object: AWSObject) throws(PolicyError) -> Statement {
    for (name, _) in object where !Self.fields.contains(name) {
      throw fail(.unknown(field: name), at: .member(name))
    }
    if let sid = object["Sid"] {
      guard let text = sid.string else { throw fail(.wrongType(field: "Sid"), at: .member("Sid")) }
      guard grammar == .resource || text.utf8.allSatisfy(\.isLetterOrDigit) else {
        throw fail(.invalidSid(text), at: .member("Sid"))
      }
    }
    guard let effectText = object["Effect"] else { throw fail(.missing(field: "Effect")) }
    guard let effect = effectText.string.flatMap(Statement.Effect.init(rawValue:)) else {
      throw fail(.invalidEffect(effectText.string ?? JSON.text(effectText)), at: .member("Effect"))
    }
    let principals = try principals(object)
    guard let actions = try patterns(object, "Action") else {
      throw fail(.missing(field: "Action"))
    }
    let resources = try patterns(object, "Resource")
    if grammar == .trust, resources != nil {
      throw fail(
        .prohibited(field: "Resource"),
        at: .member(object["Resource"] == nil ? "NotResource" : "Resource"))
    }
    if grammar != .trust, resources == nil { throw fail(.missing(field: "Resource")) }
    return Statement(
      sid: object["Sid"]?.string, effect: effect, principals: principals, actions: actions,
      resources: resources,
      conditions: try at(.member("Condition")) { () throws(PolicyError) in
        try conditions(object["Condition"])
      })
  }

  // MARK: Actions and resources

  private func patterns(_ object: AWSObject, _ field: String) throws(PolicyError)
    -> PatternClause?
  {
    let negated = "Not\(field)"
    if object[field] != nil, object[negated] != nil {
      throw fail(.wrongType(field: negated), at: .member(negated))
    }
    let name = object[field] != nil ? field : negated
    guard let value = object[name] else { return nil }
    return try at(.member(name)) { () throws(PolicyError) in
      let texts = try strings(value, field: name)
      if texts.isEmpty { throw fail(.missing(field: field)) }
      var patterns: [Pattern] = []
      for (index, text) in texts.enumerated() {
        try at(value.list == nil ? nil : .item(index)) { () throws(PolicyError) in
          if field == "Action" { try check(action: text) } else { try check(resource: text) }
        }
        patterns.append(
          field == "Action"
            ? Pattern(text, ignoresCase: true) : Pattern(text, variables: version == .v2012))
      }
      return PatternClause(patterns: patterns, isNegated: name == negated)
    }
  }

  private func check(action: String) throws(PolicyError) {
    if grammar == .trust, !action.lowercased().hasPrefix("sts:") {
      throw fail(.foreignTrustAction(action))
    }
    if action == "*" || action == "*:*" { return }
    let parts = action.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
      parts[0].utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }),
      parts[1].utf8.allSatisfy({ $0.isLetterOrDigit || Array("*?-_.".utf8).contains($0) })
    else { throw fail(.invalidAction(action)) }
  }

  private func check(resource: String) throws(PolicyError) {
    if resource == "*" { return }
    // A wildcard may stand for whole parts (`arn:aws:*`), so only the start is certain.
    guard resource.hasPrefix("arn:") || (grammar == .resource && resource.hasPrefix("arn")) else {
      throw fail(.invalidResource(resource))
    }
  }

  func strings(_ value: AWSValue, field: String) throws(PolicyError) -> [String] {
    switch value {
    case .string(let text): return [text]
    case .list(let items):
      var texts: [String] = []
      for (index, item) in items.enumerated() {
        guard let text = item.string else {
          throw fail(.wrongType(field: field), at: .item(index))
        }
        texts.append(text)
      }
      return texts
    default: throw fail(.wrongType(field: field))
    }
  }

  // MARK: Conditions

  private func conditions(_ value: AWSValue?) throws(PolicyError) -> [Condition] {
    guard let value else { return [] }
    guard let operators = value.object else { throw fail(.wrongType(field: "Condition")) }
    var conditions: [Condition] = []
    for (name, block) in operators {
      guard let relation = ConditionOperator(name) else {
        throw fail(.invalidConditionOperator(name), at: .member(name))
      }
      guard let keys = block.object else {
        throw fail(.wrongType(field: "Condition"), at: .member(name))
      }
      for (key, operand) in keys {
        guard key.contains(":") else {
          throw fail(.invalidConditionKey(key), at: .member(name), .member(key))
        }
        conditions.append(
          Condition(
            relation, key: key,
            values: try at(.member(name)) { () throws(PolicyError) in
              try at(.member(key)) { () throws(PolicyError) in try scalars(operand) }
            }, variables: version == .v2012))
      }
    }
    return conditions
  }

  /// Condition values may be written as numbers and booleans too.
  private func scalars(_ value: AWSValue) throws(PolicyError) -> [String] {
    switch value {
    case .string(let text): return [text]
    case .bool(let flag): return [flag ? "true" : "false"]
    case .integer(let number): return [String(number)]
    case .double(let number): return ["\(number)"]
    case .list(let items):
      var texts: [String] = []
      for item in items {
        if case .list = item { throw fail(.wrongType(field: "Condition")) }
        texts.append(contentsOf: try scalars(item))
      }
      return texts
    default: throw fail(.wrongType(field: "Condition"))
    }
  }
}

extension UInt8 {
  var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
