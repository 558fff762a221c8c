import PolicyLanguage

extension ExposureReport {
  /// Who outside can do what with a bucket: policy, ACL, ownership and public access blocks taken
  /// together.
  ///
  /// `IgnorePublicAcls` takes the ACL's grants to everyone away, `RestrictPublicBuckets` all access
  /// from other accounts but services' where the policy is public by S3's own definition
  /// (`PublicStatus`). `BlockPublicAcls` and `BlockPublicPolicy` refuse new ones and leave what is
  /// there, so they decide nothing here.
  ///
  /// Some administrative calls (PutBucketPolicy, GetBucketPolicy, DeleteBucketPolicy) S3 refuses to
  /// other accounts whatever the policy says; they are told as granted all the same.
  package static func of(
    _ bucket: BucketConfiguration, owner: ResourceOwner,
    settings: ExposureSettings = ExposureSettings()
  ) -> ExposureReport {
    let acl = BucketACL(bucket.acl, bucket: bucket.name, owner: owner)
    let ignoring = bucket.level { $0.ignorePublicAcls }
    var effective: [BucketACL.Entry] = []
    var idle: [(entry: BucketACL.Entry, by: Blocked.Obstacle)] = []
    for entry in acl.entries {
      if bucket.isOwnerEnforced {
        idle.append((entry, .ownership))
      } else if let ignoring, entry.grantee.isPublic {
        idle.append(
          (entry, .publicAccessBlock(setting: "IgnorePublicAcls", ignoring)))
      } else {
        effective.append(entry)
      }
    }
    let ownStatements = bucket.policy?.statements.count ?? 0
    var policy = bucket.policy ?? PolicyDocument(version: .v2012, statements: [])
    policy.statements += effective.map(\.statement)
    let scopes = bucket.scopes(partition: owner.partition)
    var closure: Blocked.Obstacle?
    if let level = bucket.level(of: { $0.restrictPublicBuckets }),
      bucket.policy?.isPublic ?? false
    {
      closure = .publicAccessBlock(setting: "RestrictPublicBuckets", level)
    }
    let question = AccessQuestion(
      policy: policy, scopes: scopes, owner: owner, settings: settings, takesUnsigned: true,
      closure: closure)
    var report = question.report()
    report.map { origin in
      guard case .statement(let reference) = origin, reference.statement >= ownStatements else {
        return origin
      }
      return .acl(effective[reference.statement - ownStatements].grant)
    }
    for (entry, obstacle) in idle {
      for scope in scopes where scope.isGranted(by: entry.statement) {
        report.blocked.append(
          Blocked(
            party: entry.grantee.party, capability: scope.capability, origin: .acl(entry.grant),
            by: obstacle))
      }
    }
    report.blocked = report.blocked.uniqued.inOrder
    return report
  }

  /// Replaces where grants come from.
  mutating func map(_ origin: (GrantOrigin) -> GrantOrigin) {
    for access in accesses.indices {
      for grant in accesses[access].grants.indices {
        let old = accesses[access].grants[grant].origin
        accesses[access].grants[grant].origin = origin(old)
      }
    }
    for index in blocked.indices { blocked[index].origin = origin(blocked[index].origin) }
  }

  /// Takes back what some parties have.
  mutating func block(by obstacle: Blocked.Obstacle, where affects: (Party) -> Bool) {
    for access in accesses where affects(access.party) {
      for grant in access.grants {
        blocked.append(
          Blocked(
            party: access.party, capability: access.capability, origin: grant.origin,
            by: obstacle))
      }
    }
    accesses.removeAll { affects($0.party) }
  }
}

extension CapabilityScope {
  /// Whether a statement for everyone has one of the actions on one of the resources.
  func isGranted(by statement: Statement) -> Bool {
    var open = statement
    open.principals = nil
    open.conditions = []
    return actions.contains { action in
      resources.contains { resource in
        let request = PolicyRequest(
          principal: .anonymous, action: action,
          resource: resource.replacing("?*", with: "zq7"))
        return open.match(request) != nil
      }
    }
  }
}
