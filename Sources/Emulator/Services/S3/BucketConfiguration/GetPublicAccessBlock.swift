import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html
enum GetPublicAccessBlock: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetBucketPublicAccessBlock"), expectedOwner: input.expectedOwner)
    guard let block = bucket.publicAccessBlock else {
      throw S3Error.missing(
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found", bucket)
    }
    return block.wire
  }
}
