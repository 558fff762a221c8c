import AWS
import PolicyLanguage

extension Call {
  /// The service's own error for a denied call; the world remembers why.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
  func refusal(_ check: AccessCheck, _ decision: Decision) -> AWSError {
    let named = service == "sqs" ? check.action.lowercased() : check.action
    let reason =
      decision.reason(action: named, namesPolicy: namesPolicies(ofOwner: check.owner)) ?? ""
    world.latestRefusal = Refusal(
      prong: Prong(of: decision), action: check.action, resource: check.resource, reason: reason)
    guard let model = ServiceModel.named(service) else {
      preconditionFailure("no model has the service `\(service)`")
    }
    let message = sentence(named, check.resource, reason)
    switch model.wire {
    case .ec2:
      let encoded = AuthorizationMessage(check, decision, self).encoded
      return AWSError(
        "UnauthorizedOperation",
        "You are not authorized to perform this operation. \(message). Encoded authorization "
          + "failure message: \(encoded)", status: 403)
    case .json where !model.isQueryCompatible: return AWSError("AccessDeniedException", message)
    case .restJSON: return AWSError("AccessDeniedException", message, status: 403)
    case .restXML where caller.kind == .anonymous: return S3Error.accessDenied
    case .query, .json, .restXML: return AWSError("AccessDenied", message, status: 403)
    }
  }
}

extension Call {
  /// Policies are named within one account and one organization alone.
  private func namesPolicies(ofOwner owner: String?) -> Bool {
    guard let owner, owner != caller.account else { return true }
    let store = OrganizationsStore(database)
    guard let own = try? store.membership(of: caller.account),
      let other = try? store.membership(of: owner)
    else { return false }
    return own.organizationID == other.organizationID
  }

  /// S3 quotes the resource; SQS writes the action small; EC2, S3 and CloudTrail leave out that an
  /// action is on nothing in particular.
  private func sentence(_ action: String, _ resource: String, _ reason: String) -> String {
    let quoted = service == "s3" ? "\"\(resource)\"" : resource
    let isSilent = resource == "*" && (isOfS3 || ["ec2", "cloudtrail"].contains(service))
    let target = isSilent ? "" : " on resource: \(quoted)"
    return "User: \(caller.arn) is not authorized to perform: \(action)\(target) \(reason)"
  }
}

extension Prong {
  /// The layer that a denial came from.
  init(of decision: Decision) {
    switch decision {
    case .explicitDeny(let statement): self.init(of: statement.policy.kind)
    case .implicitDeny(let missing): self.init(of: missing.kind)
    case .allow: preconditionFailure("an allowed call is stopped by nothing")
    }
  }

  private init(of kind: PolicyKind) {
    switch kind {
    case .identity: self = .identity
    case .resource, .roleTrust, .endpoint: self = .resourcePolicy
    case .boundary: self = .boundary
    case .session: self = .session
    case .serviceControl: self = .scp
    case .resourceControl: self = .rcp
    }
  }
}
