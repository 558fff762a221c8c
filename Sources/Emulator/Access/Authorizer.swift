package import AWS
package import PolicyLanguage

/// Decides whether a caller may make a call, before its operation runs.
///
/// The gateway asks what an operation states in `access`. An operation that knows the resource's
/// own policy or ACL (S3, SQS, KMS, AssumeRole) asks while it runs.
protocol Authorizer: Sendable {
  /// Whether the statements in `access` need be asked at all.
  var asksIdentity: Bool { get }
  func decision(_ check: AccessCheck, for call: Call) throws(AWSError) -> Decision
}

/// `--iam allow`: the owner's account may do everything that the resource's policy doesn't deny;
/// anonymous callers, other accounts and services may do what it, or an ACL, allows.
struct AllowMode: Authorizer {
  let asksIdentity = false

  func decision(_ check: AccessCheck, for call: Call) -> Decision {
    let owner = check.owner ?? call.caller.account
    let isOwner = !call.caller.account.isEmpty && call.caller.account == owner
    if let policy = check.resourcePolicy, let document = policy.document {
      let request = PolicyRequest(
        principal: call.caller.principal, action: check.action, resource: check.resource,
        context: call.conditionContext.merging(check.context) { _, given in given })
      switch document.decision(for: request) {
      case .explicitDeny(let statement): return .explicitDeny(statement)
      case .allow(let statement) where policy.grants: return .allow(statement)
      case .allow, .implicitDeny: break
      }
    }
    if check.isGrantedByACL { return .allow(nil) }
    if isOwner, !(check.resourcePolicy?.mustAllow ?? false) { return .allow(nil) }
    return .implicitDeny(.resource)
  }
}

extension Call {
  /// Whether the caller may, with the policy that decided.
  package func decision(_ check: AccessCheck) throws(AWSError) -> Decision {
    try world.authorizer.decision(check, for: self)
  }

  /// Throws the service's own error where the caller may not.
  package func authorise(_ check: AccessCheck) throws(AWSError) {
    let decision = try decision(check)
    observe(check, isAllowed: decision.isAllowed)
    if !decision.isAllowed { throw refusal(check, decision) }
  }
}

extension Gateway {
  /// The stage before dispatch: what the operation states that it needs.
  func authorise(_ prepared: PreparedCall) throws(AWSError) {
    let call = prepared.call
    if call.caller.kind == .anonymous {
      // A bucket's or a queue's policy may allow everyone; nothing else on AWS may here. S3's
      // control plane refuses in the words of S3.
      guard call.isOfS3 || call.service == "sqs" || prepared.model.isUnsigned else {
        throw prepared.model.service.missingAuthentication
      }
    }
    let isEnforced = world.authorizer.asksIdentity
    guard isEnforced || world.accessObserver != nil else { return }
    if isEnforced { try SessionRules.check(call, prepared.model.service) }
    for check in try prepared.operation.access(prepared.input, call) {
      if isEnforced { try call.authorise(check) } else { call.observe(check, isAllowed: true) }
    }
  }
}
