import AWS

/// What of a bucket's configuration is kept as it was put, and acts on nothing here: no logs are
/// written, no object expires.
enum BucketSetting: String, Sendable {
  case encryption, lifecycle, logging
}

extension S3Store {
  func setting(_ setting: BucketSetting, of bucket: Bucket) throws(AWSError) -> AWSObject? {
    try database.row(
      """
      SELECT document FROM s3_bucket_setting
      WHERE partition = ? AND bucket = ? AND kind = ?
      """,
      .text(bucket.partition), .text(bucket.name), .text(setting.rawValue)
    ).map { Self.dated($0.text(0)) }
  }

  func save(_ document: AWSObject, as setting: BucketSetting, of bucket: Bucket) throws(AWSError) {
    try database.run(
      """
      INSERT INTO s3_bucket_setting(partition, bucket, kind, account, region, document)
      VALUES (?,?,?,?,?,?)
      ON CONFLICT (partition, bucket, kind) DO UPDATE SET document = excluded.document
      """,
      .text(bucket.partition), .text(bucket.name), .text(setting.rawValue),
      .text(bucket.account), .text(bucket.region), .text(JSON.text(document)))
  }

  func delete(_ setting: BucketSetting, of bucket: Bucket) throws(AWSError) {
    try database.run(
      """
      DELETE FROM s3_bucket_setting
      WHERE partition = ? AND bucket = ? AND kind = ?
      """,
      .text(bucket.partition), .text(bucket.name), .text(setting.rawValue))
  }

  func deleteSettings(of bucket: Bucket) throws(AWSError) {
    try database.run(
      "DELETE FROM s3_bucket_setting WHERE partition = ? AND bucket = ?",
      .text(bucket.partition), .text(bucket.name))
  }

  /// A stored document with its dates as times, as the model has them.
  private static func dated(_ text: String) -> AWSObject {
    func dated(_ value: AWSValue, _ key: String) -> AWSValue {
      switch value {
      case .string(let text) where key == "Date":
        Timestamp(iso8601: text).map { .timestamp($0) } ?? value
      case .list(let items): .list(items.map { dated($0, key) })
      case .object(let object):
        .object(AWSObject(object.map { ($0.key, dated($0.value, $0.key)) }))
      default: value
      }
    }
    return dated(.object(object(text)), "").object ?? [:]
  }
}

/// The input of operations that put a document of a bucket's configuration.
struct BucketDocument {
  let bucket: String
  let document: AWSObject
  let expectedOwner: String?

  init(_ members: Members, _ name: String) {
    bucket = members.string("Bucket") ?? ""
    document = members.object(name) ?? [:]
    expectedOwner = members.string("ExpectedBucketOwner")
  }
}
