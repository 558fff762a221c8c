import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html
///
/// The bucket encrypts with S3's own keys from then on.
enum DeleteBucketEncryption: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("PutEncryptionConfiguration"), expectedOwner: input.expectedOwner)
    try call.s3.delete(.encryption, of: bucket)
    return [:]
  }
}
