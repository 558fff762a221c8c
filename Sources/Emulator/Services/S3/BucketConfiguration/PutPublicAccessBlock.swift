import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html
enum PutPublicAccessBlock: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "PublicAccessBlockConfiguration.*", "ExpectedBucketOwner", "ContentMD5",
      "ChecksumAlgorithm",
    ]
    let bucket: String
    let configuration: PublicAccessBlock
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      expectedOwner = members.string("ExpectedBucketOwner")
      configuration = PublicAccessBlock(members)
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var bucket = try call.bucket(
      input.bucket, S3Permission("PutBucketPublicAccessBlock"), expectedOwner: input.expectedOwner)
    try S3Checksum.check(call.request)
    bucket.publicAccessBlock = input.configuration
    try call.s3.save(bucket)
    return [:]
  }
}
