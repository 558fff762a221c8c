import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
enum CopyObject: OperationHandler {
  struct Input: OperationInput {
    static let members =
      [
        "Bucket", "Key", "CopySource", "MetadataDirective", "ACL", "Metadata", "ChecksumAlgorithm",
        "ServerSideEncryption", "StorageClass", "ExpectedBucketOwner", "ExpectedSourceBucketOwner",
        "IfMatch", "IfNoneMatch",
      ] + ObjectHeaders.names + ACLInput.objectHeaderMembers
      + Preconditions.members.map { "CopySource\($0)" }
    let bucket: String
    let key: String
    let source: String
    let directive: String
    let write: ObjectWrite
    let preconditions: Preconditions
    let expectedOwner: String?
    let expectedSourceOwner: String?

    init(_ members: Members) throws(AWSError) {
      bucket = members.string("Bucket") ?? ""
      key = members.string("Key") ?? ""
      source = members.string("CopySource") ?? ""
      directive = members.string("MetadataDirective") ?? "COPY"
      write = try ObjectWrite(members)
      preconditions = Preconditions(members, prefix: "CopySource")
      expectedOwner = members.string("ExpectedBucketOwner")
      expectedSourceOwner = members.string("ExpectedSourceBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.found(
      input.bucket, key: input.key, expectedOwner: input.expectedOwner)
    try S3Access(call: call, bucket: bucket).checkWrite(input.key, input.write.acl)
    guard ["COPY", "REPLACE"].contains(input.directive) else {
      throw S3Error.invalidArgument(
        "Unknown metadata directive.", "x-amz-metadata-directive", input.directive)
    }
    let source = try source(input, call)
    try input.preconditions.check(source, isCopy: true)
    let isSame = source.bucket == input.bucket && source.key == input.key
    if isSame, input.directive == "COPY", input.write.storageClass == nil,
      input.write.encryption == nil
    {
      throw S3Error.invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without "
          + "changing the object's metadata, storage class, website redirect location or "
          + "encryption attributes.")
    }
    let body = try call.s3.body(bucket: source.bucket, key: source.key)
    try ObjectWrite.checkSize(input.key, body)
    var object = try input.write.object(input.key, body, bucket, call)
    if input.directive == "COPY" {
      object.headers = source.headers
      object.metadata = source.metadata
    }
    try call.s3.save(object, body: body)
    call.record.responseElements = ["x-amz-server-side-encryption": "AES256"]
    return [
      "CopyObjectResult": [
        "ETag": .string("\"\(object.etag)\""), "LastModified": .timestamp(object.modified),
        "Checksum\(object.checksumAlgorithm)": .string(object.checksum),
        "ChecksumType": "FULL_OBJECT",
      ],
      "ServerSideEncryption": "AES256",
    ]
  }

  /// `bucket/key` or `/bucket/key`, percent-encoded.
  private static func source(_ input: Input, _ call: Call) throws(AWSError) -> StoredObject {
    let path = input.source.hasPrefix("/") ? String(input.source.dropFirst()) : input.source
    if path.contains("?versionId=") {
      throw AWSError(
        "NotImplemented", "stormdrill keeps no versions of objects, so `versionId` in the source "
          + "of a copy is not supported", status: 501)
    }
    let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw S3Error.invalidArgument(
        "Invalid copy source object key", "x-amz-copy-source", input.source)
    }
    var reading = call
    return try reading.object(
      PercentEncoding.decode(parts[0]), PercentEncoding.decode(parts[1]),
      .object("GetObject", .read), expectedOwner: input.expectedSourceOwner
    ).1
  }
}
