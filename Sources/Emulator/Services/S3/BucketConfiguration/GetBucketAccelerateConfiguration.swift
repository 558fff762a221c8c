import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html
///
/// No bucket accelerates transfers here.
enum GetBucketAccelerateConfiguration: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    _ = try call.bucket(
      input.bucket, S3Permission("GetAccelerateConfiguration"),
      expectedOwner: input.expectedOwner)
    return [:]
  }
}
