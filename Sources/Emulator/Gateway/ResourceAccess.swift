import AWS
package import PolicyLanguage

/// What a resource's own policy says to a caller, as `--iam allow` takes it: the owner's account
/// may do everything that the policy doesn't deny; anonymous callers, other accounts and services
/// may do what it allows.
package enum ResourceAccess: Hashable, Sendable {
  case allowed
  case denied(explicitly: Bool)

  package init(
    _ caller: Caller, _ action: String, on resource: String, owner: String,
    policy: PolicyDocument?, context: [String: [String]]
  ) {
    let isOwner = !caller.account.isEmpty && caller.account == owner
    guard let policy else {
      self = isOwner ? .allowed : .denied(explicitly: false)
      return
    }
    let request = PolicyRequest(
      principal: caller.principal, action: action, resource: resource, context: context)
    switch policy.decision(for: request) {
    case .allow: self = .allowed
    case .explicitDeny: self = .denied(explicitly: true)
    case .implicitDeny: self = isOwner ? .allowed : .denied(explicitly: false)
    }
  }
}

extension Caller {
  /// The caller as policies see it.
  package var principal: PolicyLanguage.Principal {
    switch kind {
    case .anonymous: .anonymous
    case .root: Principal(kind: .root, account: account, arn: arn, userID: principalID)
    case .user: Principal(kind: .user, account: account, arn: arn, userID: principalID)
    case .assumedRole:
      Principal(
        kind: .assumedRole, account: account, arn: arn, roleARN: sessionIssuerARN,
        userID: principalID)
    case .service(let name): .service(name)
    }
  }

  /// An AWS service that acts by itself: `cloudtrail.amazonaws.com`.
  package static func service(_ name: String) -> Caller {
    Caller(kind: .service(name), account: "", arn: "", principalID: "")
  }
}

extension Call {
  /// The condition keys that every request has
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
  package var conditionContext: [String: [String]] {
    [
      "aws:SourceIp": [request.sourceAddress],
      "aws:SecureTransport": [request.isSecure ? "true" : "false"],
      "aws:CurrentTime": [now.iso8601],
      "aws:EpochTime": [String(now.seconds)],
      "aws:UserAgent": [request.headers["User-Agent"] ?? ""],
      "aws:RequestedRegion": [region],
    ]
  }
}

extension World {
  /// A stored resource policy, compiled; compiled ones are kept. What is no policy counts as none,
  /// since only checked policies are stored.
  package func policy(_ text: String?, as grammar: PolicyGrammar = .resource) -> PolicyDocument? {
    guard let text, !text.isEmpty else { return nil }
    if let known = compiledPolicies[text] { return known }
    guard let compiled = try? PolicyDocument.parse(text, as: grammar) else { return nil }
    if compiledPolicies.count >= 512 { compiledPolicies = [:] }
    compiledPolicies[text] = compiled
    return compiled
  }
}
