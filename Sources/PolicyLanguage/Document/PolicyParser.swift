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

  func fail(_ problem: PolicyError.Problem) -> PolicyError { PolicyError(problem, grammar) }

  func document(_ object: AWSObject) throws(PolicyError) -> PolicyDocument {
    for (name, _) in object where !["Version", "Id", "Statement"].contains(name) {
      throw fail(.unknown(field: name))
    }
    var parser = self
    if let version = object["Version"] {
      guard let known = version.string.flatMap(PolicyDocument.Version.init(rawValue:)) else {
        throw fail(.invalidVersion)
      }
      parser.version = known
    }
    if let id = object["Id"], id.string == nil { throw fail(.wrongType(field: "Id")) }
    let items: [AWSValue]
    switch object["Statement"] {
    case .object(let one): items = [.object(one)]
    case .list(let list): items = list
    case nil: throw fail(.missing(field: "Statement"))
    default: throw fail(.wrongType(field: "Statement"))
    }
    if items.isEmpty { throw fail(.noStatements) }
    var statements: [Statement] = []
    var sids: Set<String> = []
    for item in items {
      guard let object = item.object else { throw fail(.wrongType(field: "Statement")) }
      let statement = try parser.statement(object)
      if let sid = statement.sid, !sid.isEmpty, !sids.insert(sid).inserted {
        throw fail(.repeatedSid(sid))
      }
      statements.append(statement)
    }
    return PolicyDocument(
      version: parser.version, id: object["Id"]?.string, statements: statements)
  }

  private static let fields = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
    "NotResource", "Condition",
  ]

  private func statement(_ object: AWSObject) throws(PolicyError) -> Statement {
    for (name, _) in object where !Self.fields.contains(name) { throw fail(.unknown(field: name)) }
    if let sid = object["Sid"] {
      guard let text = sid.string else { throw fail(.wrongType(field: "Sid")) }
      guard grammar == .resource || text.utf8.allSatisfy(\.isLetterOrDigit) else {
        throw fail(.invalidSid(text))
      }
    }
    guard let effectText = object["Effect"] else { throw fail(.missing(field: "Effect")) }
    guard let effect = effectText.string.flatMap(Statement.Effect.init(rawValue:)) else {
      throw fail(.invalidEffect(effectText.string ?? JSON.text(effectText)))
    }
    let principals = try principals(object)
    guard let actions = try patterns(object, "Action") else {
      throw fail(.missing(field: "Action"))
    }
    let resources = try patterns(object, "Resource")
    if grammar == .trust, resources != nil { throw fail(.prohibited(field: "Resource")) }
    if grammar != .trust, resources == nil { throw fail(.missing(field: "Resource")) }
    return Statement(
      sid: object["Sid"]?.string, effect: effect, principals: principals, actions: actions,
      resources: resources, conditions: try conditions(object["Condition"]))
  }

  // MARK: Actions and resources

  private func patterns(_ object: AWSObject, _ field: String) throws(PolicyError)
    -> PatternClause?
  {
    let negated = "Not\(field)"
    if object[field] != nil, object[negated] != nil { throw fail(.wrongType(field: negated)) }
    let name = object[field] != nil ? field : negated
    guard let value = object[name] else { return nil }
    let texts = try strings(value, field: name)
    if texts.isEmpty { throw fail(.missing(field: field)) }
    var patterns: [Pattern] = []
    for text in texts {
      if field == "Action" {
        try check(action: text)
        patterns.append(Pattern(text, ignoresCase: true))
      } else {
        try check(resource: text)
        patterns.append(Pattern(text, variables: version == .v2012))
      }
    }
    return PatternClause(patterns: patterns, isNegated: name == negated)
  }

  private func check(action: String) throws(PolicyError) {
    if action == "*" { return }
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
      for item in items {
        guard let text = item.string else { throw fail(.wrongType(field: field)) }
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
        throw fail(.invalidConditionOperator(name))
      }
      guard let keys = block.object else { throw fail(.wrongType(field: "Condition")) }
      for (key, operand) in keys {
        guard key.contains(":") else { throw fail(.invalidConditionKey(key)) }
        conditions.append(
          Condition(
            relation, key: key, values: try scalars(operand), variables: version == .v2012))
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
