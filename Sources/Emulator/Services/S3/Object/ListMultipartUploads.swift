import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
///
/// Objects are put in one piece here, so there is never an upload under way.
enum ListMultipartUploads: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "Prefix", "MaxUploads", "KeyMarker", "UploadIdMarker", "EncodingType",
      "ExpectedBucketOwner",
    ]
    let bucket: String
    let prefix: String?
    let limit: Int
    let encoding: String?
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      prefix = members.string("Prefix")
      limit = min(members.integer("MaxUploads") ?? 1000, 1000)
      encoding = members.string("EncodingType")
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.bucket(
      input.bucket, S3Permission("ListBucketMultipartUploads"), expectedOwner: input.expectedOwner)
    var answer: AWSObject = [
      "Bucket": .string(bucket.name), "KeyMarker": "", "UploadIdMarker": "",
      "MaxUploads": .integer(Int64(input.limit)), "IsTruncated": false,
    ]
    answer.set("Prefix", input.prefix.map { .string($0) })
    answer.set("EncodingType", input.encoding.map { .string($0) })
    return answer
  }
}
