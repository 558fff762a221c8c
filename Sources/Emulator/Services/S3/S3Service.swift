package import AWS

/// Amazon S3: buckets, their policies, ACLs and blocks, and objects
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html).
///
/// Objects are kept without versions and up to 64 MiB. A bucket's name is unique in its partition.
/// Invariant: who may do what is decided in one place, `S3Access`.
package enum S3Service: ServiceDefinition {
  package static let service = "s3"
  package static let asksWhileItRuns = true

  package static let schema = """
    CREATE TABLE IF NOT EXISTS s3_bucket (
      partition TEXT NOT NULL, name TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
      created INTEGER NOT NULL, ownership TEXT, acl TEXT NOT NULL, policy TEXT,
      block_public_acls INTEGER, ignore_public_acls INTEGER, block_public_policy INTEGER,
      restrict_public_buckets INTEGER, versioning TEXT, tags TEXT NOT NULL,
      PRIMARY KEY (partition, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS s3_bucket_account ON s3_bucket (partition, account, name);
    CREATE TABLE IF NOT EXISTS s3_bucket_setting (
      partition TEXT NOT NULL, bucket TEXT NOT NULL, kind TEXT NOT NULL, account TEXT NOT NULL,
      region TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (partition, bucket, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS s3_object (
      bucket TEXT NOT NULL, key TEXT NOT NULL, account TEXT NOT NULL, size INTEGER NOT NULL,
      etag TEXT NOT NULL, modified INTEGER NOT NULL, storage_class TEXT NOT NULL,
      headers TEXT NOT NULL, metadata TEXT NOT NULL, checksum_algorithm TEXT NOT NULL,
      checksum TEXT NOT NULL, acl TEXT NOT NULL, PRIMARY KEY (bucket, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS s3_object_body (
      id INTEGER PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL,
      UNIQUE (bucket, key)
    ) STRICT;
    """

  /// Bodies are left out: an object's ETag tells that its body has changed.
  package static let tables = [
    ResourceTable("s3_bucket", resource: "name"),
    ResourceTable("s3_bucket_setting", resource: "bucket"),
    ResourceTable("s3_object", resource: "bucket"),
  ]

  package static let operations: [ServedOperation] = [
    .init(service, CreateBucket.self), .init(service, DeleteBucket.self),
    .init(service, HeadBucket.self), .init(service, ListBuckets.self),
    .init(service, GetBucketLocation.self),
    .init(service, PutBucketPolicy.self), .init(service, GetBucketPolicy.self),
    .init(service, DeleteBucketPolicy.self), .init(service, GetBucketPolicyStatus.self),
    .init(service, PutPublicAccessBlock.self), .init(service, GetPublicAccessBlock.self),
    .init(service, DeletePublicAccessBlock.self),
    .init(service, PutBucketAcl.self), .init(service, GetBucketAcl.self),
    .init(service, PutBucketOwnershipControls.self),
    .init(service, GetBucketOwnershipControls.self),
    .init(service, DeleteBucketOwnershipControls.self),
    .init(service, PutBucketTagging.self), .init(service, GetBucketTagging.self),
    .init(service, DeleteBucketTagging.self),
    .init(service, PutBucketVersioning.self), .init(service, GetBucketVersioning.self),
    .init(service, PutBucketEncryption.self), .init(service, GetBucketEncryption.self),
    .init(service, DeleteBucketEncryption.self),
    .init(service, PutBucketLogging.self), .init(service, GetBucketLogging.self),
    .init(service, PutBucketLifecycleConfiguration.self),
    .init(service, GetBucketWebsite.self), .init(service, GetBucketCors.self),
    .init(service, GetBucketLifecycleConfiguration.self),
    .init(service, DeleteBucketLifecycle.self),
    .init(service, GetBucketReplication.self),
    .init(service, GetBucketNotificationConfiguration.self),
    .init(service, GetObjectLockConfiguration.self),
    .init(service, GetBucketAccelerateConfiguration.self),
    .init(service, GetBucketRequestPayment.self),
    .init(service, PutObject.self), .init(service, GetObject.self),
    .init(service, HeadObject.self), .init(service, CopyObject.self),
    .init(service, DeleteObject.self), .init(service, DeleteObjects.self),
    .init(service, ListObjectsV2.self), .init(service, ListObjects.self),
    .init(service, ListObjectVersions.self), .init(service, ListMultipartUploads.self),
    .init(service, PutObjectAcl.self), .init(service, GetObjectAcl.self),
  ]

  package static func beginRecord(of call: inout Call, _ input: AWSObject) {
    S3Record.begin(&call, input)
  }

  /// What S3 promises a key prefix at least, taken as the limit of a bucket
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html).
  package static func charges(_ operation: String, _ input: AWSObject) -> [ThrottleCharge] {
    guard let bucket = input["Bucket"]?.string else { return [] }
    switch operation {
    case "PutObject", "CopyObject", "DeleteObject", "DeleteObjects":
      return [ThrottleCharge(TokenBucket("writes in \(bucket)", size: 3500, perSecond: 3500))]
    case "GetObject", "HeadObject":
      return [ThrottleCharge(TokenBucket("reads in \(bucket)", size: 5500, perSecond: 5500))]
    default: return []
    }
  }
}

/// The largest object that is kept: 64 MiB, where AWS takes 5 GiB at once.
enum ObjectLimit {
  static let bytes = 64 << 20
}
