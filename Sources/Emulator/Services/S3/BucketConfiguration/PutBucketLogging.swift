import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html
///
/// The target must be a bucket of the same owner and region. Logs are not written here.
enum PutBucketLogging: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "BucketLoggingStatus.*", "ExpectedBucketOwner", "ContentMD5", "ChecksumAlgorithm",
    ]
    let put: BucketDocument

    init(_ members: Members) { put = BucketDocument(members, "BucketLoggingStatus") }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.put.bucket, S3Permission("PutBucketLogging"), expectedOwner: input.put.expectedOwner)
    try S3Checksum.check(call.request)
    guard let logging = input.put.document["LoggingEnabled"] else {
      try call.s3.delete(.logging, of: bucket)
      return [:]
    }
    let name = logging["TargetBucket"]?.string ?? ""
    guard let target = try call.s3.bucket(name, partition: bucket.partition),
      target.account == bucket.account
    else {
      throw invalid("The target bucket for logging does not exist", name)
    }
    guard target.region == bucket.region else {
      throw AWSError(
        "CrossLocationLoggingProhibited", "Cross S3 location logging not allowed.", status: 403,
        members: [
          "SourceBucketLocation": .string(bucket.region),
          "TargetBucketLocation": .string(target.region),
        ])
    }
    try call.s3.save(["LoggingEnabled": logging], as: .logging, of: bucket)
    return [:]
  }

  private static func invalid(_ message: String, _ target: String) -> AWSError {
    AWSError(
      "InvalidTargetBucketForLogging", message, members: ["TargetBucket": .string(target)])
  }
}
