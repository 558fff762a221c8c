import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
enum DeleteObjects: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "Delete.Objects.Key", "Delete.Quiet", "ExpectedBucketOwner", "ChecksumAlgorithm",
    ]
    let bucket: String
    let keys: [String]
    let isQuiet: Bool
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      let list = Members(members.object("Delete") ?? [:])
      keys = (list.objects("Objects") ?? []).map { $0["Key"]?.string ?? "" }
      isQuiet = list.bool("Quiet") ?? false
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.found(input.bucket, expectedOwner: input.expectedOwner)
    guard hasDigest(call.request) else {
      throw S3Error.invalidRequest("Missing required header for this request: Content-MD5")
    }
    try S3Checksum.check(call.request)
    guard (1...1000).contains(input.keys.count), !input.keys.contains("") else {
      throw S3Error.malformedXML
    }
    let access = S3Access(call: call, bucket: bucket)
    var deleted: [AWSValue] = []
    var errors: [AWSValue] = []
    for key in input.keys {
      do {
        try access.check(.bucket("DeleteObject", .write), key: key)
        try call.s3.deleteObject(bucket: bucket.name, key: key)
        deleted.append(["Key": .string(key)])
      } catch where error.code == "AccessDenied" {
        errors.append([
          "Key": .string(key), "Code": .string(error.code), "Message": .string(error.message),
        ])
      }
    }
    var output = AWSObject()
    if !input.isQuiet, !deleted.isEmpty { output["Deleted"] = .list(deleted) }
    if !errors.isEmpty { output["Errors"] = .list(errors) }
    return output
  }

  private static func hasDigest(_ request: HTTPRequest) -> Bool {
    request.headers["Content-MD5"] != nil
      || S3Checksum.allCases.contains { request.headers[$0.header] != nil }
  }
}
