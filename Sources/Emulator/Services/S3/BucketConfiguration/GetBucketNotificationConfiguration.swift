import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html
///
/// No bucket sends notifications here.
enum GetBucketNotificationConfiguration: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    _ = try call.bucket(
      input.bucket, S3Permission("GetBucketNotification"),
      expectedOwner: input.expectedOwner)
    return [:]
  }
}
