import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html
enum DeleteBucketOwnershipControls: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    var bucket = try call.bucket(
      input.bucket, S3Permission("PutBucketOwnershipControls"), expectedOwner: input.expectedOwner)
    if bucket.ownership == nil { return [:] }
    bucket.ownership = nil
    try call.s3.save(bucket)
    return [:]
  }
}
