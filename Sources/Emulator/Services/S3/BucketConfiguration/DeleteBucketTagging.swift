import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html
enum DeleteBucketTagging: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    var bucket = try call.bucket(
      input.bucket, S3Permission("PutBucketTagging"), expectedOwner: input.expectedOwner)
    if bucket.tags.isEmpty { return [:] }
    bucket.tags = []
    try call.s3.save(bucket)
    return [:]
  }
}
