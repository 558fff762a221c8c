import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
///
/// The rule is kept; that a key is there is not looked after, as on AWS. Objects don't show what
/// they are encrypted with here.
enum PutBucketEncryption: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "ServerSideEncryptionConfiguration.*", "ExpectedBucketOwner", "ContentMD5",
      "ChecksumAlgorithm",
    ]
    let put: BucketDocument

    init(_ members: Members) {
      put = BucketDocument(members, "ServerSideEncryptionConfiguration")
    }
  }

  private static let algorithms = ["AES256", "aws:kms", "aws:kms:dsse"]

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.put.bucket, S3Permission("PutEncryptionConfiguration"),
      expectedOwner: input.put.expectedOwner)
    try S3Checksum.check(call.request)
    let rules = input.put.document["Rules"]?.list ?? []
    let standard = rules.first?["ApplyServerSideEncryptionByDefault"]
    guard rules.count == 1, algorithms.contains(standard?["SSEAlgorithm"]?.string ?? "") else {
      throw S3Error.malformedXML
    }
    if standard?["SSEAlgorithm"] == "AES256", let key = standard?["KMSMasterKeyID"]?.string {
      throw S3Error.invalidArgument(
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or "
          + "aws:kms:dsse", "ApplyServerSideEncryptionByDefault", key)
    }
    try call.s3.save(input.put.document, as: .encryption, of: bucket)
    return [:]
  }
}
