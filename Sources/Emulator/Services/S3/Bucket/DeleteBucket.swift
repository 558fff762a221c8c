import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
enum DeleteBucket: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("DeleteBucket"), expectedOwner: input.expectedOwner)
    if try call.s3.hasObjects(bucket.name) {
      throw AWSError(
        "BucketNotEmpty", "The bucket you tried to delete is not empty", status: 409,
        members: ["BucketName": .string(bucket.name)])
    }
    try call.s3.deleteSettings(of: bucket)
    try call.s3.delete(bucket)
    return [:]
  }
}
