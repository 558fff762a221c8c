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

  /// The decision, with the statement that made it.
  package func decision(for request: PolicyRequest) -> Decision {
    let actsForItself = request.principal.kind != .service && request.principal.kind != .anonymous
    let resourceOutcome = resource?.outcome(for: request)
    if let reference = explicitDeny(request, actsForItself, resourceOutcome) {
      return .explicitDeny(reference)
    }
    guard Self.everyLevelAllows(resourceControl, request) else { return .implicitDeny }
    let resourceAllow = resourceOutcome?.allow.flatMap { index in
      resource?.reference(index, .resource)
    }
    guard actsForItself else {
      return resourceAllow.map { .allow($0) } ?? .implicitDeny
    }
    guard Self.everyLevelAllows(serviceControl, request) else { return .implicitDeny }
    let isSameAccount = request.principal.account == resourceAccount
    if isSameAccount, let resourceAllow, let match = resourceOutcome?.match {
      if match == .direct { return .allow(resourceAllow) }
      if match == .role {
        return isBounded(request) ? .allow(resourceAllow) : .implicitDeny
      }
    }
    if resourceAllow == nil, !isSameAccount || resourcePolicyMustAllow { return .implicitDeny }
    return identityDecision(request)
  }

  private func identityDecision(_ request: PolicyRequest) -> Decision {
    if request.principal.kind == .root { return .allow(nil) }
    guard isBounded(request) else { return .implicitDeny }
    for (index, policy) in identity.enumerated() {
      if let statement = policy.outcome(for: request).allow {
        return .allow(policy.reference(statement, .identity(index)))
      }
    }
    return .implicitDeny
  }

  /// Whether boundary and session policies leave the request room.
  private func isBounded(_ request: PolicyRequest) -> Bool {
    if let boundary, boundary.outcome(for: request).allow == nil { return false }
    guard let session else { return true }
    return session.contains { $0.outcome(for: request).allow != nil }
  }

  private static func everyLevelAllows(
    _ levels: [[PolicyDocument]], _ request: PolicyRequest
  ) -> Bool {
    levels.allSatisfy { policies in
      policies.contains { $0.outcome(for: request).allow != nil }
    }
  }

  private func explicitDeny(
    _ request: PolicyRequest, _ actsForItself: Bool, _ resourceOutcome: PolicyDocument.Outcome?
  ) -> StatementReference? {
    if let resource, let index = resourceOutcome?.deny {
      return resource.reference(index, .resource)
    }
    for (level, policies) in resourceControl.enumerated() {
      for (index, policy) in policies.enumerated() {
        if let deny = policy.outcome(for: request).deny {
          return policy.reference(deny, .resourceControl(level: level, index))
        }
      }
    }
    guard actsForItself else { return nil }
    for (level, policies) in serviceControl.enumerated() {
      for (index, policy) in policies.enumerated() {
        if let deny = policy.outcome(for: request).deny {
          return policy.reference(deny, .serviceControl(level: level, index))
        }
      }
    }
    if request.principal.kind == .root { return nil }
    if let boundary, let deny = boundary.outcome(for: request).deny {
      return boundary.reference(deny, .boundary)
    }
    for (index, policy) in (session ?? []).enumerated() {
      if let deny = policy.outcome(for: request).deny {
        return policy.reference(deny, .session(index))
      }
    }
    for (index, policy) in identity.enumerated() {
      if let deny = policy.outcome(for: request).deny {
        return policy.reference(deny, .identity(index))
      }
    }
    return nil
  }
}
