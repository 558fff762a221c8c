package import AWS

extension IAMStore {
  /// What carries policies.
  package enum EntityKind: String, Hashable, Sendable, CaseIterable {
    case user, role, group
  }

  /// A managed policy of the account, or one of AWS's.
  struct Policy: Hashable, Sendable {
    var arn: String
    var name: String
    var path: String
    var id: String
    var description: String?
    var created: Timestamp
    var updated: Timestamp
    var defaultVersion: Int
    var nextVersion: Int
    var tags: IAMTags
    var isAWS = false
  }

  struct PolicyVersion: Hashable, Sendable {
    var number: Int
    var document: String
    var created: Timestamp
  }

  /// One policy that applies, with what it is called in an explanation.
  package struct AppliedPolicy: Hashable, Sendable {
    /// The ARN of a managed policy, the name of an inline one.
    package var name: String
    package var document: String
  }

  /// All identity policies of a user: its inline and managed ones, then those of its groups.
  package func policies(ofUser name: String, account: String) throws(AWSError) -> [AppliedPolicy] {
    var policies = try policies(of: .user, name, account)
    for group in try groups(ofUser: name, account) {
      policies += try self.policies(of: .group, group.name, account)
    }
    return policies
  }

  /// All identity policies of a role.
  package func policies(ofRole name: String, account: String) throws(AWSError) -> [AppliedPolicy] {
    try policies(of: .role, name, account)
  }

  /// The document of a managed policy's default version: for boundaries and session policies.
  package func defaultDocument(ofPolicy arn: String, account: String) throws(AWSError) -> String? {
    guard let policy = try policy(arn, account) else { return nil }
    return try version(policy.defaultVersion, of: policy, account)?.document
  }

  private func policies(of kind: EntityKind, _ entity: String, _ account: String)
    throws(AWSError) -> [AppliedPolicy]
  {
    var policies = try inlinePolicies(of: kind, entity, account)
    for policy in try attachedPolicies(of: kind, entity, account) {
      if let version = try version(policy.defaultVersion, of: policy, account) {
        policies.append(AppliedPolicy(name: policy.arn, document: version.document))
      }
    }
    return policies
  }

  func policy(_ arn: String, _ account: String) throws(AWSError) -> Policy? {
    if let policy = AWSManagedPolicy.policy(arn) { return policy }
    return try database.row(
      "SELECT \(Self.policyColumns) FROM iam_policy WHERE account = ? AND arn = ?",
      .text(account), .text(arn)
    ).map(Policy.init)
  }

  func existingPolicy(_ arn: String, _ account: String) throws(AWSError) -> Policy {
    guard let policy = try policy(arn, account) else {
      throw IAMError.noSuchEntity("Policy \(arn) was not found.")
    }
    return policy
  }

  /// The account's own policies by name.
  func customerPolicies(_ account: String) throws(AWSError) -> [Policy] {
    try database.rows(
      "SELECT \(Self.policyColumns) FROM iam_policy WHERE account = ? ORDER BY name",
      .text(account)
    ).map(Policy.init)
  }

  func insert(_ policy: Policy, _ account: String) throws(AWSError) {
    try database.run(
      """
      INSERT INTO iam_policy (account, arn, name, path, policy_id, description, created, updated,
        default_version, next_version, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .text(account), .text(policy.arn), .text(policy.name), .text(policy.path), .text(policy.id),
      SQLValue(policy.description), .integer(policy.created.microseconds),
      .integer(policy.updated.microseconds), SQLValue(policy.defaultVersion),
      SQLValue(policy.nextVersion), .text(policy.tags.column))
  }

  func update(_ policy: Policy, _ account: String) throws(AWSError) {
    try database.run(
      """
      UPDATE iam_policy SET updated = ?, default_version = ?, next_version = ?, tags = ?
      WHERE account = ? AND arn = ?
      """,
      .integer(policy.updated.microseconds), SQLValue(policy.defaultVersion),
      SQLValue(policy.nextVersion), .text(policy.tags.column), .text(account), .text(policy.arn))
  }

  func deletePolicy(_ arn: String, _ account: String) throws(AWSError) {
    try database.run(
      "DELETE FROM iam_policy_version WHERE account = ? AND policy_arn = ?",
      .text(account), .text(arn))
    try database.run(
      "DELETE FROM iam_policy WHERE account = ? AND arn = ?", .text(account), .text(arn))
  }

  func version(_ number: Int, of policy: Policy, _ account: String) throws(AWSError)
    -> PolicyVersion?
  {
    if policy.isAWS { return AWSManagedPolicy.version(number, ofPolicy: policy) }
    return try database.row(
      """
      SELECT version, document, created FROM iam_policy_version
      WHERE account = ? AND policy_arn = ? AND version = ?
      """, .text(account), .text(policy.arn), SQLValue(number)
    ).map(PolicyVersion.init)
  }

  /// The versions that are kept, the newest first.
  func versions(of policy: Policy, _ account: String) throws(AWSError) -> [PolicyVersion] {
    if policy.isAWS {
      return AWSManagedPolicy.version(policy.defaultVersion, ofPolicy: policy).map { [$0] } ?? []
    }
    return try database.rows(
      """
      SELECT version, document, created FROM iam_policy_version
      WHERE account = ? AND policy_arn = ? ORDER BY version DESC
      """, .text(account), .text(policy.arn)
    ).map(PolicyVersion.init)
  }

  func insert(_ version: PolicyVersion, of policy: Policy, _ account: String) throws(AWSError) {
    try database.run(
      """
      INSERT INTO iam_policy_version (account, policy_arn, version, document, created)
      VALUES (?, ?, ?, ?, ?)
      """,
      .text(account), .text(policy.arn), SQLValue(version.number), .text(version.document),
      .integer(version.created.microseconds))
  }

  func deleteVersion(_ number: Int, of policy: Policy, _ account: String) throws(AWSError) {
    try database.run(
      "DELETE FROM iam_policy_version WHERE account = ? AND policy_arn = ? AND version = ?",
      .text(account), .text(policy.arn), SQLValue(number))
  }

  private static let policyColumns = """
    arn, name, path, policy_id, description, created, updated, default_version, next_version, tags
    """
}

extension IAMStore.Policy {
  init(_ row: Row) {
    self.init(
      arn: row.text(0), name: row.text(1), path: row.text(2), id: row.text(3),
      description: row.optionalText(4), created: Timestamp(microseconds: row.integer(5)),
      updated: Timestamp(microseconds: row.integer(6)), defaultVersion: Int(row.integer(7)),
      nextVersion: Int(row.integer(8)), tags: IAMTags(column: row.text(9)))
  }
}

extension IAMStore.PolicyVersion {
  init(_ row: Row) {
    self.init(
      number: Int(row.integer(0)), document: row.text(1),
      created: Timestamp(microseconds: row.integer(2)))
  }

  /// As answers show a version; lists leave the document out.
  func answer(ofDefault number: Int, withDocument: Bool) -> AWSObject {
    var answer = AWSObject()
    if withDocument { answer["Document"] = .string(IAMDocument.encoded(document)) }
    answer["VersionId"] = .string("v\(self.number)")
    answer["IsDefaultVersion"] = .bool(self.number == number)
    answer["CreateDate"] = .timestamp(created)
    return answer
  }
}
