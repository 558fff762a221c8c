extension PolicyDocument {
  /// The condition keys that the document speaks of, in conditions and as variables, as it writes
  /// them and in the order in which they come; each once, since keys compare without case.
  package var contextKeys: [String] {
    var keys = UniqueKeys()
    for statement in statements { statement.addContextKeys(to: &keys, version) }
    return keys.names
  }
}

extension StatementExplanation {
  /// Whether the statement is about the request: whatever its conditions say.
  package var concernsRequest: Bool {
    mismatches.allSatisfy { mismatch in
      if case .condition = mismatch { true } else { false }
    }
  }
}

extension Statement {
  /// The keys of this statement alone.
  package func contextKeys(_ version: PolicyDocument.Version) -> [String] {
    var keys = UniqueKeys()
    addContextKeys(to: &keys, version)
    return keys.names
  }

  fileprivate func addContextKeys(to keys: inout UniqueKeys, _ version: PolicyDocument.Version) {
    if version == .v2012 {
      for pattern in resources?.patterns ?? [] { keys.addVariables(of: pattern.text) }
    }
    for condition in conditions {
      keys.add(condition.key)
      if version == .v2012, condition.relation.takesVariables {
        for value in condition.values { keys.addVariables(of: value) }
      }
    }
  }
}

extension ConditionOperator {
  var takesVariables: Bool {
    switch comparison {
    case .stringEquals, .stringEqualsIgnoreCase, .stringLike, .arn, .bool: true
    case .numeric, .date, .binary, .ipAddress, .null: false
    }
  }
}

private struct UniqueKeys {
  private(set) var names: [String] = []
  private var known: Set<String> = []

  mutating func add(_ name: String) {
    if known.insert(name.lowercased()).inserted { names.append(name) }
  }

  mutating func addVariables(of text: String) {
    for name in Pattern.variableNames(in: text) { add(name) }
  }
}
