extension AccessPolicies {
  /// The decision, statement by statement.
  package func explanation(for request: PolicyRequest) -> Explanation {
    var found: [PolicyPlace: PolicyExplanation] = [:]
    var byKind: [PolicyKind: [PolicyExplanation]] = [:]
    for (place, policy) in places(request) {
      let explained = PolicyExplanation(
        place: place, policy: policy,
        statements: policy.document.explained(for: request, isBounded: boundary != nil))
      found[place] = explained
      byKind[place.kind, default: []].append(explained)
    }
    let decision = decision(for: request) { _, place, _ in
      found[place]?.outcome ?? PolicyDocument.Outcome()
    }
    let kinds = PolicyKind.allCases.filter { kind in
      kind != (request.isForRole ? .resource : .roleTrust)
    }.map { kind in
      let policies = byKind[kind] ?? []
      return KindExplanation(
        kind: kind, verdict: verdict(kind, policies, request), policies: policies)
    }
    return Explanation(
      principal: request.principal, action: request.action, resource: request.resource,
      decision: decision, summary: summary(decision, request), kinds: kinds)
  }

  /// All policies with their places, in the order in which they are asked.
  private func places(_ request: PolicyRequest) -> [(PolicyPlace, AttachedPolicy)] {
    var all: [(PolicyPlace, AttachedPolicy)] = []
    for (level, policies) in resourceControl.enumerated() {
      for (index, policy) in policies.enumerated() {
        all.append((.resourceControl(level: level, index), policy))
      }
    }
    for (level, policies) in serviceControl.enumerated() {
      for (index, policy) in policies.enumerated() {
        all.append((.serviceControl(level: level, index), policy))
      }
    }
    if let endpoint { all.append((.endpoint, endpoint)) }
    if let resource { all.append((request.resourcePlace, resource)) }
    for (index, policy) in identity.enumerated() { all.append((.identity(index), policy)) }
    if let boundary { all.append((.boundary, boundary)) }
    for (index, policy) in (session ?? []).enumerated() { all.append((.session(index), policy)) }
    return all
  }

  private func verdict(
    _ kind: PolicyKind, _ policies: [PolicyExplanation], _ request: PolicyRequest
  ) -> KindExplanation.Verdict {
    if let why = notAsked(kind, request) { return .notAsked(why) }
    if policies.contains(where: { $0.outcome.deny != nil }) { return .denies }
    if kind == .resourceControl { return .allows }
    guard kind == .serviceControl else {
      return policies.contains { $0.outcome.allow != nil } ? .allows : .silent(level: nil)
    }
    for level in serviceControl.indices
    where !policies.contains(where: { $0.place.level == level && $0.outcome.allow != nil }) {
      return .silent(level: level)
    }
    return .allows
  }

  /// Why policies of the kind have no say; nil when they have.
  private func notAsked(_ kind: PolicyKind, _ request: PolicyRequest) -> String? {
    let principal = request.principal
    switch kind {
    case .resourceControl:
      if principal.isServiceLinkedRole { return "service-linked roles are exempt" }
      return resourceControl.isEmpty ? "none applies" : nil
    case .serviceControl:
      if principal.isServiceLinkedRole { return "service-linked roles are exempt" }
      if !principal.hasOwnPolicies { return "they bind accounts' principals only" }
      return serviceControl.isEmpty ? "none applies" : nil
    case .endpoint: return endpoint == nil ? "none applies" : nil
    case .resource, .roleTrust: return resource == nil ? "there is none" : nil
    case .identity, .boundary, .session:
      if !principal.hasOwnPolicies { return "the principal has none" }
      if principal.kind == .root { return "the root user needs none" }
      if kind == .boundary, boundary == nil { return "there is none" }
      if kind == .session, session == nil, principal.kind != .federatedUser {
        return "there is none"
      }
      return nil
    }
  }

  private func summary(_ decision: Decision, _ request: PolicyRequest) -> String {
    let action = request.action
    switch decision {
    case .explicitDeny(let statement):
      return "\(statement.described) explicitly denies \(action)"
    case .allow(let statement?): return "\(statement.described) allows \(action)"
    case .allow(nil): return "the account's root user may do all that no policy denies"
    case .implicitDeny(let missing):
      let what: String
      switch missing {
      case .serviceControl(let level):
        what = "no \(missing.kind.phrase.name) at level \(level + 1) from the root"
      default: what = "no \(missing.kind.phrase.name)"
      }
      return "\(what) allows \(action)" + (why(missing, request).map { "; \($0)" } ?? "")
    }
  }

  /// Why the missing kind had to allow, where that isn't plain.
  private func why(_ missing: MissingAllow, _ request: PolicyRequest) -> String? {
    let principal = request.principal
    switch missing {
    case .resource, .roleTrust:
      if !principal.hasOwnPolicies { return "such a caller needs the resource's own policy" }
      return principal.account == resourceAccount
        ? "the resource's own policy must allow even inside its account"
        : "the principal is of another account than the resource, so both sides must allow"
    case .session where session == nil:
      return "a federated user without session policies has what resource policies give him"
    default: return nil
    }
  }
}

extension PolicyPlace {
  /// Of SCPs and RCPs, counted from the organization's root.
  package var level: Int? {
    switch self {
    case .serviceControl(let level, _), .resourceControl(let level, _): level
    default: nil
    }
  }
}

extension StatementReference {
  /// ``statement 2 (`DenyAll`) of the identity-based policy `Ops` ``, statements counted from 1.
  var described: String {
    let sid = sid.flatMap { $0.isEmpty ? nil : " (`\($0)`)" } ?? ""
    let name = name.isEmpty ? "" : " `\(name)`"
    return "statement \(statement + 1)\(sid) of the \(policy.kind.phrase.name)\(name)"
  }
}

extension PolicyDocument {
  func explained(for request: PolicyRequest, isBounded: Bool) -> [StatementExplanation] {
    statements.enumerated().map { index, statement in
      let mismatches = statement.mismatches(with: request, isBounded: isBounded)
      let principal = statement.principals?.match(
        request.principal, effect: statement.effect, isBounded: isBounded)
      return StatementExplanation(
        index: index, sid: statement.sid, effect: statement.effect,
        match: mismatches.isEmpty ? principal ?? .direct : nil, mismatches: mismatches)
    }
  }
}

extension Statement {
  /// Every element that keeps the statement from speaking to the request.
  fileprivate func mismatches(with request: PolicyRequest, isBounded: Bool) -> [Mismatch] {
    var found: [Mismatch] = []
    if let principals,
      principals.match(request.principal, effect: effect, isBounded: isBounded) == nil
    {
      found.append(
        .principal(
          element: principals.isNegated ? "NotPrincipal" : "Principal",
          names: principals.principals.map(\.text)))
    }
    if !actions.matchesAction(of: request) {
      found.append(
        .action(
          element: actions.isNegated ? "NotAction" : "Action",
          patterns: actions.patterns.map(\.text)))
    }
    if let resources, !resources.matches(request.resourceBytes, request) {
      found.append(
        .resource(
          element: resources.isNegated ? "NotResource" : "Resource",
          patterns: resources.patterns.map(\.text)))
    }
    for condition in conditions where !condition.holds(for: request) {
      found.append(
        .condition(
          ConditionMismatch(
            operatorName: condition.relation.name, key: condition.key, values: condition.values,
            given: request.values(of: condition.lookupKey),
            unresolved: condition.unresolvedVariables(in: request))))
    }
    return found
  }
}
