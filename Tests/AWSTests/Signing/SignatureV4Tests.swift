import AWS
import Testing

/// The examples of AWS's own documentation.
struct SignatureV4Tests {
  private let credentials = Credentials(
    accessKeyID: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
  private let time = Timestamp(seconds: 1_369_353_600)
  private let bucket = "examplebucket.s3.amazonaws.com"

  private func signature(_ request: HTTPRequest) throws -> String {
    var request = request
    var keys = SigningKeyCache()
    SignatureV4.sign(
      &request, credentials, region: "us-east-1", service: "s3", at: time, keys: &keys)
    let claim = try #require(try ParsedAuthorization.parse(request))
    try SignatureV4.verify(
      request, claim, secret: credentials.secretAccessKey, at: time, service: .s3, keys: &keys)
    return claim.signature
  }

  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
  @Test func listUsersOfTheUserGuide() throws {
    var request = HTTPRequest(
      method: "GET", query: "Action=ListUsers&Version=2010-05-08",
      headers: [
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "Host": "iam.amazonaws.com",
      ])
    var keys = SigningKeyCache()
    SignatureV4.sign(
      &request,
      Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
      region: "us-east-1", service: "iam", at: Timestamp(seconds: 1_440_938_160), keys: &keys)
    #expect(
      request.headers["Authorization"]
        == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
        + "SignedHeaders=content-type;host;x-amz-date, "
        + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
  @Test func getObjectOfTheS3Guide() throws {
    let request = HTTPRequest(
      method: "GET", path: "/test.txt", headers: ["Host": bucket, "Range": "bytes=0-9"])
    #expect(
      try signature(request)
        == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
  }

  @Test func putObjectOfTheS3Guide() throws {
    let request = HTTPRequest(
      method: "PUT", path: "/test%24file.text",
      headers: [
        "Host": bucket, "Date": "Fri, 24 May 2013 00:00:00 GMT",
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
      ], body: Array("Welcome to Amazon S3.".utf8))
    #expect(
      try signature(request)
        == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
  }

  @Test func subresourceAndListingOfTheS3Guide() throws {
    let lifecycle = HTTPRequest(
      method: "GET", path: "/", query: "lifecycle", headers: ["Host": bucket])
    #expect(
      try signature(lifecycle)
        == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
    let listing = HTTPRequest(
      method: "GET", path: "/", query: "max-keys=2&prefix=J", headers: ["Host": bucket])
    #expect(
      try signature(listing)
        == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  @Test func presignedGetOfTheS3Guide() throws {
    var request = HTTPRequest(method: "GET", path: "/test.txt", headers: ["Host": bucket])
    var keys = SigningKeyCache()
    SignatureV4.presign(
      &request, credentials, region: "us-east-1", service: "s3", at: time,
      validFor: .seconds(86400), keys: &keys)
    #expect(
      request.query.hasSuffix(
        "X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"))
    let claim = try #require(try ParsedAuthorization.parse(request))
    let secret = credentials.secretAccessKey
    try SignatureV4.verify(
      request, claim, secret: secret, at: time + .hours(23), service: .s3, keys: &keys)
    let late = #expect(throws: AWSError.self) {
      try SignatureV4.verify(
        request, claim, secret: secret, at: time + .hours(25), service: .s3, keys: &keys)
    }
    #expect(late?.code == "AccessDenied")
    #expect(late?.message == "Request has expired")
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
  private func chunkedUpload(_ first: String) -> HTTPRequest {
    let authorization =
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
      + "SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
      + "x-amz-decoded-content-length;x-amz-storage-class,"
      + "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
    let mark = ";chunk-signature="
    let text =
      "10000\(mark)\(first)\r\n" + String(repeating: "a", count: 65536) + "\r\n"
      + "400\(mark)0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
      + String(repeating: "a", count: 1024) + "\r\n"
      + "0\(mark)b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n"
    return HTTPRequest(
      method: "PUT", path: "/examplebucket/chunkObject.txt",
      headers: [
        "Host": "s3.amazonaws.com", "x-amz-date": "20130524T000000Z",
        "x-amz-storage-class": "REDUCED_REDUNDANCY", "Authorization": authorization,
        "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "Content-Encoding": "aws-chunked", "x-amz-decoded-content-length": "66560",
        "Content-Length": "66824",
      ], body: Array(text.utf8))
  }

  private func open(_ request: HTTPRequest) throws -> HTTPRequest {
    let claim = try #require(try ParsedAuthorization.parse(request))
    var keys = SigningKeyCache()
    let secret = credentials.secretAccessKey
    try SignatureV4.verify(request, claim, secret: secret, at: time, service: .s3, keys: &keys)
    return try StreamingPayload.open(
      request, claim,
      key: keys.key(secret: secret, date: claim.date, region: claim.region, service: claim.service))
  }

  @Test func chunkedUploadOfTheS3Guide() throws {
    let opened = try open(
      chunkedUpload("ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"))
    #expect(opened.body == [UInt8](repeating: UInt8(ascii: "a"), count: 66560))
    #expect(opened.headers["Content-Encoding"] == nil)
  }

  @Test func chunkWithAnotherSignatureIsRefused() throws {
    let error = #expect(throws: AWSError.self) {
      try open(chunkedUpload("bd80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"))
    }
    #expect(error?.code == "SignatureDoesNotMatch")
  }

  @Test(arguments: [
    "", "5", "5\r\n", "5\r\nhell", "5\r\nhello", "5\r\nhello\r\n", "-1\r\n\r\n", "zz\r\n",
    "ffffffffffffffff\r\n", "7fffffffffffffff\r\nx", "5\r\nhelloworld\r\n0\r\n\r\n",
  ])
  func brokenChunksAreRefused(text: String) {
    let request = HTTPRequest(
      method: "PUT", path: "/b/k",
      headers: [
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length": "5",
      ], body: Array(text.utf8))
    let error = #expect(throws: AWSError.self) {
      try StreamingPayload.open(request, nil, key: nil)
    }
    #expect(error?.code == "IncompleteBody")
  }
}
