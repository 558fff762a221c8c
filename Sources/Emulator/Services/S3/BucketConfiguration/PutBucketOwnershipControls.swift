import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html
enum PutBucketOwnershipControls: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "OwnershipControls.Rules.ObjectOwnership", "ExpectedBucketOwner", "ContentMD5",
      "ChecksumAlgorithm",
    ]
    let bucket: String
    let rules: [AWSObject]
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      rules = Members(members.object("OwnershipControls") ?? [:]).objects("Rules") ?? []
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var bucket = try call.bucket(
      input.bucket, S3Permission("PutBucketOwnershipControls"), expectedOwner: input.expectedOwner)
    try S3Checksum.check(call.request)
    guard input.rules.count == 1,
      let ownership = input.rules[0]["ObjectOwnership"]?.string.flatMap(
        ObjectOwnership.init(rawValue:))
    else { throw S3Error.malformedXML }
    if ownership == .bucketOwnerEnforced, bucket.acl.grantsToOthers {
      throw OwnershipRule.conflict
    }
    bucket.ownership = ownership
    try call.s3.save(bucket)
    return [:]
  }
}

enum OwnershipRule {
  /// ACLs that grant to others and BucketOwnerEnforced exclude each other.
  static let conflict = AWSError(
    "InvalidBucketAclWithObjectOwnership",
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
}
