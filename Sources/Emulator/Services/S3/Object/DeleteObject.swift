import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
enum DeleteObject: OperationHandler {
  struct Input: OperationInput {
    static let members = ["Bucket", "Key", "VersionId", "ExpectedBucketOwner", "IfMatch"]
    let bucket: String
    let key: String
    let version: String?
    let ifMatch: String?
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      key = members.string("Key") ?? ""
      version = members.string("VersionId")
      ifMatch = members.string("IfMatch")
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  /// To delete what isn't there is no error.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.found(
      input.bucket, key: input.key, expectedOwner: input.expectedOwner)
    try S3Access(call: call, bucket: bucket).check(
      .bucket("DeleteObject", .write), key: input.key)
    try VersionID.check(input.version, of: input.key)
    if let ifMatch = input.ifMatch {
      guard let object = try call.s3.object(bucket: bucket.name, key: input.key),
        Preconditions.names(ifMatch, object)
      else { throw S3Error.preconditionFailed("If-Match") }
    }
    try call.s3.deleteObject(bucket: bucket.name, key: input.key)
    return input.version.map { ["VersionId": .string($0)] } ?? [:]
  }
}
