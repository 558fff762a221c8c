import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
enum GetBucketPolicy: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    call.recordS3(bucket: input.bucket, bytesOut: nil)
    let bucket = try call.bucket(
      input.bucket, .policy("GetBucketPolicy"), expectedOwner: input.expectedOwner)
    guard let policy = bucket.policy else { throw missing(bucket) }
    call.record.additionalEventData?["bytesTransferredOut"] = .integer(Int64(policy.utf8.count))
    return ["Policy": .string(policy)]
  }

  static func missing(_ bucket: Bucket) -> AWSError {
    S3Error.missing("NoSuchBucketPolicy", "The bucket policy does not exist", bucket)
  }
}
