package import AWS

extension IAMStore {
  /// An access key as its owner sees it, and what signs with it.
  package struct AccessKey: Hashable, Sendable {
    package var id: String
    package var account: String
    /// nil for a key of the account's root user.
    package var userName: String?
    package var secret: String
    package var isActive: Bool
    package var created: Timestamp
    /// `aws`
    package var partition: String
  }

  struct LastUse: Hashable, Sendable {
    var time: Timestamp
    /// `s3`
    var service: String
    var region: String
  }

  /// The key that a request names, in whatever account; nil for a key that nobody issued here.
  package func accessKey(_ id: String) throws(AWSError) -> AccessKey? {
    try database.row(
      "SELECT \(Self.keyColumns) FROM iam_access_key WHERE access_key_id = ?", .text(id)
    ).map(AccessKey.init)
  }

  /// What the key signs with and for whom; inactive where the key was deleted, nil where nobody
  /// issued it here.
  func credential(_ id: String) throws(AWSError) -> IssuedCredential? {
    guard let key = try accessKey(id) else {
      let deleted = try database.row(
        "SELECT account FROM iam_deleted_access_key WHERE access_key_id = ?", .text(id))
      guard deleted != nil else { return nil }
      return IssuedCredential(secretAccessKey: "", isActive: false, caller: .anonymous)
    }
    return IssuedCredential(
      secretAccessKey: key.secret, isActive: key.isActive, caller: try caller(of: key))
  }

  private func caller(of key: AccessKey) throws(AWSError) -> Caller {
    guard let name = key.userName else {
      return Caller(
        kind: .root, account: key.account, arn: "arn:\(key.partition):iam::\(key.account):root",
        principalID: key.account, accessKeyID: key.id)
    }
    let user = try existingUser(name, key.account)
    return Caller(
      kind: .user(name: name), account: key.account, arn: user.arn, principalID: user.id,
      accessKeyID: key.id)
  }

  /// The latest call that the key signed, as the records tell it; nil for a key never used.
  func lastUse(ofKey id: String) throws(AWSError) -> LastUse? {
    try database.row(
      "SELECT time, source, region FROM record WHERE access_key = ? ORDER BY id DESC LIMIT 1",
      .text(id)
    ).map {
      let time = Timestamp(seconds: Timestamp(microseconds: $0.integer(0)).seconds)
      let service = String($0.text(1).prefix { $0 != "." })
      return LastUse(time: time, service: service, region: $0.text(2))
    }
  }

  /// A user's keys, the oldest first; nil asks for the root user's.
  func accessKeys(ofUser name: String?, _ account: String) throws(AWSError) -> [AccessKey] {
    try database.rows(
      """
      SELECT \(Self.keyColumns) FROM iam_access_key WHERE account = ? AND user_name = ?
      ORDER BY access_key_id
      """, .text(account), .text(name ?? "")
    ).map(AccessKey.init)
  }

  func existingAccessKey(_ id: String, ofUser name: String?, _ account: String)
    throws(AWSError) -> AccessKey
  {
    guard let key = try accessKey(id), key.account == account, key.userName == name else {
      throw IAMError.noSuchEntity("The Access Key with id \(id) cannot be found.")
    }
    return key
  }

  func insert(_ key: AccessKey) throws(AWSError) {
    try database.run(
      """
      INSERT INTO iam_access_key
        (account, access_key_id, user_name, secret, status, created, partition)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      .text(key.account), .text(key.id), .text(key.userName ?? ""), .text(key.secret),
      .text(key.status), .integer(key.created.microseconds), .text(key.partition))
  }

  func setStatus(_ isActive: Bool, ofKey id: String) throws(AWSError) {
    try database.run(
      "UPDATE iam_access_key SET status = ? WHERE access_key_id = ?",
      .text(isActive ? "Active" : "Inactive"), .text(id))
  }

  func delete(_ key: AccessKey) throws(AWSError) {
    try database.run("DELETE FROM iam_access_key WHERE access_key_id = ?", .text(key.id))
    try database.run(
      "INSERT INTO iam_deleted_access_key (account, access_key_id) VALUES (?, ?)",
      .text(key.account), .text(key.id))
  }

  private static let keyColumns =
    "access_key_id, account, user_name, secret, status, created, partition"
}

extension IAMStore.AccessKey {
  init(_ row: Row) {
    let name = row.text(2)
    self.init(
      id: row.text(0), account: row.text(1), userName: name.isEmpty ? nil : name,
      secret: row.text(3), isActive: row.text(4) == "Active",
      created: Timestamp(microseconds: row.integer(5)), partition: row.text(6))
  }

  var status: String { isActive ? "Active" : "Inactive" }
}
