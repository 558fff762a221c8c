import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html
enum GetBucketAcl: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, .bucket("GetBucketAcl", .readACP), expectedOwner: input.expectedOwner)
    return bucket.acl.answer
  }
}
