import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
enum GetBucketTagging: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetBucketTagging"), expectedOwner: input.expectedOwner)
    if bucket.tags.isEmpty {
      throw S3Error.missing("NoSuchTagSet", "The TagSet does not exist", bucket)
    }
    return [
      "TagSet": .list(
        bucket.tags.map { ["Key": .string($0.key), "Value": .string($0.value)] })
    ]
  }
}
