import AWS

extension IAMStore {
  /// The managed policies of a user, role or group, by name.
  func attachedPolicies(of kind: EntityKind, _ entity: String, _ account: String)
    throws(AWSError) -> [Policy]
  {
    try database.rows(
      """
      SELECT policy_arn FROM iam_attachment WHERE account = ? AND kind = ? AND entity = ?
      ORDER BY policy_arn
      """, .text(account), .text(kind.rawValue), .text(entity)
    ).mapThrowing { row throws(AWSError) in try existingPolicy(row.text(0), account) }
      .sorted { ($0.name, $0.arn) < ($1.name, $1.arn) }
  }

  /// To whom a managed policy is attached: names by kind, each sorted.
  func entities(ofPolicy arn: String, _ account: String) throws(AWSError)
    -> [(kind: EntityKind, name: String)]
  {
    try database.rows(
      """
      SELECT kind, entity FROM iam_attachment WHERE account = ? AND policy_arn = ?
      ORDER BY kind, entity
      """, .text(account), .text(arn)
    ).compactMap { row in EntityKind(rawValue: row.text(0)).map { ($0, row.text(1)) } }
  }

  func attachmentCount(ofPolicy arn: String, _ account: String) throws(AWSError) -> Int {
    try count(
      "SELECT count(*) FROM iam_attachment WHERE account = ? AND policy_arn = ?",
      .text(account), .text(arn))
  }

  /// Users and roles whose permissions boundary the policy is.
  func boundaries(_ arn: String, _ account: String) throws(AWSError)
    -> [(kind: EntityKind, name: String)]
  {
    try database.rows(
      """
      SELECT 'user', name FROM iam_user WHERE account = ? AND boundary = ? UNION ALL
      SELECT 'role', name FROM iam_role WHERE account = ? AND boundary = ? ORDER BY 1, 2
      """, .text(account), .text(arn), .text(account), .text(arn)
    ).compactMap { row in EntityKind(rawValue: row.text(0)).map { ($0, row.text(1)) } }
  }

  /// Attaching twice changes nothing, as on AWS.
  func attach(_ arn: String, to kind: EntityKind, _ entity: String, _ account: String)
    throws(AWSError)
  {
    guard try policy(arn, account) != nil else {
      throw IAMError.noSuchEntity("Policy \(arn) does not exist or is not attachable.")
    }
    let others = try count(
      """
      SELECT count(*) FROM iam_attachment
      WHERE account = ? AND kind = ? AND entity = ? AND policy_arn <> ?
      """, .text(account), .text(kind.rawValue), .text(entity), .text(arn))
    if others >= Self.attachmentQuota {
      let owner = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
      throw IAMError.quota("PoliciesPer\(owner)", Self.attachmentQuota)
    }
    try database.run(
      """
      INSERT OR IGNORE INTO iam_attachment (account, kind, entity, policy_arn) VALUES (?, ?, ?, ?)
      """, .text(account), .text(kind.rawValue), .text(entity), .text(arn))
  }

  func detach(_ arn: String, from kind: EntityKind, _ entity: String, _ account: String)
    throws(AWSError)
  {
    try database.run(
      """
      DELETE FROM iam_attachment
      WHERE account = ? AND kind = ? AND entity = ? AND policy_arn = ?
      """, .text(account), .text(kind.rawValue), .text(entity), .text(arn))
    if database.changeCount == 0 {
      throw IAMError.noSuchEntity("Policy \(arn) was not found.")
    }
  }

  /// The inline policies of a user, role or group, by name.
  func inlinePolicies(of kind: EntityKind, _ entity: String, _ account: String)
    throws(AWSError) -> [AppliedPolicy]
  {
    try database.rows(
      """
      SELECT name, document FROM iam_inline_policy
      WHERE account = ? AND kind = ? AND entity = ? ORDER BY name
      """, .text(account), .text(kind.rawValue), .text(entity)
    ).map { AppliedPolicy(name: $0.text(0), document: $0.text(1)) }
  }

  func inlinePolicy(_ name: String, of kind: EntityKind, _ entity: String, _ account: String)
    throws(AWSError) -> AppliedPolicy
  {
    let row = try database.row(
      """
      SELECT name, document FROM iam_inline_policy
      WHERE account = ? AND kind = ? AND entity = ? AND name = ?
      """, .text(account), .text(kind.rawValue), .text(entity), .text(name))
    guard let row else {
      throw IAMError.noSuchEntity(
        "The \(kind.rawValue) policy with name \(name) cannot be found.")
    }
    return AppliedPolicy(name: row.text(0), document: row.text(1))
  }

  func putInlinePolicy(
    _ policy: AppliedPolicy, of kind: EntityKind, _ entity: String, _ account: String
  ) throws(AWSError) {
    try database.run(
      """
      INSERT INTO iam_inline_policy (account, kind, entity, name, document) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (account, kind, entity, name) DO UPDATE SET document = excluded.document
      """,
      .text(account), .text(kind.rawValue), .text(entity), .text(policy.name),
      .text(policy.document))
    // White space doesn't count; user 2,048, role 10,240, group 5,120 characters together.
    let size = try inlinePolicies(of: kind, entity, account)
      .reduce(0) { $0 + IAMDocument.size($1.document) }
    if size > kind.inlineQuota {
      throw IAMError.limitExceeded(
        "Maximum policy size of \(kind.inlineQuota) bytes exceeded for \(kind.rawValue) \(entity)")
    }
  }

  func deleteInlinePolicy(
    _ name: String, of kind: EntityKind, _ entity: String, _ account: String
  ) throws(AWSError) {
    _ = try inlinePolicy(name, of: kind, entity, account)
    try database.run(
      """
      DELETE FROM iam_inline_policy WHERE account = ? AND kind = ? AND entity = ? AND name = ?
      """, .text(account), .text(kind.rawValue), .text(entity), .text(name))
  }

  /// Managed policies on one user, role or group; AWS raises it to 20 on request.
  static let attachmentQuota = 10
}

extension IAMStore.EntityKind {
  /// Characters of all inline policies of one entity together.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  var inlineQuota: Int {
    switch self {
    case .user: 2048
    case .role: 10240
    case .group: 5120
    }
  }
}
