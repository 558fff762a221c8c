import AWS
import Emulator
import TestKit
import Testing

@Suite struct ChunkedUploadTests {
  private func upload(_ client: Client, _ body: String, length: Int) throws -> HTTPResponse {
    var request = try client.request(
      "s3", "PutObject", ["Bucket": "bucket", "Key": "key", "ContentEncoding": "aws-chunked"])
    request.headers["X-Amz-Content-SHA256"] = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    request.headers["x-amz-decoded-content-length"] = String(length)
    request.body = Array(body.utf8)
    return client.send(request)
  }

  @Test func chunksAreStoredAsOneBody() throws {
    let client = try Client(World.fresh()).bucket()
    let checksum = S3Checksum.crc32.of(Array("hello world".utf8))
    let response = try upload(
      client, "6\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:\(checksum)\r\n\r\n",
      length: 11)
    #expect(response.status == 200)
    #expect(try client.get("key") == "hello world")
    let head = try client.call("s3", "HeadObject", ["Bucket": "bucket", "Key": "key"])
    #expect(head["ContentEncoding"] == nil)
  }

  @Test func wrongTrailingChecksumIsRefused() throws {
    let client = try Client(World.fresh()).bucket()
    let response = try upload(
      client, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", length: 5)
    #expect(response.status == 400)
    #expect(String(decoding: response.body, as: UTF8.self).contains("<Code>BadDigest</Code>"))
  }

  @Test func chunksThatBreakOffAreRefused() throws {
    let client = try Client(World.fresh()).bucket()
    let response = try upload(client, "5\r\nhel", length: 5)
    #expect(String(decoding: response.body, as: UTF8.self).contains("<Code>IncompleteBody</Code>"))
    let error = client.error("s3", "GetObject", ["Bucket": "bucket", "Key": "key"])
    #expect(error?.code == "NoSuchKey")
  }
}
