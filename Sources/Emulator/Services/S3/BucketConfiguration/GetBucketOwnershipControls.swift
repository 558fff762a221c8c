import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html
enum GetBucketOwnershipControls: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetBucketOwnershipControls"), expectedOwner: input.expectedOwner)
    guard let ownership = bucket.ownership else {
      throw S3Error.missing(
        "OwnershipControlsNotFoundError", "The bucket ownership controls were not found", bucket)
    }
    return [
      "OwnershipControls": ["Rules": [["ObjectOwnership": .string(ownership.rawValue)]]]
    ]
  }
}
