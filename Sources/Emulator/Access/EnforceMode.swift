import AWS
import PolicyLanguage

/// `--iam enforce`: every policy that bears on the call, as AWS evaluates them
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
struct EnforceMode: Authorizer {
  let asksIdentity = true

  func decision(_ check: AccessCheck, for call: Call) throws(AWSError) -> Decision {
    let world = call.world
    if world.isRootUnhindered, call.caller.kind == .root { return .allow(nil) }
    let own = try world.principalPolicies(of: call.caller)
    var policies = try world.accessPolicies(check, own, account: call.caller.account)
    let request = PolicyRequest(
      principal: call.caller.principal, action: check.action, resource: check.resource,
      context: try call.context(of: check, own))
    let decision = policies.decision(for: request)
    guard check.isGrantedByACL, case .implicitDeny = decision else { return decision }
    // The ACL speaks for the resource; a signed caller needs his own account's word as well.
    if call.caller.kind == .anonymous { return .allow(nil) }
    policies.resourceAccount = call.caller.account
    policies.resource = nil
    policies.resourcePolicyMustAllow = false
    return policies.decision(for: request)
  }
}

extension World {
  /// All that bears on a check by a principal of the account.
  func accessPolicies(_ check: AccessCheck, _ own: PrincipalPolicies, account: String)
    throws(AWSError) -> AccessPolicies
  {
    let owner = check.owner ?? account
    var policies = AccessPolicies(resourceAccount: owner)
    policies.identity = own.identity
    policies.boundary = own.boundary
    policies.session = own.session
    policies.serviceControl = own.serviceControl
    if !own.isServiceLinked {
      policies.resourceControl = try resourceControls(of: owner, for: check.action)
    }
    if let policy = check.resourcePolicy {
      policies.resourcePolicyMustAllow = policy.mustAllow
      if let document = effective(policy) {
        policies.resource = AttachedPolicy(name: policy.name, document: document)
      }
    }
    return policies
  }

  /// A resource's policy as far as its prong is on and its grants count.
  fileprivate func effective(_ policy: AccessCheck.ResourcePolicy) -> PolicyDocument? {
    guard let document = policy.document else { return nil }
    var statements = document.statements
    if !policy.grants { statements.removeAll { $0.effect == .allow } }
    if options.prongsOff.contains(.resourcePolicy) { statements.removeAll { $0.effect == .deny } }
    if statements.count == document.statements.count { return document }
    return PolicyDocument(version: document.version, id: document.id, statements: statements)
  }
}
