package import AWS
package import PolicyLanguage

extension World {
  /// Whether the policies of this world allow a request, statement by statement.
  ///
  /// Policies alone speak: no ACL, no public access block, no key that only a request brings (its
  /// address, MFA) but those given.
  ///
  /// - Parameter principal: the ARN of a user, a role, a session or an account's root user.
  package func explanation(
    of principal: ARN, action: String, resource: String, context: [String: [String]]
  ) throws(AWSError) -> Explanation {
    let caller = try caller(principal)
    let own = try principalPolicies(of: caller)
    var check = AccessCheck(action, on: resource)
    if let arn = ARN(resource) {
      let found = try resourcePolicy(of: arn)
      check.owner = found?.owner ?? (arn.account.utf8.count == 12 ? arn.account : nil)
      // A role's trust policy is asked by STS alone.
      if arn.service != "iam" || action.lowercased().hasPrefix("sts:") {
        check.resourcePolicy = found?.policy
      }
    }
    var keys = own.context
    keys.merge(context) { _, given in given }
    return try accessPolicies(check, own, account: caller.account).explanation(
      for: PolicyRequest(
        principal: caller.principal, action: action, resource: resource, context: keys))
  }

  private func resourcePolicy(of arn: ARN) throws(AWSError) -> OwnedResourcePolicy? {
    for service in ServiceRegistry.all where service.service == arn.service {
      return try service.resourcePolicy(of: arn, in: self)
    }
    return nil
  }

  private func caller(_ arn: ARN) throws(AWSError) -> Caller {
    let store = IAMStore(database)
    let parts = arn.resource.split(separator: "/").map(String.init)
    switch (arn.service, parts.first, parts.count) {
    case ("iam", "root", 1):
      return Caller(
        kind: .root, account: arn.account, arn: arn.description, principalID: arn.account)
    case ("iam", "user", 2...):
      let user = try store.existingUser(parts[parts.count - 1], arn.account)
      return Caller(
        kind: .user(name: user.name), account: arn.account, arn: user.arn, principalID: user.id)
    case ("iam", "role", 2...):
      return try session(of: parts[parts.count - 1], "session", arn)
    case ("sts", "assumed-role", 3): return try session(of: parts[1], parts[2], arn)
    default:
      throw IAMError.invalidInput(
        "`\(arn)` is no user, role, session or root user; expected its ARN")
    }
  }

  private func session(of name: String, _ session: String, _ arn: ARN) throws(AWSError) -> Caller {
    let role = try IAMStore(database).existingRole(name, arn.account)
    return Caller(
      kind: .assumedRole(role: name, session: session), account: arn.account,
      arn: "arn:\(arn.partition):sts::\(arn.account):assumed-role/\(name)/\(session)",
      principalID: "\(role.id):\(session)", sessionIssuerARN: role.arn)
  }
}
