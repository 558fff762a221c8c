import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html
enum GetObjectAcl: OperationHandler {
  struct Input: OperationInput {
    static let members = ["Bucket", "Key", "ExpectedBucketOwner"]
    let bucket: String
    let key: String
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      key = members.string("Key") ?? ""
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let (bucket, object) = try call.object(
      input.bucket, input.key, .object("GetObjectAcl", .readACP),
      expectedOwner: input.expectedOwner)
    // Where ACLs are off, everything is the bucket owner's.
    let acl = bucket.hasACLs ? object.acl : .ownerOnly(CanonicalUser.id(of: bucket.account))
    return acl.answer
  }
}
