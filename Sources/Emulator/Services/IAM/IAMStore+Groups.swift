import AWS

extension IAMStore {
  struct Group: Hashable, Sendable {
    var name: String
    var path: String
    var id: String
    var arn: String
    var created: Timestamp

    var answer: AWSObject {
      [
        "Path": .string(path), "GroupName": .string(name), "GroupId": .string(id),
        "Arn": .string(arn), "CreateDate": .timestamp(created),
      ]
    }
  }

  func group(named name: String, _ account: String) throws(AWSError) -> Group? {
    try database.row(
      "SELECT \(Self.groupColumns) FROM iam_group WHERE account = ? AND name = ?",
      .text(account), .text(name)
    ).map(Group.init)
  }

  func existingGroup(_ name: String, _ account: String) throws(AWSError) -> Group {
    guard let group = try group(named: name, account) else {
      throw IAMError.noSuchEntity("The group with name \(name) cannot be found.")
    }
    return group
  }

  func groups(_ account: String, pathPrefix: String = "/") throws(AWSError) -> [Group] {
    try database.rows(
      """
      SELECT \(Self.groupColumns) FROM iam_group
      WHERE account = ? AND substr(path, 1, length(?)) = ? ORDER BY name
      """, .text(account), .text(pathPrefix), .text(pathPrefix)
    ).map(Group.init)
  }

  func groups(ofUser name: String, _ account: String) throws(AWSError) -> [Group] {
    try database.rows(
      """
      SELECT \(Self.groupColumns) FROM iam_group
      WHERE account = ? AND name IN
        (SELECT group_name FROM iam_membership WHERE account = ? AND user_name = ?) ORDER BY name
      """, .text(account), .text(account), .text(name)
    ).map(Group.init)
  }

  func users(inGroup name: String, _ account: String) throws(AWSError) -> [User] {
    try database.rows(
      """
      SELECT user_name FROM iam_membership WHERE account = ? AND group_name = ?
      ORDER BY user_name
      """, .text(account), .text(name)
    ).mapThrowing { row throws(AWSError) in try existingUser(row.text(0), account) }
  }

  func insert(_ group: Group, _ account: String) throws(AWSError) {
    try refuseTwin("iam_group", "Group", group.name, account)
    try database.run(
      """
      INSERT INTO iam_group (account, name, path, group_id, arn, created)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      .text(account), .text(group.name), .text(group.path), .text(group.id), .text(group.arn),
      .integer(group.created.microseconds))
  }

  func deleteGroup(_ name: String, _ account: String) throws(AWSError) {
    try database.run(
      "DELETE FROM iam_group WHERE account = ? AND name = ?", .text(account), .text(name))
  }

  /// Adding a member twice changes nothing, as on AWS.
  func addMember(_ user: String, toGroup group: String, _ account: String) throws(AWSError) {
    try database.run(
      "INSERT OR IGNORE INTO iam_membership (account, group_name, user_name) VALUES (?, ?, ?)",
      .text(account), .text(group), .text(user))
  }

  func removeMember(_ user: String, fromGroup group: String, _ account: String) throws(AWSError) {
    try database.run(
      "DELETE FROM iam_membership WHERE account = ? AND group_name = ? AND user_name = ?",
      .text(account), .text(group), .text(user))
  }

  private static let groupColumns = "name, path, group_id, arn, created"
}

extension IAMStore.Group {
  init(_ row: Row) {
    self.init(
      name: row.text(0), path: row.text(1), id: row.text(2), arn: row.text(3),
      created: Timestamp(microseconds: row.integer(4)))
  }
}

extension Array {
  /// `map` whose closure throws AWS's errors.
  func mapThrowing<Output>(_ transform: (Element) throws(AWSError) -> Output) throws(AWSError)
    -> [Output]
  {
    var output: [Output] = []
    output.reserveCapacity(count)
    for element in self { output.append(try transform(element)) }
    return output
  }
}
