package import AWS

extension IAMStore {
  package struct Role: Hashable, Sendable {
    package var name: String
    package var path: String
    /// `AROA...`, the first part of a session's principal id.
    package var id: String
    package var arn: String
    package var created: Timestamp
    /// Who may assume it: a policy document, byte for byte as it was given.
    package var trustPolicy: String
    package var description: String?
    /// How long a session may last, 3,600 to 43,200 seconds.
    package var maxSession: Duration
    package var boundary: String?
    var tags: IAMTags
  }

  /// nil for a role that the account doesn't have.
  package func role(named name: String, account: String) throws(AWSError) -> Role? {
    try database.row(
      "SELECT \(Self.roleColumns) FROM iam_role WHERE account = ? AND name = ?",
      .text(account), .text(name)
    ).map(Role.init)
  }

  func existingRole(_ name: String, _ account: String) throws(AWSError) -> Role {
    guard let role = try role(named: name, account: account) else {
      throw IAMError.noSuchEntity("The role with name \(name) cannot be found.")
    }
    return role
  }

  func roles(_ account: String, pathPrefix: String = "/", after: String = "", limit: Int)
    throws(AWSError) -> [Role]
  {
    try database.rows(
      """
      SELECT \(Self.roleColumns) FROM iam_role
      WHERE account = ? AND name > ? AND substr(path, 1, length(?)) = ? ORDER BY name LIMIT ?
      """,
      .text(account), .text(after), .text(pathPrefix), .text(pathPrefix), SQLValue(limit)
    ).map(Role.init)
  }

  func insert(_ role: Role, _ account: String) throws(AWSError) {
    try refuseTwin("iam_role", "Role", role.name, account)
    try database.run(
      """
      INSERT INTO iam_role (account, name, path, role_id, arn, created, trust_policy, description,
        max_session, boundary, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .text(account), .text(role.name), .text(role.path), .text(role.id), .text(role.arn),
      .integer(role.created.microseconds), .text(role.trustPolicy), SQLValue(role.description),
      .integer(role.maxSession.components.seconds), SQLValue(role.boundary),
      .text(role.tags.column))
  }

  func update(_ role: Role, _ account: String) throws(AWSError) {
    try database.run(
      """
      UPDATE iam_role SET trust_policy = ?, description = ?, max_session = ?, tags = ?
      WHERE account = ? AND name = ?
      """,
      .text(role.trustPolicy), SQLValue(role.description),
      .integer(role.maxSession.components.seconds), .text(role.tags.column), .text(account),
      .text(role.name))
  }

  func deleteRole(_ name: String, _ account: String) throws(AWSError) {
    try database.run(
      "DELETE FROM iam_role WHERE account = ? AND name = ?", .text(account), .text(name))
  }

  private static let roleColumns = """
    name, path, role_id, arn, created, trust_policy, description, max_session, boundary, tags
    """
}

extension IAMStore.Role {
  init(_ row: Row) {
    self.init(
      name: row.text(0), path: row.text(1), id: row.text(2), arn: row.text(3),
      created: Timestamp(microseconds: row.integer(4)), trustPolicy: row.text(5),
      description: row.optionalText(6), maxSession: .seconds(row.integer(7)),
      boundary: row.optionalText(8), tags: IAMTags(column: row.text(9)))
  }

  enum View { case created, listed, whole }

  /// As answers show a role: CreateRole without its description's and session's defaults, lists
  /// without tags, boundary and last use.
  func answer(_ view: View) -> AWSObject {
    var answer: AWSObject = [
      "Path": .string(path), "RoleName": .string(name), "RoleId": .string(id),
      "Arn": .string(arn), "CreateDate": .timestamp(created),
      "AssumeRolePolicyDocument": .string(IAMDocument.encoded(trustPolicy)),
    ]
    answer.set("Description", view == .created ? nil : description.map(AWSValue.string))
    if view != .created { answer["MaxSessionDuration"] = .integer(maxSession.components.seconds) }
    guard view != .listed else { return answer }
    answer.set("PermissionsBoundary", boundary.map(IAMBoundary.answer))
    answer.set("Tags", tags.answerUnlessEmpty)
    // Uses of a role aren't tracked: as on AWS for a role that nobody assumed for 400 days.
    if view == .whole { answer["RoleLastUsed"] = [:] }
    return answer
  }
}
