package import AWS

/// Why a service's file can't go into a bucket, as a trail's LatestDeliveryError names it.
package enum DeliveryRefusal: String, Hashable, Sendable {
  case noSuchBucket = "NoSuchBucket"
  /// The bucket's policy doesn't let the service read the bucket's ACL or put the object.
  case accessDenied = "AccessDenied"
}

/// Log files as a service delivers them, under the bucket's policy as on AWS
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html).
extension World {
  /// Puts an object on a service's behalf; nil when it is there, or why it isn't.
  ///
  /// The caller has a transaction open. No call is made, so no record is left.
  package func putLogFile(
    bucket name: String, partition: String = "aws", key: String, body: [UInt8],
    contentType: String, encoding: String? = nil, byService service: DeliveringService,
    at now: Timestamp
  ) throws(AWSError) -> DeliveryRefusal? {
    guard let bucket = try S3Store(database).bucket(name, partition: partition) else {
      return .noSuchBucket
    }
    guard try mayPut(service, key: key, bucket, at: now) else { return .accessDenied }
    let owner = CanonicalUser.id(of: bucket.account)
    var object = StoredObject(
      bucket: name, key: key, account: bucket.account, body: body, modified: now,
      acl: .ownerOnly(owner))
    object.headers = ["ContentType": .string(contentType)]
    object.headers.set("ContentEncoding", encoding.map(AWSValue.string))
    try S3Store(database).save(object, body: body)
    return nil
  }

  /// CreateTrail's and UpdateTrail's check: nil when log files of this account may come in.
  package func canDeliverLogs(
    bucket name: String, partition: String = "aws", prefix: String?, account: String,
    trailARN: String, at now: Timestamp
  ) throws(AWSError) -> DeliveryRefusal? {
    guard let bucket = try S3Store(database).bucket(name, partition: partition) else {
      return .noSuchBucket
    }
    let service = DeliveringService.cloudTrail(trailARN: trailARN, account: account)
    let start = prefix.map { $0.isEmpty ? "" : "\($0)/" } ?? ""
    guard try mayReadACL(service, bucket, at: now),
      try mayPut(service, key: "\(start)AWSLogs/\(account)/CloudTrail/", bucket, at: now)
    else { return .accessDenied }
    return nil
  }

  private func mayReadACL(_ service: DeliveringService, _ bucket: Bucket, at now: Timestamp)
    throws(AWSError) -> Bool
  {
    try allows(service, bucket.check("s3:GetBucketAcl", on: bucket.arn, [:], self), at: now)
  }

  private func mayPut(
    _ service: DeliveringService, key: String, _ bucket: Bucket, at now: Timestamp
  ) throws(AWSError) -> Bool {
    let acl = ["s3:x-amz-acl": ["bucket-owner-full-control"]]
    return try allows(
      service, bucket.check("s3:PutObject", on: bucket.arn(key: key), acl, self), at: now)
  }
}

extension Bucket {
  /// What a writer asks of the bucket's policy.
  func check(
    _ action: String, on resource: String, _ context: [String: [String]], _ world: World
  ) -> AccessCheck {
    var check = AccessCheck(action, on: resource, context: context, owner: account)
    check.resourcePolicy = .init(world.policy(policy), name: arn)
    return check
  }
}
