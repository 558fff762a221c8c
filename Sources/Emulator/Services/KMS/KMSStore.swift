package import AWS

/// The keys and aliases of all accounts: who decides about a key asks here for its policy.
package struct KMSStore {
  let database: Database

  package init(_ database: Database) { self.database = database }

  /// nil for a key that never was, or whose deletion came.
  package func key(arn: String, at now: Timestamp) throws(AWSError) -> KMSKey? {
    try database.row(
      """
      SELECT \(KMSKey.columns) FROM kms_key WHERE arn = ? AND (deletion IS NULL OR deletion > ?)
      """, .text(arn), .integer(now.microseconds)
    ).map(KMSKey.init)
  }

  /// Of one account and region, by id, pending deletions included.
  package func keys(in scope: Scope, after id: String = "", limit: Int = .max, at now: Timestamp)
    throws(AWSError) -> [KMSKey]
  {
    try database.rows(
      """
      SELECT \(KMSKey.columns) FROM kms_key WHERE account = ? AND region = ? AND id > ? \
      AND (deletion IS NULL OR deletion > ?) ORDER BY id LIMIT ?
      """,
      .text(scope.account), .text(scope.region), .text(id), .integer(now.microseconds),
      SQLValue(limit)
    ).map(KMSKey.init)
  }

  func put(_ key: KMSKey) throws(AWSError) {
    try database.run(
      """
      INSERT INTO kms_key(\(KMSKey.columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) \
      ON CONFLICT (account, region, id) DO UPDATE SET policy = excluded.policy, \
      is_enabled = excluded.is_enabled, tags = excluded.tags, deletion = excluded.deletion
      """, key.values)
  }

  /// `alias/payroll` of an account and region; nil also for one whose key is gone.
  package func alias(_ name: String, in scope: Scope, at now: Timestamp) throws(AWSError)
    -> KMSAlias?
  {
    let found = try database.row(
      "SELECT \(KMSAlias.columns) FROM kms_alias WHERE account = ? AND region = ? AND name = ?",
      .text(scope.account), .text(scope.region), .text(name)
    ).map(KMSAlias.init)
    guard let found, try key(arn: found.key, at: now) != nil else { return nil }
    return found
  }

  /// By name.
  package func aliases(ofKey arn: String) throws(AWSError) -> [KMSAlias] {
    try database.rows(
      "SELECT \(KMSAlias.columns) FROM kms_alias WHERE key = ? ORDER BY name", .text(arn)
    ).map(KMSAlias.init)
  }

  /// By name, without those of keys that are gone.
  package func aliases(
    in scope: Scope, ofKey arn: String? = nil, after name: String = "", limit: Int = .max,
    at now: Timestamp
  ) throws(AWSError) -> [KMSAlias] {
    try database.rows(
      """
      SELECT \(KMSAlias.columns) FROM kms_alias AS alias \
      WHERE account = ? AND region = ? AND name > ? AND (?4 IS NULL OR key = ?4) \
      AND EXISTS (SELECT 1 FROM kms_key WHERE kms_key.arn = alias.key \
      AND (deletion IS NULL OR deletion > ?5)) ORDER BY name LIMIT ?6
      """,
      .text(scope.account), .text(scope.region), .text(name), SQLValue(arn),
      .integer(now.microseconds), SQLValue(limit)
    ).map(KMSAlias.init)
  }

  func put(_ alias: KMSAlias) throws(AWSError) {
    try database.run(
      """
      INSERT INTO kms_alias(\(KMSAlias.columns)) VALUES (?,?,?,?,?,?,?) \
      ON CONFLICT (account, region, name) DO UPDATE SET key = excluded.key, \
      created = excluded.created, updated = excluded.updated
      """, alias.values)
  }

  func delete(_ alias: KMSAlias) throws(AWSError) {
    try database.run(
      "DELETE FROM kms_alias WHERE account = ? AND region = ? AND name = ?",
      .text(alias.account), .text(alias.region), .text(alias.name))
  }
}
