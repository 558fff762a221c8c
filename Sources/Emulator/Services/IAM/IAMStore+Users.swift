package import AWS

extension IAMStore {
  package struct User: Hashable, Sendable {
    package var name: String
    package var path: String
    package var id: String
    package var arn: String
    package var created: Timestamp
    /// The ARN of the policy that bounds what the user may do.
    package var boundary: String?
    var tags: IAMTags
  }

  /// nil for a user whom the account doesn't have; names count their case here.
  package func user(named name: String, account: String) throws(AWSError) -> User? {
    try database.row(
      "SELECT \(Self.userColumns) FROM iam_user WHERE account = ? AND name = ?",
      .text(account), .text(name)
    ).map(User.init)
  }

  func existingUser(_ name: String, _ account: String) throws(AWSError) -> User {
    guard let user = try user(named: name, account: account) else {
      throw IAMError.noSuchEntity("The user with name \(name) cannot be found.")
    }
    return user
  }

  /// Users below a path by name, after a name: one page and the first user of the next.
  func users(_ account: String, pathPrefix: String = "/", after: String = "", limit: Int)
    throws(AWSError) -> [User]
  {
    try database.rows(
      """
      SELECT \(Self.userColumns) FROM iam_user
      WHERE account = ? AND name > ? AND substr(path, 1, length(?)) = ? ORDER BY name LIMIT ?
      """,
      .text(account), .text(after), .text(pathPrefix), .text(pathPrefix), SQLValue(limit)
    ).map(User.init)
  }

  func insert(_ user: User, _ account: String) throws(AWSError) {
    try refuseTwin("iam_user", "User", user.name, account)
    try database.run(
      """
      INSERT INTO iam_user (account, name, path, user_id, arn, created, boundary, tags)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .text(account), .text(user.name), .text(user.path), .text(user.id), .text(user.arn),
      .integer(user.created.microseconds), SQLValue(user.boundary), .text(user.tags.column))
  }

  func update(_ user: User, named name: String, _ account: String) throws(AWSError) {
    if user.name.lowercased() != name.lowercased() {
      try refuseTwin("iam_user", "User", user.name, account)
    }
    try database.run(
      "UPDATE iam_user SET name = ?, path = ?, arn = ?, tags = ? WHERE account = ? AND name = ?",
      .text(user.name), .text(user.path), .text(user.arn), .text(user.tags.column),
      .text(account), .text(name))
    guard user.name != name else { return }
    for (table, column) in [
      ("iam_access_key", "user_name"), ("iam_membership", "user_name"),
      ("iam_login_profile", "user_name"), ("iam_mfa_device", "user_name"),
    ] {
      try database.run(
        "UPDATE \(table) SET \(column) = ? WHERE account = ? AND \(column) = ?",
        .text(user.name), .text(account), .text(name))
    }
    for table in ["iam_attachment", "iam_inline_policy"] {
      try database.run(
        "UPDATE \(table) SET entity = ? WHERE account = ? AND kind = 'user' AND entity = ?",
        .text(user.name), .text(account), .text(name))
    }
  }

  func deleteUser(_ name: String, _ account: String) throws(AWSError) {
    try database.run(
      "DELETE FROM iam_user WHERE account = ? AND name = ?", .text(account), .text(name))
  }

  /// Names are unique in an account whatever their case.
  func refuseTwin(_ table: String, _ kind: String, _ name: String, _ account: String)
    throws(AWSError)
  {
    let twin = try database.row(
      "SELECT 1 FROM \(table) WHERE account = ? AND name = ? COLLATE NOCASE",
      .text(account), .text(name))
    if twin != nil {
      throw IAMError.alreadyExists("\(kind) with name \(name) already exists.")
    }
  }

  private static let userColumns = "name, path, user_id, arn, created, boundary, tags"
}

extension IAMStore.User {
  init(_ row: Row) {
    self.init(
      name: row.text(0), path: row.text(1), id: row.text(2), arn: row.text(3),
      created: Timestamp(microseconds: row.integer(4)), boundary: row.optionalText(5),
      tags: IAMTags(column: row.text(6)))
  }

  /// As answers show a user; lists leave tags and boundary out.
  func answer(isListed: Bool = false) -> AWSObject {
    var answer: AWSObject = [
      "Path": .string(path), "UserName": .string(name), "UserId": .string(id),
      "Arn": .string(arn), "CreateDate": .timestamp(created),
    ]
    if !isListed {
      answer.set("PermissionsBoundary", boundary.map(IAMBoundary.answer))
      answer.set("Tags", tags.answerUnlessEmpty)
    }
    return answer
  }
}

/// A permissions boundary, as answers show it.
enum IAMBoundary {
  static func answer(_ arn: String) -> AWSValue {
    ["PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": .string(arn)]
  }
}
