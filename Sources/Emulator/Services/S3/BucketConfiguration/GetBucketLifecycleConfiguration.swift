import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
enum GetBucketLifecycleConfiguration: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetLifecycleConfiguration"),
      expectedOwner: input.expectedOwner)
    if let lifecycle = try call.s3.setting(.lifecycle, of: bucket) { return lifecycle }
    throw S3Error.missing(
      "NoSuchLifecycleConfiguration",
      "The lifecycle configuration does not exist", bucket)
  }
}
