package import AWS
import PolicyLanguage

/// An AWS service that writes into a customer's bucket, and for whom.
package struct DeliveringService: Hashable, Sendable {
  /// `cloudtrail.amazonaws.com`
  package var name: String
  /// The trail, for aws:SourceArn and aws:SourceAccount.
  package var sourceARN: String
  package var sourceAccount: String

  package init(name: String, sourceARN: String, sourceAccount: String) {
    self.name = name
    self.sourceARN = sourceARN
    self.sourceAccount = sourceAccount
  }

  package static func cloudTrail(trailARN: String, account: String) -> DeliveringService {
    DeliveringService(
      name: "cloudtrail.amazonaws.com", sourceARN: trailARN, sourceAccount: account)
  }
}

/// Why a service's file can't go into a bucket, as a trail's LatestDeliveryError names it.
package enum DeliveryRefusal: String, Hashable, Sendable {
  case noSuchBucket = "NoSuchBucket"
  /// The bucket's policy doesn't let the service read the bucket's ACL or put the object.
  case accessDenied = "AccessDenied"
}

/// Log files as a service delivers them, under the bucket's policy as on AWS
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html).
extension S3Store {
  /// Puts an object on a service's behalf; nil when it is there, or why it isn't.
  ///
  /// The caller has a transaction open. No call is made, so no record is left.
  package func put(
    bucket name: String, partition: String = "aws", key: String, body: [UInt8],
    contentType: String, encoding: String? = nil, byService service: DeliveringService,
    at now: Timestamp
  ) throws(AWSError) -> DeliveryRefusal? {
    guard let bucket = try bucket(name, partition: partition) else { return .noSuchBucket }
    guard mayPut(service, key: key, bucket, at: now) else { return .accessDenied }
    let owner = CanonicalUser.id(of: bucket.account)
    var object = StoredObject(
      bucket: name, key: key, account: bucket.account, body: body, modified: now,
      acl: .ownerOnly(owner))
    object.headers = ["ContentType": .string(contentType)]
    object.headers.set("ContentEncoding", encoding.map(AWSValue.string))
    try save(object, body: body)
    return nil
  }

  /// CreateTrail's and UpdateTrail's check: nil when log files of this account may come in.
  package func canDeliverLogs(
    bucket name: String, partition: String = "aws", prefix: String?, account: String,
    trailARN: String, at now: Timestamp
  ) throws(AWSError) -> DeliveryRefusal? {
    guard let bucket = try bucket(name, partition: partition) else { return .noSuchBucket }
    let service = DeliveringService.cloudTrail(trailARN: trailARN, account: account)
    let start = prefix.map { $0.isEmpty ? "" : "\($0)/" } ?? ""
    guard mayReadACL(service, bucket, at: now),
      mayPut(service, key: "\(start)AWSLogs/\(account)/CloudTrail/", bucket, at: now)
    else { return .accessDenied }
    return nil
  }

  private func mayReadACL(_ service: DeliveringService, _ bucket: Bucket, at now: Timestamp)
    -> Bool
  {
    allows("s3:GetBucketAcl", bucket.arn, service, bucket, [:], at: now)
  }

  private func mayPut(
    _ service: DeliveringService, key: String, _ bucket: Bucket, at now: Timestamp
  ) -> Bool {
    let acl = ["s3:x-amz-acl": ["bucket-owner-full-control"]]
    return allows("s3:PutObject", bucket.arn(key: key), service, bucket, acl, at: now)
  }

  private func allows(
    _ action: String, _ resource: String, _ service: DeliveringService, _ bucket: Bucket,
    _ context: [String: [String]], at now: Timestamp
  ) -> Bool {
    var context = context
    context["aws:SourceArn"] = [service.sourceARN]
    context["aws:SourceAccount"] = [service.sourceAccount]
    context["aws:SecureTransport"] = ["true"]
    context["aws:CurrentTime"] = [now.iso8601]
    context["aws:EpochTime"] = [String(now.seconds)]
    let request = PolicyRequest(
      principal: .service(service.name), action: action, resource: resource, context: context)
    return bucket.policyDocument?.decision(for: request).isAllowed ?? false
  }
}
