import AWS
import PolicyLanguage

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
enum PutBucketPolicy: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "Policy", "ExpectedBucketOwner", "ContentMD5", "ChecksumAlgorithm",
    ]
    let bucket: String
    let policy: String
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      policy = members.string("Policy") ?? ""
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var bucket = try call.bucket(
      input.bucket, .policy("PutBucketPolicy"), expectedOwner: input.expectedOwner)
    try S3Checksum.check(call.request)
    let document = try BucketPolicyRules.parse(input.policy, for: bucket)
    if document.isPublic, try call.s3.block(on: bucket).blockPublicPolicy {
      throw call.blocked(
        "s3:PutBucketPolicy", bucket.arn,
        "because public policies are prevented by the BlockPublicPolicy setting in S3 Block "
          + "Public Access.")
    }
    bucket.policy = BucketPolicyRules.normalised(input.policy, partition: bucket.partition)
    try call.s3.save(bucket)
    return [:]
  }
}
