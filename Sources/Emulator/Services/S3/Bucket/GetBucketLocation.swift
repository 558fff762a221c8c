import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
enum GetBucketLocation: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetBucketLocation"), expectedOwner: input.expectedOwner,
      anyRegion: true)
    return bucket.region == "us-east-1" ? [:] : ["LocationConstraint": .string(bucket.region)]
  }
}
