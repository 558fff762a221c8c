import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html
///
/// The owner pays.
enum GetBucketRequestPayment: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    _ = try call.bucket(
      input.bucket, S3Permission("GetBucketRequestPayment"),
      expectedOwner: input.expectedOwner)
    return ["Payer": "BucketOwner"]
  }
}
