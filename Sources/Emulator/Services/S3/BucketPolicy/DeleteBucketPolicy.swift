import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html
enum DeleteBucketPolicy: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    var bucket = try call.bucket(
      input.bucket, .policy("DeleteBucketPolicy"), expectedOwner: input.expectedOwner)
    if bucket.policy == nil { return [:] }
    bucket.policy = nil
    try call.s3.save(bucket)
    return [:]
  }
}
