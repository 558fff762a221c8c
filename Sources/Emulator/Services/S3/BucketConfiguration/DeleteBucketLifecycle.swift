import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html
enum DeleteBucketLifecycle: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("PutLifecycleConfiguration"), expectedOwner: input.expectedOwner)
    try call.s3.delete(.lifecycle, of: bucket)
    return [:]
  }
}
