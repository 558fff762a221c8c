import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html
enum DeletePublicAccessBlock: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    var bucket = try call.bucket(
      input.bucket, S3Permission("PutBucketPublicAccessBlock"), expectedOwner: input.expectedOwner)
    if bucket.publicAccessBlock == nil { return [:] }
    bucket.publicAccessBlock = nil
    try call.s3.save(bucket)
    return [:]
  }
}
