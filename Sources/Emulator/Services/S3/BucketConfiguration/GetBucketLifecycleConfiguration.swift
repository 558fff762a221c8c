import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
///
/// No bucket has lifecycle rules here.
enum GetBucketLifecycleConfiguration: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetLifecycleConfiguration"),
      expectedOwner: input.expectedOwner)
    throw S3Error.missing(
      "NoSuchLifecycleConfiguration",
      "The lifecycle configuration does not exist", bucket)
  }
}
