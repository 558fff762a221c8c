import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
///
/// A bucket that says nothing else encrypts with S3's own keys, as on AWS since January 2023.
enum GetBucketEncryption: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetEncryptionConfiguration"),
      expectedOwner: input.expectedOwner)
    let standard: AWSObject = [
      "Rules": [
        [
          "ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"],
          "BucketKeyEnabled": false,
        ]
      ]
    ]
    return [
      "ServerSideEncryptionConfiguration": .object(
        try call.s3.setting(.encryption, of: bucket) ?? standard)
    ]
  }
}
