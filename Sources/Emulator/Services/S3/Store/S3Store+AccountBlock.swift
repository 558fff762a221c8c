package import AWS

extension S3Store {
  static let accountBlockSchema = """
    CREATE TABLE IF NOT EXISTS s3_account_public_access_block (
      partition TEXT NOT NULL, account TEXT NOT NULL, block_public_acls INTEGER NOT NULL,
      ignore_public_acls INTEGER NOT NULL, block_public_policy INTEGER NOT NULL,
      restrict_public_buckets INTEGER NOT NULL, PRIMARY KEY (partition, account)
    ) STRICT, WITHOUT ROWID;
    """

  /// What an account blocks on all of its buckets, in every region; nil without a configuration.
  package func accountBlock(of account: String, partition: String) throws(AWSError)
    -> PublicAccessBlock?
  {
    try database.row(
      """
      SELECT block_public_acls, ignore_public_acls, block_public_policy, restrict_public_buckets
      FROM s3_account_public_access_block WHERE partition = ? AND account = ?
      """, .text(partition), .text(account)
    ).map {
      PublicAccessBlock(
        blockPublicAcls: $0.flag(0), ignorePublicAcls: $0.flag(1), blockPublicPolicy: $0.flag(2),
        restrictPublicBuckets: $0.flag(3))
    }
  }

  /// What counts on a bucket: S3 takes the stricter of its own setting and its account's
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
  func block(on bucket: Bucket) throws(AWSError) -> PublicAccessBlock {
    let own = bucket.publicAccessBlock ?? .none
    let account = try accountBlock(of: bucket.account, partition: bucket.partition)
    return account.map(own.union) ?? own
  }

  func save(_ block: PublicAccessBlock, ofAccount account: String, partition: String)
    throws(AWSError)
  {
    try database.run(
      """
      INSERT INTO s3_account_public_access_block(partition, account, block_public_acls,
        ignore_public_acls, block_public_policy, restrict_public_buckets)
      VALUES (?,?,?,?,?,?)
      ON CONFLICT (partition, account) DO UPDATE SET
        block_public_acls = excluded.block_public_acls,
        ignore_public_acls = excluded.ignore_public_acls,
        block_public_policy = excluded.block_public_policy,
        restrict_public_buckets = excluded.restrict_public_buckets
      """, .text(partition), .text(account), SQLValue(block.blockPublicAcls),
      SQLValue(block.ignorePublicAcls), SQLValue(block.blockPublicPolicy),
      SQLValue(block.restrictPublicBuckets))
  }

  func deleteBlock(ofAccount account: String, partition: String) throws(AWSError) {
    try database.run(
      "DELETE FROM s3_account_public_access_block WHERE partition = ? AND account = ?",
      .text(partition), .text(account))
  }
}
