import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
enum HeadBucket: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    do {
      let bucket = try call.bucket(
        input.bucket, .bucket("ListBucket", .read), expectedOwner: input.expectedOwner)
      return [
        "BucketRegion": .string(bucket.region), "BucketArn": .string(bucket.arn),
      ]
    } catch {
      // Every answer tells the region, refusals too: that is how clients find it.
      guard let bucket = try call.s3.bucket(input.bucket, partition: call.scope.partition) else {
        throw error
      }
      var refusal = error
      refusal.members["Region"] = .string(bucket.region)
      throw refusal
    }
  }
}
