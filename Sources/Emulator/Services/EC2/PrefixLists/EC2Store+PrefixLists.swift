package import AWS

extension EC2Store {
  /// An entry is there from the version `since` on, and no longer in version `ended`.
  static let prefixListSchema = """
    CREATE TABLE IF NOT EXISTS ec2_prefix_list (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      list_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, family TEXT NOT NULL,
      max_entries INTEGER NOT NULL, version INTEGER NOT NULL, goal TEXT NOT NULL,
      goal_set INTEGER NOT NULL, message TEXT, client_token TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_prefix_list_scope ON ec2_prefix_list (account, region);
    CREATE TABLE IF NOT EXISTS ec2_prefix_list_entry (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      list_id TEXT NOT NULL, block TEXT NOT NULL, description TEXT, since INTEGER NOT NULL,
      ended INTEGER
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_prefix_list_entry_list ON ec2_prefix_list_entry (list_id);
    """

  static let prefixListTables = [
    ResourceTable("ec2_prefix_list", resource: "list_id", ignored: ["number"]),
    ResourceTable("ec2_prefix_list_entry", resource: "list_id", ignored: ["number"]),
  ]

  private static let columns = """
    list_id, account, region, name, family, max_entries, version, goal, goal_set, message, \
    number
    """

  // MARK: Reading

  package func prefixList(_ id: String, at now: Timestamp) throws(AWSError) -> EC2PrefixList? {
    try database.row(
      "SELECT \(Self.columns) FROM ec2_prefix_list WHERE list_id = ?", .text(id)
    ).map { Self.list($0, now) }
  }

  func prefixLists(in scope: Scope, at now: Timestamp) throws(AWSError) -> [EC2PrefixList] {
    try database.rows(
      """
      SELECT \(Self.columns) FROM ec2_prefix_list WHERE account = ? AND region = ?
      ORDER BY number
      """, .text(scope.account), .text(scope.region)
    ).map { Self.list($0, now) }
  }

  /// The list that an earlier try of the same request made.
  func prefixList(ofToken token: String, in scope: Scope, at now: Timestamp) throws(AWSError)
    -> EC2PrefixList?
  {
    try database.row(
      """
      SELECT \(Self.columns) FROM ec2_prefix_list
      WHERE account = ? AND region = ? AND client_token = ?
      """, .text(scope.account), .text(scope.region), .text(token)
    ).map { Self.list($0, now) }
  }

  /// What a version holds, in the order in which it came.
  package func entries(of list: EC2PrefixList, version: Int64) throws(AWSError)
    -> [EC2PrefixList.Entry]
  {
    try database.rows(
      """
      SELECT block, description, number FROM ec2_prefix_list_entry
      WHERE list_id = ? AND since <= ? AND (ended IS NULL OR ended > ?) ORDER BY number
      """, .text(list.id), .integer(version), .integer(version)
    ).map {
      EC2PrefixList.Entry(
        block: $0.text(0), description: $0.optionalText(1), number: $0.integer(2))
    }
  }

  /// The groups whose rules name a list, each once, oldest first.
  func groups(withPrefixList id: String) throws(AWSError) -> [SecurityGroup] {
    var groups: [SecurityGroup] = []
    for row in try database.rows(
      """
      SELECT group_id FROM ec2_security_group_rule
      WHERE peer_kind = 'prefix-list' AND peer = ? GROUP BY group_id ORDER BY min(number)
      """, .text(id))
    {
      if let group = try securityGroup(row.text(0)) { groups.append(group) }
    }
    return groups
  }

  func hasPrefixList(_ id: String, in scope: Scope) throws(AWSError) -> Bool {
    try database.row(
      "SELECT 1 FROM ec2_prefix_list WHERE list_id = ? AND account = ? AND region = ?", .text(id),
      .text(scope.account), .text(scope.region)) != nil
  }

  // MARK: Changing

  func insert(_ list: EC2PrefixList, token: String?) throws(AWSError) {
    try database.run(
      """
      INSERT INTO ec2_prefix_list (list_id, account, region, name, family, max_entries, version,
        goal, goal_set, client_token)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, .text(list.id), .text(list.account), .text(list.region), .text(list.name),
      .text(list.family.rawValue), SQLValue(list.maxEntries), .integer(list.version),
      .text(list.goal.rawValue),
      .integer(list.goalSet.microseconds), SQLValue(token))
  }

  func update(_ list: EC2PrefixList) throws(AWSError) {
    try database.run(
      """
      UPDATE ec2_prefix_list SET name = ?, max_entries = ?, version = ?,
        goal = ?, goal_set = ?, message = ?
      WHERE list_id = ?
      """, .text(list.name), SQLValue(list.maxEntries), .integer(list.version),
      .text(list.goal.rawValue),
      .integer(list.goalSet.microseconds), SQLValue(list.message), .text(list.id))
  }

  /// Adds an entry from the list's version on.
  func add(_ block: String, _ description: String?, to list: EC2PrefixList) throws(AWSError) {
    try database.run(
      """
      INSERT INTO ec2_prefix_list_entry (account, region, list_id, block, description, since)
      VALUES (?, ?, ?, ?, ?, ?)
      """, .text(list.account), .text(list.region), .text(list.id), .text(block),
      SQLValue(description), .integer(list.version))
  }

  /// Ends an entry with the list's version; earlier versions keep it.
  func end(_ entry: EC2PrefixList.Entry, of list: EC2PrefixList) throws(AWSError) {
    try database.run(
      "UPDATE ec2_prefix_list_entry SET ended = ? WHERE number = ?", .integer(list.version),
      .integer(entry.number))
  }

  func delete(_ list: EC2PrefixList) throws(AWSError) {
    try deleteTags(of: list.id)
    try database.run("DELETE FROM ec2_prefix_list_entry WHERE list_id = ?", .text(list.id))
    try database.run("DELETE FROM ec2_prefix_list WHERE list_id = ?", .text(list.id))
  }

  private static func list(_ row: Row, _ now: Timestamp) -> EC2PrefixList {
    EC2PrefixList(
      id: row.text(0), account: row.text(1), region: row.text(2), name: row.text(3),
      family: EC2PrefixList.Family(rawValue: row.text(4)) ?? .ipv4,
      maxEntries: Int(row.integer(5)), version: row.integer(6),
      goal: EC2PrefixList.Goal(rawValue: row.text(7)) ?? .create,
      goalSet: Timestamp(microseconds: row.integer(8)), message: row.optionalText(9), now: now,
      number: row.integer(10))
  }
}
