package import AWS

/// The rows of S3: what other services and the harness ask instead of the tables.
package struct S3Store {
  package let database: Database

  package init(_ database: Database) { self.database = database }

  private static let columns = """
    partition, name, account, region, created, ownership, acl, policy, block_public_acls, \
    ignore_public_acls, block_public_policy, restrict_public_buckets, versioning, tags
    """

  package func bucket(_ name: String, partition: String = "aws") throws(AWSError) -> Bucket? {
    try database.row(
      "SELECT \(Self.columns) FROM s3_bucket WHERE partition = ? AND name = ?",
      .text(partition), .text(name)
    ).map(Self.bucket)
  }

  /// An account's buckets by name.
  package func buckets(account: String, partition: String = "aws") throws(AWSError) -> [Bucket] {
    try database.rows(
      "SELECT \(Self.columns) FROM s3_bucket WHERE partition = ? AND account = ? ORDER BY name",
      .text(partition), .text(account)
    ).map(Self.bucket)
  }

  /// Puts a new bucket or replaces the configuration of one.
  func save(_ bucket: Bucket) throws(AWSError) {
    let block = bucket.publicAccessBlock
    try database.run(
      """
      INSERT INTO s3_bucket(\(Self.columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)
      ON CONFLICT (partition, name) DO UPDATE SET ownership = excluded.ownership,
        acl = excluded.acl, policy = excluded.policy,
        block_public_acls = excluded.block_public_acls,
        ignore_public_acls = excluded.ignore_public_acls,
        block_public_policy = excluded.block_public_policy,
        restrict_public_buckets = excluded.restrict_public_buckets,
        versioning = excluded.versioning, tags = excluded.tags
      """,
      .text(bucket.partition), .text(bucket.name), .text(bucket.account), .text(bucket.region),
      .integer(bucket.created.microseconds), SQLValue(bucket.ownership?.rawValue),
      .text(bucket.acl.stored), SQLValue(bucket.policy), Self.flag(block?.blockPublicAcls),
      Self.flag(block?.ignorePublicAcls), Self.flag(block?.blockPublicPolicy),
      Self.flag(block?.restrictPublicBuckets), SQLValue(bucket.versioning),
      .text(Self.text(bucket.tags)))
  }

  func delete(_ bucket: Bucket) throws(AWSError) {
    try database.run(
      "DELETE FROM s3_bucket WHERE partition = ? AND name = ?", .text(bucket.partition),
      .text(bucket.name))
  }

  private static func bucket(_ row: Row) -> Bucket {
    var block: PublicAccessBlock?
    if row.optionalInteger(8) != nil {
      block = PublicAccessBlock(
        blockPublicAcls: row.flag(8), ignorePublicAcls: row.flag(9),
        blockPublicPolicy: row.flag(10), restrictPublicBuckets: row.flag(11))
    }
    return Bucket(
      partition: row.text(0), name: row.text(1), account: row.text(2), region: row.text(3),
      created: Timestamp(microseconds: row.integer(4)),
      ownership: row.optionalText(5).flatMap(ObjectOwnership.init(rawValue:)),
      acl: AccessControlList(stored: row.text(6)), policy: row.optionalText(7),
      publicAccessBlock: block, versioning: row.optionalText(12), tags: tags(row.text(13)))
  }

  private static func flag(_ flag: Bool?) -> SQLValue { flag.map { SQLValue($0) } ?? .null }

  private static func text(_ tags: [BucketTag]) -> String {
    JSON.text(.list(tags.map { ["Key": .string($0.key), "Value": .string($0.value)] }))
  }

  private static func tags(_ text: String) -> [BucketTag] {
    let items = (try? JSON.parse(text))?.list ?? []
    return items.map {
      BucketTag(key: $0["Key"]?.string ?? "", value: $0["Value"]?.string ?? "")
    }
  }

  static func object(_ text: String) -> AWSObject { (try? JSON.parse(text))?.object ?? [:] }
}
