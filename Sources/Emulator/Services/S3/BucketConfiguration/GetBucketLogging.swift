import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
enum GetBucketLogging: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetBucketLogging"),
      expectedOwner: input.expectedOwner)
    return try call.s3.setting(.logging, of: bucket) ?? [:]
  }
}
