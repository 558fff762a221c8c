import AWS

extension Call {
  /// CreateTrail's and UpdateTrail's look at the bucket: it must be there, and its policy must let
  /// CloudTrail read its ACL and write this account's log files.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
  func checkLogBucket(_ trail: Trail) throws(AWSError) {
    try TrailName.checkBucket(trail.bucket)
    if let prefix = trail.prefix { try TrailName.checkPrefix(prefix) }
    let refusal = try world.canDeliverLogs(
      bucket: trail.bucket, partition: scope.partition, prefix: trail.prefix, account: account,
      trailARN: trail.arn, at: now)
    switch refusal {
    case nil: return
    case .noSuchBucket:
      throw AWSError(
        "S3BucketDoesNotExistException", "S3 bucket \(trail.bucket) does not exist!")
    case .accessDenied:
      throw AWSError(
        "InsufficientS3BucketPolicyException",
        "Incorrect S3 bucket policy is detected for bucket: \(trail.bucket)")
    }
  }
}
