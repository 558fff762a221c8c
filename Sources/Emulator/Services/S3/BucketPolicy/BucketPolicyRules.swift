import AWS
import PolicyLanguage

/// What S3 asks of a bucket policy beyond the language: actions of its own that apply to what the
/// statement names, and no other bucket's resources
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html).
enum BucketPolicyRules {
  /// In bytes, of the document as it is sent.
  static let sizeLimit = 20_480

  static func malformed(_ message: String) -> AWSError { AWSError("MalformedPolicy", message) }

  static func parse(_ text: String, for bucket: Bucket) throws(AWSError) -> PolicyDocument {
    guard text.utf8.count <= sizeLimit else {
      throw malformed("Policy exceeds the maximum allowed document size.")
    }
    let document: PolicyDocument
    do {
      document = try PolicyDocument.parse(text)
    } catch {
      throw malformed(error.message)
    }
    for statement in document.statements { try check(statement, bucket) }
    return document
  }

  private static func check(_ statement: Statement, _ bucket: Bucket) throws(AWSError) {
    let resources = statement.resources?.patterns ?? []
    for pattern in resources where !belongs(pattern, bucket) {
      throw malformed("Policy has invalid resource")
    }
    for pattern in statement.actions.patterns {
      let actions = actions(of: pattern)
      if actions.isEmpty { throw malformed("Policy has invalid action") }
      if statement.actions.isNegated || statement.resources?.isNegated == true { continue }
      guard actions.contains(where: { applies($0, resources, bucket) }) else {
        throw malformed("Action does not apply to any resource(s) in statement")
      }
    }
    if let principals = statement.principals?.principals,
      principals.contains(.service("*"))
    {
      throw malformed("Invalid principal in policy")
    }
  }

  /// The bucket or keys in it; `*` alone stands for both.
  private static func belongs(_ pattern: Pattern, _ bucket: Bucket) -> Bool {
    if pattern.matchesEverything { return true }
    let prefix = String(decoding: pattern.literalPrefix, as: UTF8.self)
    return pattern.text == bucket.arn || prefix.hasPrefix("\(bucket.arn)/")
      || (pattern.text.hasPrefix("\(bucket.arn)*") && prefix == bucket.arn)
  }

  private static func applies(_ action: String, _ resources: [Pattern], _ bucket: Bucket) -> Bool {
    let isObjects = objectActions.contains(action)
    return resources.contains { pattern in
      isObjects ? pattern.text != bucket.arn : pattern.matches(bucket.arn)
    }
  }

  private static func actions(of pattern: Pattern) -> [String] {
    if pattern.matchesEverything { return bucketActions + objectActions }
    return (bucketActions + objectActions).filter { pattern.matches("s3:\($0)") }
  }

  static let bucketActions = [
    "CreateBucket", "DeleteBucket", "DeleteBucketOwnershipControls", "DeleteBucketPolicy",
    "DeleteBucketWebsite", "GetAccelerateConfiguration", "GetAnalyticsConfiguration",
    "GetBucketAcl", "GetBucketCORS", "GetBucketLocation", "GetBucketLogging",
    "GetBucketMetadataTableConfiguration", "GetBucketNotification",
    "GetBucketObjectLockConfiguration", "GetBucketOwnershipControls", "GetBucketPolicy",
    "GetBucketPolicyStatus", "GetBucketPublicAccessBlock", "GetBucketRequestPayment",
    "GetBucketTagging", "GetBucketVersioning", "GetBucketWebsite", "GetEncryptionConfiguration",
    "GetIntelligentTieringConfiguration", "GetInventoryConfiguration", "GetLifecycleConfiguration",
    "GetMetricsConfiguration", "GetReplicationConfiguration", "ListBucket",
    "ListBucketMultipartUploads", "ListBucketVersions", "PutAccelerateConfiguration",
    "PutAnalyticsConfiguration", "PutBucketAcl", "PutBucketCORS", "PutBucketLogging",
    "PutBucketNotification", "PutBucketObjectLockConfiguration", "PutBucketOwnershipControls",
    "PutBucketPolicy", "PutBucketPublicAccessBlock", "PutBucketRequestPayment", "PutBucketTagging",
    "PutBucketVersioning", "PutBucketWebsite", "PutEncryptionConfiguration",
    "PutIntelligentTieringConfiguration", "PutInventoryConfiguration", "PutLifecycleConfiguration",
    "PutMetricsConfiguration", "PutReplicationConfiguration",
  ]

  static let objectActions = [
    "AbortMultipartUpload", "BypassGovernanceRetention", "DeleteObject", "DeleteObjectTagging",
    "DeleteObjectVersion", "DeleteObjectVersionTagging", "GetObject", "GetObjectAcl",
    "GetObjectAttributes", "GetObjectLegalHold", "GetObjectRetention", "GetObjectTagging",
    "GetObjectTorrent", "GetObjectVersion", "GetObjectVersionAcl", "GetObjectVersionAttributes",
    "GetObjectVersionForReplication", "GetObjectVersionTagging", "GetObjectVersionTorrent",
    "InitiateReplication", "ListMultipartUploadParts", "ObjectOwnerOverrideToBucketOwner",
    "PutObject", "PutObjectAcl", "PutObjectLegalHold", "PutObjectRetention", "PutObjectTagging",
    "PutObjectVersionAcl", "PutObjectVersionTagging", "ReplicateDelete", "ReplicateObject",
    "ReplicateTags", "RestoreObject",
  ]

  /// As S3 gives a policy back: compact, an account named by its root's ARN.
  static func normalised(_ text: String, partition: String) -> String {
    guard let parsed = try? JSON.parse(text), var object = parsed.object else { return text }
    switch object["Statement"] {
    case .list(let items)?:
      object["Statement"] = .list(items.map { statement($0, partition) })
    case let one?: object["Statement"] = statement(one, partition)
    case nil: break
    }
    return JSON.text(object)
  }

  private static func statement(_ value: AWSValue, _ partition: String) -> AWSValue {
    guard var statement = value.object else { return value }
    for name in ["Principal", "NotPrincipal"] {
      guard var principal = statement[name]?.object, let accounts = principal["AWS"] else {
        continue
      }
      principal["AWS"] = root(accounts, partition)
      statement[name] = .object(principal)
    }
    return .object(statement)
  }

  private static func root(_ value: AWSValue, _ partition: String) -> AWSValue {
    switch value {
    case .string(let text):
      guard case .account(let account)? = PrincipalPattern(aws: text) else { return value }
      return .string("arn:\(partition):iam::\(account):root")
    case .list(let items): return .list(items.map { root($0, partition) })
    default: return value
    }
  }
}
