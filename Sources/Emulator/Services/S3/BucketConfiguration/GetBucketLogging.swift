import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
///
/// Server access logging can't be switched on here, so it is off.
enum GetBucketLogging: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    _ = try call.bucket(
      input.bucket, S3Permission("GetBucketLogging"),
      expectedOwner: input.expectedOwner)
    return [:]
  }
}
