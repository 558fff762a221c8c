import AWS
package import PolicyLanguage

extension Call {
  /// The condition keys that every request has
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
  package var conditionContext: [String: [String]] {
    var keys: [String: [String]] = [
      "aws:SecureTransport": [request.isSecure ? "true" : "false"],
      "aws:CurrentTime": [now.iso8601],
      "aws:EpochTime": [String(now.seconds)],
      "aws:RequestedRegion": [region],
      "aws:ViaAWSService": ["false"],
    ]
    if let endpoint = request.vpcEndpoint {
      // A request through an endpoint has its private address under another key.
      keys["aws:SourceVpce"] = [endpoint.id]
      keys["aws:SourceVpc"] = [endpoint.vpc]
      keys["aws:VpcSourceIp"] = [request.sourceAddress]
    } else {
      keys["aws:SourceIp"] = [request.sourceAddress]
    }
    if service == "ec2" { keys["ec2:Region"] = [region] }
    keys["aws:UserAgent"] = request.headers["User-Agent"].map { [$0] }
    keys["aws:Referer"] = request.headers["Referer"].map { [$0] }
    switch caller.kind {
    case .anonymous: break
    case .service(let name):
      keys["aws:PrincipalIsAWSService"] = ["true"]
      keys["aws:PrincipalServiceName"] = [name]
    case .root, .user, .assumedRole, .federatedUser:
      keys["aws:PrincipalIsAWSService"] = ["false"]
    }
    if let start = caller.sessionStart {
      // Temporary credentials alone carry these; long-term keys have no such keys at all.
      keys["aws:MultiFactorAuthPresent"] = [caller.hasMFA ? "true" : "false"]
      if caller.hasMFA {
        keys["aws:MultiFactorAuthAge"] = [String(now.seconds - start.seconds)]
      }
      keys["aws:TokenIssueTime"] = [start.iso8601]
    }
    return keys
  }

  /// All the keys of one check: of the request, of the principal, of the resource's account, and
  /// those that the operation names, which go first.
  func context(of check: AccessCheck, _ principal: PrincipalPolicies) throws(AWSError)
    -> [String: [String]]
  {
    var keys = conditionContext
    let owner = check.owner ?? caller.account
    if check.resource != "*", !owner.isEmpty {
      keys["aws:ResourceAccount"] = [owner]
      if owner == caller.account {
        keys["aws:ResourceOrgID"] = principal.context["aws:PrincipalOrgID"]
        keys["aws:ResourceOrgPaths"] = principal.context["aws:PrincipalOrgPaths"]
      } else if let membership = try OrganizationsStore(database).membership(of: owner) {
        keys["aws:ResourceOrgID"] = [membership.organizationID]
        keys["aws:ResourceOrgPaths"] = [membership.path]
      }
    }
    keys.merge(principal.context) { _, given in given }
    keys.merge(check.context) { _, given in given }
    return keys
  }
}

extension Caller {
  /// The caller as policies see it.
  package var principal: PolicyLanguage.Principal {
    let kind: PolicyLanguage.Principal.Kind
    switch self.kind {
    case .anonymous: return .anonymous
    case .service(let name): return .service(name)
    case .root: kind = .root
    case .user: kind = .user
    case .assumedRole: kind = .assumedRole
    case .federatedUser: kind = .federatedUser
    }
    return PolicyLanguage.Principal(
      kind: kind, account: account, arn: arn, roleARN: sessionIssuerARN, userID: principalID,
      canonicalUserID: CanonicalUser.id(of: account))
  }

  /// An AWS service that acts by itself: `cloudtrail.amazonaws.com`.
  package static func service(_ name: String) -> Caller {
    Caller(kind: .service(name), account: "", arn: "", principalID: "")
  }
}

extension World {
  /// A stored policy, compiled; compiled ones are kept. What is no policy counts as none, since
  /// only checked policies are stored.
  package func policy(_ text: String?, as grammar: PolicyGrammar = .resource) -> PolicyDocument? {
    guard let text, !text.isEmpty else { return nil }
    if let known = compiledPolicies[text] { return known }
    guard let compiled = try? PolicyDocument.parse(text, as: grammar) else { return nil }
    if compiledPolicies.count >= 512 { compiledPolicies = [:] }
    compiledPolicies[text] = compiled
    return compiled
  }
}
