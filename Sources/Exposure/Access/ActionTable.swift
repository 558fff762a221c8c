import PolicyLanguage

/// Which statements speak of which actions, found once for all callers.
struct ActionTable {
  /// All statements that decide: the policy's first, then the denials of the controls.
  let statements: [(statement: Statement, reference: StatementReference)]
  private var speaks: [String: [Bool]] = [:]

  init(_ policy: PolicyDocument, controls: [[AttachedPolicy]], actions: [String]) {
    var statements = policy.statements.enumerated().map { index, statement in
      (
        statement: statement,
        reference: StatementReference(policy: .resource, statement: index, sid: statement.sid)
      )
    }
    for (level, documents) in controls.enumerated() {
      for (number, control) in documents.enumerated() {
        for (index, statement) in control.document.statements.enumerated()
        where statement.effect == .deny {
          let reference = StatementReference(
            policy: .resourceControl(level: level, number), statement: index,
            sid: statement.sid, name: control.name, arn: control.arn)
          statements.append((statement: statement, reference: reference))
        }
      }
    }
    self.statements = statements
    for action in actions where speaks[action] == nil {
      speaks[action] = statements.map { one in
        let clause = one.statement.actions
        return clause.patterns.contains { $0.matches(action) } != clause.isNegated
      }
    }
  }

  func speaks(_ statement: Int, of action: String) -> Bool {
    speaks[action]?[statement] ?? false
  }

  /// One of the actions that all statements treat alike.
  func distinct(_ actions: [String]) -> [String] {
    var seen: Set<[Bool]> = []
    return actions.filter { seen.insert(speaks[$0] ?? []).inserted }
  }

  /// The denials that speak of the action.
  func denials(of action: String) -> [Int] {
    statements.indices.filter { index in
      statements[index].statement.effect == .deny && speaks(index, of: action)
    }
  }
}
