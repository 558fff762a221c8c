import AWS
import Emulator
import TestKit
import Testing

@Suite struct ObjectTests {
  private static let key: AWSObject = ["Bucket": "bucket", "Key": "key"]

  @Test func objectComesBackWithItsHeadersAndMetadata() throws {
    let client = try Client(World.fresh()).bucket()
    let put = try client.call(
      "s3", "PutObject",
      [
        "Bucket": "bucket", "Key": "a//b +c/é", "Body": .bytes(Array("hello".utf8)),
        "ContentType": "text/plain", "CacheControl": "no-store", "ContentEncoding": "gzip",
        "Metadata": ["Owner": "alice"],
      ])
    #expect(put["ETag"] == "\"5d41402abc4b2a76b9719d911017c592\"")
    #expect(put["ServerSideEncryption"] == "AES256")
    let got = try client.call("s3", "GetObject", ["Bucket": "bucket", "Key": "a//b +c/é"])
    #expect(got["Body"] == .bytes(Array("hello".utf8)))
    #expect(got["ContentType"] == "text/plain")
    #expect(got["CacheControl"] == "no-store")
    #expect(got["ContentEncoding"] == "gzip")
    #expect(got["Metadata"] == ["owner": "alice"])
    #expect(got["LastModified"] == .timestamp(Client.start))
    #expect(got["ContentLength"] == 5)
    let head = try client.call("s3", "HeadObject", ["Bucket": "bucket", "Key": "a//b +c/é"])
    #expect(head["ETag"] == put["ETag"])
    #expect(head["ContentLength"] == 5)
  }

  @Test func missingKeyIsNamed() throws {
    let client = try Client(World.fresh()).bucket()
    let error = client.error("s3", "GetObject", ["Bucket": "bucket", "Key": "nothing"])
    #expect(error?.code == "NoSuchKey")
    #expect(error?.status == 404)
    #expect(error?.message == "The specified key does not exist.")
    #expect(error?.members["Key"] == "nothing")
    #expect(
      client.error("s3", "HeadObject", ["Bucket": "bucket", "Key": "nothing"])?.status == 404)
  }

  @Test(arguments: [
    ("bytes=0-3", "0123", "bytes 0-3/10"), ("bytes=8-", "89", "bytes 8-9/10"),
    ("bytes=-3", "789", "bytes 7-9/10"), ("bytes=5-100", "56789", "bytes 5-9/10"),
  ])
  func rangeIsPartial(range: String, body: String, contentRange: String) throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("key", "0123456789")
    let response = client.send(
      try client.request(
        "s3", "GetObject", ["Bucket": "bucket", "Key": "key", "Range": .string(range)]))
    #expect(response.status == 206)
    #expect(response.body == Array(body.utf8))
    #expect(response.headers["Content-Range"] == contentRange)
  }

  @Test(arguments: ["bytes=10-", "bytes=10-12", "bytes=-0"])
  func rangeBehindTheEndIsUnsatisfiable(range: String) throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("key", "0123456789")
    let error = client.error(
      "s3", "GetObject", ["Bucket": "bucket", "Key": "key", "Range": .string(range)])
    #expect(error?.code == "InvalidRange")
    #expect(error?.status == 416)
    #expect(error?.members["ActualObjectSize"] == "10")
  }

  @Test(arguments: ["bytes=5-2", "lines=1-2", "bytes=1-2,4-5", "bytes=x-"])
  func rangeThatIsNotUnderstoodIsTheWhole(range: String) throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("key", "0123456789")
    let output = try client.call(
      "s3", "GetObject", ["Bucket": "bucket", "Key": "key", "Range": .string(range)])
    #expect(output["ContentLength"] == 10)
  }

  @Test func conditionsAreHeldAgainstTheETag() throws {
    let client = try Client(World.fresh()).bucket()
    let tag = try #require(try client.put("key")["ETag"])
    func get(_ member: String, _ value: AWSValue) -> AWSError? {
      client.error("s3", "GetObject", Self.key.with(member, value))
    }
    #expect(get("IfMatch", tag) == nil)
    #expect(get("IfMatch", "\"other\"")?.status == 412)
    #expect(get("IfMatch", "\"other\"")?.members["Condition"] == "If-Match")
    #expect(get("IfNoneMatch", tag)?.status == 304)
    #expect(get("IfNoneMatch", "\"other\"") == nil)
    #expect(get("IfModifiedSince", .timestamp(Client.start))?.status == 304)
    #expect(get("IfModifiedSince", .timestamp(Client.start - .seconds(1))) == nil)
    #expect(get("IfUnmodifiedSince", .timestamp(Client.start - .seconds(1)))?.status == 412)
  }

  @Test func writeMayBeConditional() throws {
    let client = try Client(World.fresh()).bucket()
    func put(_ member: String, _ value: AWSValue) -> AWSError? {
      client.error("s3", "PutObject", Self.key.with(member, value))
    }
    #expect(put("IfMatch", "\"x\"")?.code == "NoSuchKey")
    #expect(put("IfNoneMatch", "*") == nil)
    #expect(put("IfNoneMatch", "*")?.code == "PreconditionFailed")
    #expect(put("IfMatch", "\"d41d8cd98f00b204e9800998ecf8427e\"") == nil)
  }

  @Test func checksumIsCheckedKeptAndToldWhenAskedFor() throws {
    let client = try Client(World.fresh()).bucket()
    let body = AWSValue.bytes(Array("hello".utf8))
    let wrong = client.error(
      "s3", "PutObject",
      ["Bucket": "bucket", "Key": "key", "Body": body, "ChecksumCRC32": "AAAAAA=="])
    #expect(wrong?.code == "BadDigest")
    #expect(wrong?.message == "The CRC32 you specified did not match the calculated checksum.")
    try client.call(
      "s3", "PutObject",
      ["Bucket": "bucket", "Key": "key", "Body": body, "ChecksumCRC32": "NhCmhg=="])
    let plain = try client.call("s3", "GetObject", ["Bucket": "bucket", "Key": "key"])
    #expect(plain["ChecksumCRC32"] == nil)
    let asked = try client.call(
      "s3", "HeadObject", ["Bucket": "bucket", "Key": "key", "ChecksumMode": "ENABLED"])
    #expect(asked["ChecksumCRC32"] == "NhCmhg==")
    #expect(asked["ChecksumType"] == "FULL_OBJECT")
  }

  @Test func tooLargeAnObjectAndTooLongAKeyAreRefused() throws {
    let client = try Client(World.fresh()).bucket()
    let long = client.error(
      "s3", "PutObject",
      ["Bucket": "bucket", "Key": .string(String(repeating: "k", count: 1025))])
    #expect(long?.code == "KeyTooLongError")
    let large = client.error(
      "s3", "PutObject",
      [
        "Bucket": "bucket", "Key": "key",
        "Body": .bytes([UInt8](repeating: 0, count: (64 << 20) + 1)),
      ])
    #expect(large?.code == "EntityTooLarge")
    #expect(large?.members["MaxSizeAllowed"] == "67108864")
  }

  @Test func deletingIsIdempotent() throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("key")
    for _ in 0..<2 {
      try client.call("s3", "DeleteObject", ["Bucket": "bucket", "Key": "key"])
    }
    #expect(client.error("s3", "GetObject", ["Bucket": "bucket", "Key": "key"]) != nil)
  }

  @Test func deleteObjectsTellsEachKey() throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("a")
    var request = try client.request(
      "s3", "DeleteObjects",
      ["Bucket": "bucket", "Delete": ["Objects": [["Key": "a"], ["Key": "gone"]]]])
    #expect(client.send(request).status == 400)
    request.headers["x-amz-checksum-crc32"] = S3Checksum.crc32.of(request.body)
    let output = client.send(request)
    #expect(output.status == 200)
    let text = String(decoding: output.body, as: UTF8.self)
    #expect(text.contains("<Deleted><Key>a</Key></Deleted>"))
    #expect(text.contains("<Deleted><Key>gone</Key></Deleted>"))
  }

  @Test func copyTakesBodyAndMetadataAlong() throws {
    let client = try Client(World.fresh()).bucket()
    try client.call(
      "s3", "PutObject",
      [
        "Bucket": "bucket", "Key": "from here", "Body": .bytes([1, 2]), "Metadata": ["a": "b"],
        "ContentType": "image/png",
      ])
    try client.call(
      "s3", "CopyObject",
      ["Bucket": "bucket", "Key": "to", "CopySource": "bucket/from%20here"])
    let copy = try client.call("s3", "GetObject", ["Bucket": "bucket", "Key": "to"])
    #expect(copy["Body"] == .bytes([1, 2]))
    #expect(copy["Metadata"] == ["a": "b"])
    #expect(copy["ContentType"] == "image/png")
    let onItself = client.error(
      "s3", "CopyObject", ["Bucket": "bucket", "Key": "to", "CopySource": "/bucket/to"])
    #expect(onItself?.code == "InvalidRequest")
    let missing = client.error(
      "s3", "CopyObject", ["Bucket": "bucket", "Key": "to", "CopySource": "bucket/nothing"])
    #expect(missing?.code == "NoSuchKey")
  }
}
