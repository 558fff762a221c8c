import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html
enum PutBucketTagging: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "Tagging.*", "ExpectedBucketOwner", "ContentMD5", "ChecksumAlgorithm",
    ]
    let bucket: String
    let tags: [AWSObject]
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      tags = Members(members.object("Tagging") ?? [:]).objects("TagSet") ?? []
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var bucket = try call.bucket(
      input.bucket, S3Permission("PutBucketTagging"), expectedOwner: input.expectedOwner)
    try S3Checksum.check(call.request)
    bucket.tags = try TagSet.parse(input.tags)
    try call.s3.save(bucket)
    return [:]
  }
}
