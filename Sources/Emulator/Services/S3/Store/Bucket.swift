package import AWS

/// A bucket with its configuration: one row.
package struct Bucket: Hashable, Sendable {
  package var partition: String
  package var name: String
  package var account: String
  package var region: String
  package var created: Timestamp
  /// nil once the ownership controls are deleted: then objects belong to who wrote them.
  package var ownership: ObjectOwnership?
  package var acl: AccessControlList
  /// As S3 gives it back: compact JSON.
  package var policy: String?
  /// nil without a configuration, which blocks nothing.
  package var publicAccessBlock: PublicAccessBlock?
  /// `Suspended` once versioning was touched; versions are not kept.
  package var versioning: String?
  package var tags: [BucketTag]

  package var arn: String { "arn:\(partition):s3:::\(name)" }

  package func arn(key: String) -> String { "\(arn)/\(key)" }

  /// Whether ACLs count at all.
  package var hasACLs: Bool { ownership != .bucketOwnerEnforced }
}

package struct BucketTag: Hashable, Sendable {
  package var key: String
  package var value: String
}

/// Who owns the objects in a bucket
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html).
package enum ObjectOwnership: String, Hashable, Sendable {
  /// ACLs are off: the bucket's owner owns everything. The default since April 2023.
  case bucketOwnerEnforced = "BucketOwnerEnforced"
  /// An object put with `bucket-owner-full-control` is the bucket owner's.
  case bucketOwnerPreferred = "BucketOwnerPreferred"
  case objectWriter = "ObjectWriter"
}

/// The four settings
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
package struct PublicAccessBlock: Hashable, Sendable {
  package var blockPublicAcls: Bool
  package var ignorePublicAcls: Bool
  package var blockPublicPolicy: Bool
  package var restrictPublicBuckets: Bool

  package init(
    blockPublicAcls: Bool, ignorePublicAcls: Bool, blockPublicPolicy: Bool,
    restrictPublicBuckets: Bool
  ) {
    self.blockPublicAcls = blockPublicAcls
    self.ignorePublicAcls = ignorePublicAcls
    self.blockPublicPolicy = blockPublicPolicy
    self.restrictPublicBuckets = restrictPublicBuckets
  }

  /// What both block together.
  func union(_ other: PublicAccessBlock) -> PublicAccessBlock {
    PublicAccessBlock(
      blockPublicAcls: blockPublicAcls || other.blockPublicAcls,
      ignorePublicAcls: ignorePublicAcls || other.ignorePublicAcls,
      blockPublicPolicy: blockPublicPolicy || other.blockPublicPolicy,
      restrictPublicBuckets: restrictPublicBuckets || other.restrictPublicBuckets)
  }

  /// Of a request; what it doesn't say is off.
  init(_ members: Members) {
    let block = Members(members.object("PublicAccessBlockConfiguration") ?? [:])
    self.init(
      blockPublicAcls: block.bool("BlockPublicAcls") ?? false,
      ignorePublicAcls: block.bool("IgnorePublicAcls") ?? false,
      blockPublicPolicy: block.bool("BlockPublicPolicy") ?? false,
      restrictPublicBuckets: block.bool("RestrictPublicBuckets") ?? false)
  }

  /// As an answer tells it.
  var wire: AWSObject {
    [
      "PublicAccessBlockConfiguration": [
        "BlockPublicAcls": .bool(blockPublicAcls),
        "IgnorePublicAcls": .bool(ignorePublicAcls),
        "BlockPublicPolicy": .bool(blockPublicPolicy),
        "RestrictPublicBuckets": .bool(restrictPublicBuckets),
      ]
    ]
  }

  package static let all = PublicAccessBlock(
    blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true,
    restrictPublicBuckets: true)
  package static let none = PublicAccessBlock(
    blockPublicAcls: false, ignorePublicAcls: false, blockPublicPolicy: false,
    restrictPublicBuckets: false)
}

/// An object without its body.
package struct StoredObject: Hashable, Sendable {
  package var bucket: String
  package var key: String
  /// Who owns it: the bucket's account, or the writer's where ACLs are on.
  package var account: String
  package var size: Int
  /// In hexadecimal, without quotes.
  package var etag: String
  package var modified: Timestamp
  package var storageClass: String
  /// ContentType, CacheControl ... by the model's names.
  package var headers: AWSObject
  package var metadata: AWSObject
  /// `CRC64NVME`, ...
  package var checksumAlgorithm: String
  package var checksum: String
  package var acl: AccessControlList

  package init(
    bucket: String, key: String, account: String, body: [UInt8], modified: Timestamp,
    acl: AccessControlList
  ) {
    self.bucket = bucket
    self.key = key
    self.account = account
    size = body.count
    etag = MD5.hex(body)
    self.modified = modified
    storageClass = "STANDARD"
    headers = ["ContentType": "binary/octet-stream"]
    metadata = [:]
    checksumAlgorithm = S3Checksum.crc64nvme.rawValue
    checksum = S3Checksum.crc64nvme.of(body)
    self.acl = acl
  }

  init(_ row: Row) {
    bucket = row.text(0)
    key = row.text(1)
    account = row.text(2)
    size = Int(row.integer(3))
    etag = row.text(4)
    modified = Timestamp(microseconds: row.integer(5))
    storageClass = row.text(6)
    headers = S3Store.object(row.text(7))
    metadata = S3Store.object(row.text(8))
    checksumAlgorithm = row.text(9)
    checksum = row.text(10)
    acl = AccessControlList(stored: row.text(11))
  }

  static let columns = """
    bucket, key, account, size, etag, modified, storage_class, headers, metadata, \
    checksum_algorithm, checksum, acl
    """
}
