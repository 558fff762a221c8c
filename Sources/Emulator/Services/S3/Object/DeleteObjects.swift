import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
enum DeleteObjects: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "Bucket", "Delete.Objects.Key", "Delete.Objects.VersionId", "Delete.Quiet",
      "ExpectedBucketOwner", "ChecksumAlgorithm",
    ]
    let bucket: String
    let objects: [(key: String, version: String?)]
    let isQuiet: Bool
    let expectedOwner: String?

    init(_ members: Members) {
      bucket = members.string("Bucket") ?? ""
      let list = Members(members.object("Delete") ?? [:])
      objects = (list.objects("Objects") ?? []).map {
        ($0["Key"]?.string ?? "", $0["VersionId"]?.string)
      }
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
    guard (1...1000).contains(input.objects.count), !input.objects.contains(where: \.key.isEmpty)
    else {
      throw S3Error.malformedXML
    }
    let access = S3Access(call: call, bucket: bucket)
    var deleted: [AWSValue] = []
    var errors: [AWSValue] = []
    for (key, version) in input.objects {
      do {
        try VersionID.check(version, of: key)
        try access.check(.bucket("DeleteObject", .write), key: key)
        try call.s3.deleteObject(bucket: bucket.name, key: key)
        deleted.append(.object(entry(key, version)))
      } catch where error.status < 500 {
        var entry = entry(key, version)
        entry["Code"] = .string(error.code)
        entry["Message"] = .string(error.message)
        errors.append(.object(entry))
      }
    }
    var output = AWSObject()
    if !input.isQuiet, !deleted.isEmpty { output["Deleted"] = .list(deleted) }
    if !errors.isEmpty { output["Errors"] = .list(errors) }
    return output
  }

  private static func entry(_ key: String, _ version: String?) -> AWSObject {
    var entry: AWSObject = ["Key": .string(key)]
    entry.set("VersionId", version.map(AWSValue.string))
    return entry
  }

  private static func hasDigest(_ request: HTTPRequest) -> Bool {
    request.headers["Content-MD5"] != nil
      || S3Checksum.allCases.contains { request.headers[$0.header] != nil }
  }
}
