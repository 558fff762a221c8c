import AWS
import PolicyLanguage

/// What bears on one principal wherever it goes: its policies, compiled, and the condition keys
/// that follow from who it is.
struct PrincipalPolicies: Sendable {
  var identity: [AttachedPolicy] = []
  var boundary: AttachedPolicy?
  /// nil for a session without session policies, and for who isn't in a session.
  var session: [AttachedPolicy]?
  /// A service-linked role, which no control policy restricts.
  var isServiceLinked = false
  /// From the organization's root to the account.
  var serviceControl: [[AttachedPolicy]] = []
  /// aws:PrincipalOrgID, aws:PrincipalTag/...
  var context: [String: [String]] = [:]
}

/// What was gathered once and holds until a policy, or what it hangs on, changes.
struct AccessCache {
  /// The database's count of such changes when the cache was filled.
  private var changes: UInt64 = 0
  private var principals: [String: PrincipalPolicies] = [:]
  private var resourceControls: [String: [[AttachedPolicy]]] = [:]

  /// Sessions come and go: bounded.
  private static let limit = 4096

  mutating func refresh(_ changes: UInt64) {
    if changes == self.changes { return }
    self.changes = changes
    principals = [:]
    resourceControls = [:]
  }

  mutating func principal(
    _ key: String, _ make: () throws(AWSError) -> PrincipalPolicies
  ) throws(AWSError) -> PrincipalPolicies {
    if let known = principals[key] { return known }
    let made = try make()
    if principals.count >= Self.limit { principals = [:] }
    principals[key] = made
    return made
  }

  mutating func controls(
    _ account: String, _ make: () throws(AWSError) -> [[AttachedPolicy]]
  ) throws(AWSError) -> [[AttachedPolicy]] {
    if let known = resourceControls[account] { return known }
    let made = try make()
    resourceControls[account] = made
    return made
  }
}

extension World {
  /// What bears on a caller, gathered once until something of it changes.
  func principalPolicies(of caller: Caller) throws(AWSError) -> PrincipalPolicies {
    accessCache.refresh(database.policyChanges)
    let key = caller.sessionStart == nil ? caller.arn : caller.accessKeyID
    // The cache is taken out while it is filled: gathering reads the database, never the cache.
    return try accessCache.principal(key) { () throws(AWSError) in
      try PrincipalGathering(world: self, caller: caller).policies()
    }
  }

  /// RCPs bear on the services that AWS names for them, whoever calls
  /// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html).
  func resourceControls(of account: String, for action: String) throws(AWSError)
    -> [[AttachedPolicy]]
  {
    guard !account.isEmpty, !options.prongsOff.contains(.rcp),
      Self.resourceControlled.contains(where: { action.lowercased().hasPrefix($0) })
    else { return [] }
    accessCache.refresh(database.policyChanges)
    return try accessCache.controls(account) { () throws(AWSError) in
      try controlLevels(.resource, of: account)
    }
  }

  private static let resourceControlled = ["s3:", "sts:", "kms:", "sqs:", "secretsmanager:"]

  func controlLevels(_ type: ControlType, of account: String)
    throws(AWSError) -> [[AttachedPolicy]]
  {
    try OrganizationsStore(database).controls(type, of: account).map { level in
      level.compactMap { control in
        policy(control.document, as: .control).map {
          AttachedPolicy(name: control.name, arn: control.arn, document: $0)
        }
      }
    }
  }
}

/// Reads what bears on a caller from the services' stores.
///
/// Who was made anew under an old name is somebody else: sessions of the one before get nothing
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids).
private struct PrincipalGathering {
  let world: World
  let caller: Caller
  var store: IAMStore { IAMStore(world.database) }

  func policies() throws(AWSError) -> PrincipalPolicies {
    var policies = PrincipalPolicies()
    switch caller.kind {
    case .anonymous, .service: return policies
    case .root: break
    case .user(let name): try add(user: name, caller.principalID, to: &policies)
    case .federatedUser:
      // The session of the root user is bounded by its own policies alone.
      if let name = issuer(ifUser: caller) {
        try add(user: name, caller.sessionIssuerID ?? "", to: &policies)
      } else {
        policies.identity = everythingAllowed
      }
    case .assumedRole(let name, _):
      let role = try store.role(named: name, account: caller.account)
      if let role, caller.principalID.hasPrefix("\(role.id):") {
        policies.identity = compiled(
          try store.policies(ofRole: name, account: caller.account))
        policies.boundary = try managed(role.boundary)
        policies.context.merge(
          AccessCheck.tags("aws:PrincipalTag", role.tags.pairs)) { given, _ in given }
        policies.isServiceLinked = role.path.hasPrefix("/aws-service-role/")
      }
    }
    if caller.sessionStart != nil {
      let session = try STSStore(world).session(caller.accessKeyID)
      policies.session = try sessionPolicies(session)
      for (key, values) in session?.context ?? [:] {
        // A session's tag goes before its role's, whatever the case of either.
        let replaced = policies.context.keys.filter { $0.equalsIgnoringCase(key) }
        for other in replaced { policies.context[other] = nil }
        policies.context[key] = values
      }
    }
    if !policies.isServiceLinked {
      policies.serviceControl = try world.controlLevels(.service, of: caller.account)
    }
    if let membership = try OrganizationsStore(world.database).membership(of: caller.account) {
      policies.context["aws:PrincipalOrgID"] = [membership.organizationID]
      policies.context["aws:PrincipalOrgPaths"] = [membership.path]
    }
    return switchedOff(policies)
  }

  private func add(user name: String, _ id: String, to policies: inout PrincipalPolicies)
    throws(AWSError)
  {
    guard let user = try store.user(named: name, account: caller.account), user.id == id else {
      return
    }
    policies.identity = compiled(try store.policies(ofUser: name, account: caller.account))
    policies.boundary = try managed(user.boundary)
    policies.context.merge(
      AccessCheck.tags("aws:PrincipalTag", user.tags.pairs)) { given, _ in given }
  }

  /// The user behind a federated one; nil for the root user.
  private func issuer(ifUser caller: Caller) -> String? {
    guard let arn = caller.sessionIssuerARN.flatMap(ARN.init), arn.resource.hasPrefix("user/")
    else { return nil }
    return arn.resource.split(separator: "/").last.map(String.init)
  }

  private func switchedOff(_ given: PrincipalPolicies) -> PrincipalPolicies {
    var policies = given
    let off = world.options.prongsOff
    if off.contains(.identity) { policies.identity = everythingAllowed }
    if off.contains(.boundary) { policies.boundary = nil }
    if off.contains(.session) { policies.session = nil }
    if off.contains(.scp) { policies.serviceControl = [] }
    return policies
  }

  private var everythingAllowed: [AttachedPolicy] {
    world.policy(Self.everything, as: .identity).map {
      [AttachedPolicy(name: "(everything is allowed)", document: $0)]
    } ?? []
  }

  private static let everything = """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}
    """

  private func compiled(_ applied: [IAMStore.AppliedPolicy]) -> [AttachedPolicy] {
    applied.compactMap { applied in
      world.policy(applied.document, as: .identity).map {
        AttachedPolicy(
          name: applied.name, arn: applied.name.hasPrefix("arn:") ? applied.name : nil,
          document: $0)
      }
    }
  }

  private func managed(_ arn: String?) throws(AWSError) -> AttachedPolicy? {
    guard let arn else { return nil }
    let text = try store.defaultDocument(ofPolicy: arn, account: caller.account)
    return world.policy(text, as: .identity).map {
      AttachedPolicy(name: arn, arn: arn, document: $0)
    }
  }

  private func sessionPolicies(_ session: STSStore.OpenSession?) throws(AWSError)
    -> [AttachedPolicy]?
  {
    guard let session, session.policy != nil || !session.policyARNs.isEmpty else { return nil }
    var policies: [AttachedPolicy] = []
    if let inline = world.policy(session.policy, as: .identity) {
      policies.append(AttachedPolicy(name: "session policy", document: inline))
    }
    for arn in session.policyARNs {
      if let policy = try managed(arn) { policies.append(policy) }
    }
    return policies
  }
}
