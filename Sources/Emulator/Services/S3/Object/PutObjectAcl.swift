import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html
enum PutObjectAcl: OperationHandler {
  struct Input: OperationInput {
    static let members =
      [
        "Bucket", "Key", "ACL", "AccessControlPolicy.*", "ExpectedBucketOwner", "ContentMD5",
        "ChecksumAlgorithm",
      ] + ACLInput.headerMembers
    let bucket: String
    let key: String
    let acl: ACLInput
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      key = members.string("Key") ?? ""
      acl = ACLInput(members)
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var (bucket, object) = try call.object(
      input.bucket, input.key, .object("PutObjectAcl", .writeACP),
      expectedOwner: input.expectedOwner)
    try S3Checksum.check(call.request)
    guard input.acl.isPresent else {
      throw AWSError(
        "MissingSecurityHeader", "Your request was missing a required header",
        members: ["MissingHeaderName": "x-amz-acl"])
    }
    guard bucket.hasACLs else {
      guard input.acl.isBucketOwnerFullControl else { throw S3Error.aclsNotSupported }
      return [:]
    }
    let acl = try input.acl.list(
      owner: object.acl.owner, bucketOwner: CanonicalUser.id(of: bucket.account))
    try PublicACLRule.check(
      acl, bucket, call, "s3:PutObjectAcl", bucket.arn(key: input.key))
    object.acl = acl
    try call.s3.save(object)
    return [:]
  }
}
