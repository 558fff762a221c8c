import AWS
import Documents

/// `bucket-encryption`: what a bucket encrypts new objects with, by its first rule.
struct BucketEncryptionFilter: ResourceFilter {
  let position: SourcePosition
  let state: Bool
  let crypto: String?
  let key: String?
  let isBucketKeyEnabled: Bool?

  var hydrations: [Hydration] {
    guard let key, !key.isEmpty else { return [.bucketEncryption] }
    return [.bucketKey(key), .bucketEncryption]
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let bucket = run.resources[index].document
    guard let encryption = bucket["c7n:bucket-encryption"] else {
      if bucket.isDenied("GetBucketEncryption", .logged) { return false }
      throw FilterProblem("the bucket was read without its encryption")
    }
    let rules = encryption.at("ServerSideEncryptionConfiguration", "Rules")?.list ?? []
    guard let first = rules.first else { return !state }
    if let isBucketKeyEnabled {
      return (first["BucketKeyEnabled"]?.bool ?? false) == isBucketKeyEnabled
    }
    return encrypts(bucket, first) == state
  }

  private func encrypts(_ bucket: AWSObject, _ rule: AWSValue) -> Bool {
    guard let standard = rule["ApplyServerSideEncryptionByDefault"]?.object, !standard.isEmpty
    else { return false }
    let algorithm = standard["SSEAlgorithm"]?.string
    guard let crypto else { return ["AES256", "aws:kms"].contains(algorithm) }
    guard crypto == algorithm else { return false }
    guard crypto == "aws:kms", let key else { return true }
    guard let found = BucketKey.found(key, for: bucket) else { return false }
    // A rule without a key means AWS's own.
    return BucketKey.names(found).contains(standard["KMSMasterKeyID"] ?? "alias/aws/s3")
  }
}

/// `set-bucket-encryption`: sets what a bucket encrypts new objects with, or takes it away.
struct SetBucketEncryption: Action {
  let name = "set-bucket-encryption"
  let position: SourcePosition
  let isEnabled: Bool
  let crypto: String
  let key: String?
  let hasBucketKey: Bool

  var hydrations: [Hydration] {
    guard isEnabled, let key, !key.isEmpty else { return [.bucketEncryption] }
    return [.bucketKey(key), .bucketEncryption]
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let document = setting.document
    guard !document.isDenied("GetBucketEncryption", .logged) else {
      plan.remarks.append(ActionSetting.unreadable("the encryption of bucket \(setting.id)"))
      return
    }
    let bucket = AWSValue.string(setting.id)
    let before = document.at("c7n:bucket-encryption", "ServerSideEncryptionConfiguration")
    let delete = setting.call("s3", "DeleteBucketEncryption", ["Bucket": bucket])
    func put(_ configuration: AWSValue) -> APICall {
      setting.call(
        "s3", "PutBucketEncryption",
        ["Bucket": bucket, "ServerSideEncryptionConfiguration": configuration])
    }
    guard isEnabled else {
      plan.steps.append(
        PlannedStep(
          summary: "take the default encryption from bucket \(setting.id)", call: delete,
          undo: before.map { [put($0)] } ?? [], removed: before ?? .null))
      return
    }
    var standard: AWSObject = ["SSEAlgorithm": .string(crypto)]
    if crypto == "aws:kms" {
      guard let key, let found = BucketKey.found(key, for: document), let arn = found["Arn"] else {
        plan.remarks.append(
          key.map { "there is no key `\($0)` in the region of bucket \(setting.id)" }
            ?? "bucket \(setting.id) is left alone: `aws:kms` needs a `key`")
        return
      }
      standard["KMSMasterKeyID"] = arn
    }
    let after: AWSValue = [
      "Rules": [
        [
          "ApplyServerSideEncryptionByDefault": .object(standard),
          "BucketKeyEnabled": .bool(hasBucketKey),
        ]
      ]
    ]
    plan.steps.append(
      PlannedStep(
        summary: "encrypt bucket \(setting.id) with \(crypto)", call: put(after),
        undo: [before.map(put) ?? delete], removed: before ?? .null))
  }
}
