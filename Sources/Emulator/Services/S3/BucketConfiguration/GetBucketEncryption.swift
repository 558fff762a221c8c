import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
///
/// Every bucket encrypts with S3's own keys, as on AWS since January 2023.
enum GetBucketEncryption: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    _ = try call.bucket(
      input.bucket, S3Permission("GetEncryptionConfiguration"),
      expectedOwner: input.expectedOwner)
    return [
      "ServerSideEncryptionConfiguration": [
        "Rules": [
          [
            "ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"],
            "BucketKeyEnabled": false,
          ]
        ]
      ]
    ]
  }
}
