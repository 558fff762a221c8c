import AWS
import PolicyLanguage

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html
enum GetBucketPolicyStatus: OperationHandler {
  static func perform(_ input: BucketInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("GetBucketPolicyStatus"), expectedOwner: input.expectedOwner)
    guard let document = call.world.policy(bucket.policy) else {
      throw GetBucketPolicy.missing(bucket)
    }
    // RestrictPublicBuckets takes the publicity from a public policy.
    let isRestricted = try call.s3.block(on: bucket).restrictPublicBuckets
    let isPublic = document.isPublic && !isRestricted
    return ["PolicyStatus": ["IsPublic": .bool(isPublic)]]
  }
}
