/// How a statement reaches the caller: what else is needed depends on it.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
package enum PrincipalMatch: Int, Comparable, Sendable {
  /// Through its account: the account's own policies must allow it too.
  case account
  /// Through the role or user behind its session: boundary and session policies still bound it.
  case role
  /// By its own name or as part of everyone: nothing else is needed inside one account.
  case direct

  package static func < (a: PrincipalMatch, b: PrincipalMatch) -> Bool {
    a.rawValue < b.rawValue
  }
}

extension PrincipalClause {
  /// How the clause reaches the caller; nil when it doesn't.
  ///
  /// NotPrincipal reaches directly whoever it doesn't except: see `excepts`.
  package func match(
    _ principal: Principal, effect: Statement.Effect = .allow, isBounded: Bool = false
  ) -> PrincipalMatch? {
    if isNegated { return excepts(principal, effect, isBounded: isBounded) ? nil : .direct }
    var best: PrincipalMatch?
    for pattern in principals {
      guard let match = pattern.match(principal) else { continue }
      best = best.map { max($0, match) } ?? match
    }
    return best
  }

  /// Whether NotPrincipal leaves the caller out.
  ///
  /// A denial looks at the account, the role and the session each by itself, so it leaves out only
  /// whose chain is named in full, and never a principal that has a permissions boundary
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
  /// An allow leaves out whoever is named in any way.
  private func excepts(
    _ principal: Principal, _ effect: Statement.Effect, isBounded: Bool
  ) -> Bool {
    if principals.contains(.everyone) { return effect == .allow || !isBounded }
    let matches = principals.compactMap { $0.match(principal) }
    if effect == .allow { return !matches.isEmpty }
    guard !isBounded, matches.contains(.direct) else { return false }
    if !principal.hasOwnPolicies || principal.kind == .root { return true }
    let needsIssuer = principal.hasIssuer && principal.roleARN != nil
    return matches.contains(.account) && (!needsIssuer || matches.contains(.role))
  }
}

extension PrincipalPattern {
  func match(_ principal: Principal) -> PrincipalMatch? {
    switch self {
    case .everyone: return .direct
    case .account(let account):
      guard account == principal.account, !account.isEmpty else { return nil }
      return principal.kind == .root ? .direct : .account
    case .arn(let arn):
      if arn == principal.arn { return .direct }
      return principal.hasIssuer && arn == principal.roleARN ? .role : nil
    case .uniqueID(let id):
      if id == principal.userID { return .direct }
      let isRole = principal.kind == .assumedRole && principal.userID.hasPrefix("\(id):")
      return isRole ? .role : nil
    case .service(let name):
      guard principal.kind == .service else { return nil }
      return name == "*" || name == principal.arn ? .direct : nil
    case .federated(let provider):
      return principal.kind == .federated && provider == principal.arn ? .direct : nil
    case .canonicalUser(let id):
      guard id == principal.canonicalUserID else { return nil }
      return principal.kind == .root ? .direct : .account
    }
  }
}
