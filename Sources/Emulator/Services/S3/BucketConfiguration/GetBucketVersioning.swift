import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
enum GetBucketVersioning: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetBucketVersioning"), expectedOwner: input.expectedOwner)
    return bucket.versioning.map { ["Status": .string($0)] } ?? [:]
  }
}
