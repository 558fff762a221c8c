import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketWebsite.html
///
/// No bucket is a website here.
enum GetBucketWebsite: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetBucketWebsite"),
      expectedOwner: input.expectedOwner)
    throw S3Error.missing(
      "NoSuchWebsiteConfiguration",
      "The specified bucket does not have a website configuration", bucket)
  }
}
