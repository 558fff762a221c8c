package import AWS
package import PolicyLanguage

/// A caller and a call as policies see them.
extension Caller {
  package var policyPrincipal: Principal {
    let kind: Principal.Kind
    switch self.kind {
    case .anonymous: return .anonymous
    case .service(let name): return .service(name)
    case .root: kind = .root
    case .user: kind = .user
    case .assumedRole: kind = .assumedRole
    }
    return Principal(
      kind: kind, account: account, arn: arn, roleARN: sessionIssuerARN, userID: principalID,
      canonicalUserID: CanonicalUser.id(of: account))
  }
}

extension Call {
  /// The global condition keys of a call, with those that its operation adds
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
  package func policyContext(
    resourceAccount: String? = nil, _ own: [String: [String]] = [:]
  ) -> [String: [String]] {
    var context = own
    context["aws:SourceIp"] = [request.sourceAddress]
    context["aws:SecureTransport"] = [request.isSecure ? "true" : "false"]
    context["aws:RequestedRegion"] = [region]
    context["aws:CurrentTime"] = [now.iso8601]
    context["aws:EpochTime"] = [String(now.seconds)]
    context["aws:UserAgent"] = request.headers["User-Agent"].map { [$0] }
    context["aws:Referer"] = request.headers["Referer"].map { [$0] }
    context["aws:ViaAWSService"] = ["false"]
    if let resourceAccount { context["aws:ResourceAccount"] = [resourceAccount] }
    if caller.kind != .anonymous, let start = caller.sessionStart {
      // Only temporary credentials carry it; long-term keys have no such key at all.
      context["aws:MultiFactorAuthPresent"] = [caller.hasMFA ? "true" : "false"]
      context["aws:TokenIssueTime"] = [start.iso8601]
    }
    return context
  }
}
