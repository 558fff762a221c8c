import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html
///
/// No bucket locks its objects here.
enum GetObjectLockConfiguration: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetBucketObjectLockConfiguration"),
      expectedOwner: input.expectedOwner)
    throw S3Error.missing(
      "ObjectLockConfigurationNotFoundError",
      "Object Lock configuration does not exist for this bucket", bucket)
  }
}
