import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
enum GetBucketPolicy: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, .policy("GetBucketPolicy"), expectedOwner: input.expectedOwner)
    guard let policy = bucket.policy else { throw missing(bucket) }
    return ["Policy": .string(policy)]
  }

  static func missing(_ bucket: Bucket) -> AWSError {
    S3Error.missing("NoSuchBucketPolicy", "The bucket policy does not exist", bucket)
  }
}
