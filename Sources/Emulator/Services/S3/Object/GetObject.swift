import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
enum GetObject: OperationHandler {
  static func perform(_ input: ObjectReadInput, _ call: inout Call) throws(AWSError)
    -> AWSObject
  {
    let (_, object) = try call.object(
      input.bucket, input.key, .object("GetObject", .read), expectedOwner: input.expectedOwner)
    var (output, range) = try input.answer(object, call)
    var body = try call.s3.body(bucket: object.bucket, key: object.key)
    if let range { body = Array(body[range.first...range.last]) }
    output["Body"] = .bytes(body)
    return output
  }
}

/// The input of GetObject and HeadObject.
struct ObjectReadInput: OperationInput {
  static let members =
    ["Bucket", "Key", "Range", "VersionId", "ChecksumMode", "ExpectedBucketOwner"]
    + Preconditions.members + overrides.map(\.member)

  /// Headers of the answer that a signed request may set itself.
  private static let overrides = [
    (member: "ResponseCacheControl", header: "CacheControl"),
    (member: "ResponseContentDisposition", header: "ContentDisposition"),
    (member: "ResponseContentEncoding", header: "ContentEncoding"),
    (member: "ResponseContentLanguage", header: "ContentLanguage"),
    (member: "ResponseContentType", header: "ContentType"),
    (member: "ResponseExpires", header: "Expires"),
  ]

  let bucket: String
  let key: String
  let range: String?
  let version: String?
  let withChecksum: Bool
  let preconditions: Preconditions
  let expectedOwner: String?
  let overriding: [(String, AWSValue)]

  init(_ members: Members) {
    bucket = members.string("Bucket") ?? ""
    key = members.string("Key") ?? ""
    range = members.string("Range")
    version = members.string("VersionId")
    withChecksum = members.string("ChecksumMode") == "ENABLED"
    preconditions = Preconditions(members)
    expectedOwner = members.string("ExpectedBucketOwner")
    overriding = Self.overrides.compactMap { override in
      members.object[override.member].map { (override.header, $0) }
    }
  }

  /// All but the body, and which part of it is asked for.
  func answer(_ object: StoredObject, _ call: Call) throws(AWSError) -> (AWSObject, ByteRange?) {
    if !overriding.isEmpty, call.caller.kind == .anonymous {
      throw S3Error.invalidRequest(
        "Request specific response headers cannot be used for anonymous GET requests.")
    }
    try VersionID.check(version, of: key)
    try preconditions.check(object)
    let part = try ByteRange.parse(range, size: object.size)
    var output = ObjectHeaders.answer(object, withChecksum: withChecksum && part == nil)
    for (name, value) in overriding { output[name] = value }
    output["ContentLength"] = .integer(Int64(part.map { $0.last - $0.first + 1 } ?? object.size))
    if let part {
      output["ContentRange"] = .string("bytes \(part.first)-\(part.last)/\(object.size)")
    }
    return (output, part)
  }
}
