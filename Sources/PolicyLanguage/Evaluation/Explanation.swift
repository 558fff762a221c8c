/// A decision with all that led to it: each kind of policy, each policy, each statement.
///
/// Invariant: `decision` is what `AccessPolicies.decision(for:)` says. Unlike that, every policy is
/// looked at, whatever another one denies.
package struct Explanation: Hashable, Sendable {
  package let principal: Principal
  package let action: String
  package let resource: String
  package let decision: Decision
  /// What decided, or what was missing, in a sentence.
  package let summary: String
  /// In the order in which AWS asks; kinds of which the request has no policy included.
  package let kinds: [KindExplanation]
}

/// What the policies of one kind say together.
package struct KindExplanation: Hashable, Sendable {
  package let kind: PolicyKind
  package let verdict: Verdict
  /// In the order they were given, of levels from the root down.
  package let policies: [PolicyExplanation]

  package enum Verdict: Hashable, Sendable {
    case allows
    case denies
    /// Nothing allows; with levels the first that doesn't.
    case silent(level: Int?)
    /// There is no policy of the kind, or it doesn't bind this principal: why.
    case notAsked(String)
  }
}

package struct PolicyExplanation: Hashable, Sendable {
  package let place: PolicyPlace
  package let policy: AttachedPolicy
  package let statements: [StatementExplanation]

  /// The statements' words together: the first that denies, else the strongest that allows.
  var outcome: PolicyDocument.Outcome {
    var outcome = PolicyDocument.Outcome()
    for statement in statements {
      guard let match = statement.match else { continue }
      if statement.effect == .deny {
        return PolicyDocument.Outcome(deny: statement.index, allow: outcome.allow)
      }
      if outcome.match.map({ $0 < match }) ?? true {
        outcome.allow = statement.index
        outcome.match = match
      }
    }
    return outcome
  }

  package var word: PolicyWord {
    outcome.deny != nil ? .denies : outcome.allow != nil ? .allows : .silent
  }
}

/// What one policy says by itself.
package enum PolicyWord: String, Hashable, Sendable {
  case allows, denies, silent
}

package struct StatementExplanation: Hashable, Sendable {
  /// Counted from 0.
  package let index: Int
  package let sid: String?
  package let effect: Statement.Effect
  /// How it reaches the caller; nil when some element doesn't match.
  package let match: PrincipalMatch?
  /// Every element that doesn't match, in the order in which they are looked at.
  package let mismatches: [Mismatch]
}

/// An element of a statement that doesn't match the request.
package enum Mismatch: Hashable, Sendable {
  case principal(element: String, names: [String])
  case action(element: String, patterns: [String])
  case resource(element: String, patterns: [String])
  case condition(ConditionMismatch)
}

package struct ConditionMismatch: Hashable, Sendable {
  /// `ForAnyValue:StringLikeIfExists`
  package let operatorName: String
  package let key: String
  /// The policy's.
  package let values: [String]
  /// The request's; nil when it has no such key.
  package let given: [String]?
  /// Policy variables in the values that the request has no value for.
  package let unresolved: [String]

  package init(
    operatorName: String, key: String, values: [String], given: [String]?, unresolved: [String]
  ) {
    self.operatorName = operatorName
    self.key = key
    self.values = values
    self.given = given
    self.unresolved = unresolved
  }
}
