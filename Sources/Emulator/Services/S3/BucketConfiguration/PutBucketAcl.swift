import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html
enum PutBucketAcl: OperationHandler {
  struct Input: OperationInput {
    static let members =
      [
        "Bucket", "ACL", "AccessControlPolicy.*", "ExpectedBucketOwner", "ContentMD5",
        "ChecksumAlgorithm",
      ] + ACLInput.headerMembers
    let bucket: String
    let acl: ACLInput
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      acl = ACLInput(members)
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var bucket = try call.bucket(
      input.bucket, .bucket("PutBucketAcl", .writeACP), expectedOwner: input.expectedOwner)
    try S3Checksum.check(call.request)
    guard input.acl.isPresent else {
      throw AWSError(
        "MissingSecurityHeader", "Your request was missing a required header",
        members: ["MissingHeaderName": "x-amz-acl"])
    }
    guard bucket.hasACLs else { throw S3Error.aclsNotSupported }
    let acl = try input.acl.list(owner: CanonicalUser.id(of: bucket.account), bucketOwner: nil)
    try PublicACLRule.check(acl, bucket, call, "s3:PutBucketAcl", bucket.arn)
    bucket.acl = acl
    try call.s3.save(bucket)
    return [:]
  }
}

/// BlockPublicAcls refuses new public ACLs; those that are there stay.
enum PublicACLRule {
  static func check(
    _ acl: AccessControlList, _ bucket: Bucket, _ call: Call, _ action: String, _ resource: String
  ) throws(AWSError) {
    guard acl.isPublic, try call.s3.block(on: bucket).blockPublicAcls else { return }
    throw call.blocked(action, resource, reason)
  }

  static let reason =
    "because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access."
}
