import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
///
/// Versions of objects are not kept, so `Enabled` is refused.
enum PutBucketVersioning: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "VersioningConfiguration.Status", "ExpectedBucketOwner", "ContentMD5",
      "ChecksumAlgorithm",
    ]
    let bucket: String
    let status: String?
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      status = Members(members.object("VersioningConfiguration") ?? [:]).string("Status")
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var bucket = try call.bucket(
      input.bucket, S3Permission("PutBucketVersioning"), expectedOwner: input.expectedOwner)
    try S3Checksum.check(call.request)
    switch input.status {
    case "Suspended":
      bucket.versioning = "Suspended"
      try call.s3.save(bucket)
      return [:]
    case "Enabled":
      throw AWSError(
        "NotImplemented",
        "stormdrill keeps no versions of objects, so versioning can't be enabled; it supports "
          + "the status `Suspended`", status: 501)
    case nil:
      throw AWSError(
        "IllegalVersioningConfigurationException",
        "The Versioning element must be specified")
    default: throw S3Error.malformedXML
    }
  }
}
