import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html
///
/// No bucket has CORS rules here.
enum GetBucketCors: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetBucketCORS"),
      expectedOwner: input.expectedOwner)
    throw S3Error.missing(
      "NoSuchCORSConfiguration",
      "The CORS configuration does not exist", bucket)
  }
}
