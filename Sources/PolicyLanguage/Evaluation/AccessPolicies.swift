/// All the policies that bear on one principal and one resource.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
package struct AccessPolicies: Sendable {
  /// Of the user or role, its groups' included.
  package var identity: [PolicyDocument] = []
  package var boundary: PolicyDocument?
  /// nil for a session without session policies.
  package var session: [PolicyDocument]?
  /// SCPs by level, from the organization's root to the principal's account; empty where none
  /// apply: no organization, the management account, a service-linked role.
  package var serviceControl: [[PolicyDocument]] = []
  /// RCPs by level, to the resource's account.
  package var resourceControl: [[PolicyDocument]] = []
  package var resource: PolicyDocument?
  /// The account that owns the resource.
  package var resourceAccount: String
  /// Role trust and KMS keys: even inside one account the resource's policy must allow.
  package var resourcePolicyMustAllow = false

  package init(resourceAccount: String) { self.resourceAccount = resourceAccount }

  /// The decision, with the statement that made it. Each policy is asked once.
  package func decision(for request: PolicyRequest) -> Decision {
    let resourceOutcome = resource?.outcome(for: request)
    if let resource, let index = resourceOutcome?.deny {
      return .explicitDeny(resource.reference(index, .resource))
    }
    let resourceControls = Self.levels(resourceControl, request) { .resourceControl(level: $0, $1) }
    if let deny = resourceControls.deny { return .explicitDeny(deny) }
    let resourceAllow = resourceOutcome?.allow.flatMap { index in
      resource?.reference(index, .resource)
    }
    if request.principal.kind == .service || request.principal.kind == .anonymous {
      guard resourceControls.allow, let resourceAllow else { return .implicitDeny }
      return .allow(resourceAllow)
    }
    let serviceControls = Self.levels(serviceControl, request) { .serviceControl(level: $0, $1) }
    if let deny = serviceControls.deny { return .explicitDeny(deny) }
    let own = request.principal.kind == .root ? .root : ownPolicies(request)
    if let deny = own.deny { return .explicitDeny(deny) }
    guard resourceControls.allow, serviceControls.allow else { return .implicitDeny }

    let isSameAccount = request.principal.account == resourceAccount
    if isSameAccount, let resourceAllow, let match = resourceOutcome?.match {
      if match == .direct { return .allow(resourceAllow) }
      if match == .role { return own.isBounded ? .allow(resourceAllow) : .implicitDeny }
    }
    if resourceAllow == nil, !isSameAccount || resourcePolicyMustAllow { return .implicitDeny }
    if request.principal.kind == .root { return .allow(nil) }
    guard own.isBounded, let allow = own.allow else { return .implicitDeny }
    return .allow(allow)
  }

  /// What boundary, session and identity policies say.
  private struct OwnPolicies {
    var deny: StatementReference?
    var allow: StatementReference?
    /// Whether boundary and session policies leave the request room.
    var isBounded = true

    /// The root user has no policies of his own.
    static let root = OwnPolicies()
  }

  private func ownPolicies(_ request: PolicyRequest) -> OwnPolicies {
    var own = OwnPolicies()
    if let boundary {
      let outcome = boundary.outcome(for: request)
      if let index = outcome.deny {
        own.deny = boundary.reference(index, .boundary)
        return own
      }
      own.isBounded = outcome.allow != nil
    }
    if let session {
      let outcome = Self.outcome(session, request) { .session($0) }
      own.deny = outcome.deny
      if own.deny != nil { return own }
      if outcome.allow == nil { own.isBounded = false }
    }
    let outcome = Self.outcome(identity, request) { .identity($0) }
    (own.deny, own.allow) = (outcome.deny, outcome.allow)
    return own
  }

  /// The first denial among policies of one kind, else the first that allows.
  private static func outcome(
    _ policies: [PolicyDocument], _ request: PolicyRequest, _ place: (Int) -> PolicyPlace
  ) -> (deny: StatementReference?, allow: StatementReference?) {
    var allow: StatementReference?
    for index in policies.indices {
      let outcome = policies[index].outcome(for: request, denialsOnly: allow != nil)
      if let deny = outcome.deny { return (policies[index].reference(deny, place(index)), nil) }
      if let statement = outcome.allow {
        allow = policies[index].reference(statement, place(index))
      }
    }
    return (nil, allow)
  }

  /// Of policies in levels every level must allow.
  private static func levels(
    _ levels: [[PolicyDocument]], _ request: PolicyRequest, _ place: (Int, Int) -> PolicyPlace
  ) -> (deny: StatementReference?, allow: Bool) {
    var allow = true
    for level in levels.indices {
      let outcome = outcome(levels[level], request) { place(level, $0) }
      if outcome.deny != nil { return (outcome.deny, false) }
      if outcome.allow == nil { allow = false }
    }
    return (nil, allow)
  }
}
