import AWS

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
enum PutObject: OperationHandler {
  struct Input: OperationInput {
    static let members =
      [
        "Bucket", "Key", "Body", "ACL", "ContentLength", "ContentMD5", "ChecksumAlgorithm",
        "Metadata", "ServerSideEncryption", "StorageClass", "ExpectedBucketOwner", "IfMatch",
        "IfNoneMatch",
      ] + ObjectHeaders.names + ACLInput.objectHeaderMembers + S3Checksum.allCases.map(\.member)
    let bucket: String
    let key: String
    let body: [UInt8]
    let write: ObjectWrite
    let expectedOwner: String?

    init(_ members: Members) throws(AWSError) {
      bucket = members.string("Bucket") ?? ""
      key = members.string("Key") ?? ""
      body = members.bytes("Body") ?? []
      write = try ObjectWrite(members)
      expectedOwner = members.string("ExpectedBucketOwner")
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let bucket = try call.found(
      input.bucket, key: input.key, expectedOwner: input.expectedOwner)
    try S3Access(call: call, bucket: bucket).checkWrite(input.key, input.write.acl)
    try ObjectWrite.checkSize(input.key, input.body)
    try S3Checksum.check(call.request)
    let object = try input.write.object(input.key, input.body, bucket, call)
    try call.s3.save(object, body: input.body)
    call.record.responseElements = ["x-amz-server-side-encryption": "AES256"]
    return [
      "ETag": .string("\"\(object.etag)\""), "ServerSideEncryption": "AES256",
      "Checksum\(object.checksumAlgorithm)": .string(object.checksum),
      "ChecksumType": "FULL_OBJECT",
    ]
  }
}
