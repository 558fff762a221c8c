/// What policies say to a request.
package enum Decision: Hashable, Sendable {
  case explicitDeny(StatementReference)
  /// The statement that allows; nil where none is needed: an account's root user.
  case allow(StatementReference?)
  /// Nothing denies, and what would have to allow doesn't: the first such kind in the order in
  /// which AWS asks.
  case implicitDeny(MissingAllow)

  package var isAllowed: Bool {
    if case .allow = self { true } else { false }
  }

  /// Why the request is refused, in the words with which AWS ends its messages; nil for an
  /// allowed one.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
  ///
  /// - Parameters:
  ///   - action: `s3:GetObject`
  ///   - namesPolicy: whether a denying policy's ARN is told: AWS does within one account and one
  ///     organization
  ///     (https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns).
  package func reason(action: String, namesPolicy: Bool = true) -> String? {
    switch self {
    case .allow: return nil
    case .explicitDeny(let statement):
      let kind = statement.policy.kind
      let phrase = kind.phrase
      let reason = "with an explicit deny in \(phrase.article) \(phrase.name)"
      guard namesPolicy, kind.isNamedInMessages, let arn = statement.arn else { return reason }
      return "\(reason): \(arn)"
    case .implicitDeny(let missing):
      return "because no \(missing.kind.phrase.name) allows the \(action) action"
    }
  }
}

/// Which statement of which policy decided.
package struct StatementReference: Hashable, Sendable {
  package var policy: PolicyPlace
  /// Counted from 0.
  package var statement: Int
  package var sid: String?
  /// The policy's; empty where it has none.
  package var name: String
  package var arn: String?

  package init(
    policy: PolicyPlace, statement: Int, sid: String?, name: String = "", arn: String? = nil
  ) {
    self.policy = policy
    self.statement = statement
    self.sid = sid
    self.name = name
    self.arn = arn
  }
}

extension PolicyDocument {
  /// What this document alone says, as a policy on the resource.
  ///
  /// Whether an allow is enough is a question of accounts: see `AccessPolicies`.
  package func decision(for request: PolicyRequest) -> Decision {
    let outcome = outcome(for: request)
    if let index = outcome.deny { return .explicitDeny(reference(index, .resource)) }
    if let index = outcome.allow { return .allow(reference(index, .resource)) }
    return .implicitDeny(.resource)
  }

  /// The first statement that denies, and the one that allows with the strongest match.
  struct Outcome {
    var deny: Int?
    var allow: Int?
    var match: PrincipalMatch?
  }

  /// - Parameters:
  ///   - denialsOnly: another policy of the kind allows already.
  ///   - isBounded: whether the principal has a permissions boundary.
  func outcome(
    for request: PolicyRequest, denialsOnly: Bool = false, isBounded: Bool = false
  ) -> Outcome {
    // In place: a statement that is copied costs more than one that is passed over.
    statements.withUnsafeBufferPointer { statements in
      var outcome = Outcome()
      for index in statements.indices {
        if statements[index].isOfOtherService(than: request) { continue }
        let isDenial = statements[index].effect == .deny
        if !isDenial, denialsOnly || outcome.match == .direct { continue }
        guard let match = statements[index].match(request, isBounded: isBounded) else { continue }
        if isDenial {
          outcome.deny = index
          return outcome
        }
        if outcome.match.map({ $0 < match }) ?? true {
          outcome.allow = index
          outcome.match = match
        }
      }
      return outcome
    }
  }

  func reference(_ statement: Int, _ place: PolicyPlace) -> StatementReference {
    StatementReference(policy: place, statement: statement, sid: statements[statement].sid)
  }
}

extension Statement {
  /// Known by the names of services alone.
  func isOfOtherService(than request: PolicyRequest) -> Bool {
    !actions.isNegated && !actions.maySpeak(of: request)
  }

  /// How the statement reaches the request; nil when it says nothing to it.
  package func match(_ request: PolicyRequest, isBounded: Bool = false) -> PrincipalMatch? {
    guard actions.matchesAction(of: request) else { return nil }
    if let resources, !resources.matches(request.resourceBytes, request) { return nil }
    var match = PrincipalMatch.direct
    if let principals {
      let found = principals.match(request.principal, effect: effect, isBounded: isBounded)
      guard let found else { return nil }
      match = found
    }
    for index in conditions.indices where !conditions[index].holds(for: request) { return nil }
    return match
  }
}
