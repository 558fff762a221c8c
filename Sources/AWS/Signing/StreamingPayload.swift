/// Bodies in `aws-chunked` coding, signed chunk by chunk or followed by a checksum
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
package enum StreamingPayload {
  /// The values of `x-amz-content-sha256` that announce such a body.
  package enum Form: String, Hashable, Sendable {
    case signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    case signedWithTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
    case unsignedWithTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
  }

  package static func form(of request: HTTPRequest) -> Form? {
    request.headers["X-Amz-Content-SHA256"].flatMap(Form.init(rawValue:))
  }

  /// The request as if its body had come whole: chunks joined, trailers among the headers,
  /// `aws-chunked` gone from Content-Encoding. Others come back as they are.
  ///
  /// Signed chunks are verified with `key`, the key of the claim's scope; without one (the secret
  /// isn't known here) they are only taken apart.
  package static func open(
    _ request: HTTPRequest, _ claim: ParsedAuthorization?, key: HMACSHA256?
  ) throws(AWSError) -> HTTPRequest {
    guard let form = form(of: request) else { return request }
    var reader = ChunkReader(request.body)
    var chain = form == .unsignedWithTrailer ? nil : SignatureChain(claim, key)
    var body: [UInt8] = []
    body.reserveCapacity(request.body.count)
    while true {
      let chunk = try reader.chunk()
      try chain?.check(chunk.bytes, chunk.signature)
      if chunk.bytes.isEmpty { break }
      body.append(contentsOf: chunk.bytes)
    }
    let trailers = try reader.trailers()
    if form == .signedWithTrailer { try chain?.check(trailers) }
    var opened = request
    opened.body = body
    for field in trailers where !field.name.equalsIgnoringCase("x-amz-trailer-signature") {
      opened.headers.add(field.name, field.value)
    }
    try checkLength(request, body.count)
    dropCoding(&opened.headers)
    return opened
  }

  static let incomplete = AWSError(
    "IncompleteBody",
    "The request body terminated unexpectedly")

  private static func checkLength(_ request: HTTPRequest, _ count: Int) throws(AWSError) {
    guard let said = request.headers["x-amz-decoded-content-length"] else {
      throw AWSError(
        "MissingContentLength", "You must provide the Content-Length HTTP header.", status: 411)
    }
    if Int(said) != count {
      throw AWSError(
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header")
    }
  }

  private static func dropCoding(_ headers: inout HTTPHeaders) {
    guard let coding = headers["Content-Encoding"] else { return }
    let kept = coding.split(separator: ",").map { String($0).trimmingXMLSpace }
      .filter { !$0.equalsIgnoringCase("aws-chunked") }
    headers["Content-Encoding"] = kept.isEmpty ? nil : kept.joined(separator: ",")
  }
}

/// `5;chunk-signature=...\r\nhello\r\n0;...\r\nname:value\r\n\r\n`.
private struct ChunkReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func line() throws(AWSError) -> String {
    var end = index
    while end + 1 < bytes.count, bytes[end] != 0x0D || bytes[end + 1] != 0x0A {
      end += 1
      if end - index > 8192 { throw StreamingPayload.incomplete }
    }
    guard end + 1 < bytes.count else { throw StreamingPayload.incomplete }
    defer { index = end + 2 }
    return String(decoding: bytes[index..<end], as: UTF8.self)
  }

  mutating func chunk() throws(AWSError) -> (bytes: [UInt8], signature: String?) {
    let head = try line().split(separator: ";", omittingEmptySubsequences: false)
    guard let digits = head.first, let size = Int(digits, radix: 16), size >= 0,
      size <= bytes.count - index
    else { throw StreamingPayload.incomplete }
    let mark = "chunk-signature="
    let signature = head.dropFirst().first { $0.hasPrefix(mark) }
    let chunk = Array(bytes[index..<index + size])
    index += size
    if size > 0 {
      guard try line().isEmpty else { throw StreamingPayload.incomplete }
    }
    return (chunk, signature.map { String($0.dropFirst(mark.count)) })
  }

  mutating func trailers() throws(AWSError) -> [HTTPHeaders.Field] {
    var fields: [HTTPHeaders.Field] = []
    while index < bytes.count {
      let line = try line()
      if line.isEmpty { break }
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, fields.count < 16 else { throw StreamingPayload.incomplete }
      fields.append(.init(String(parts[0]), String(parts[1]).trimmingXMLSpace))
    }
    return fields
  }
}

/// Each chunk's signature covers the one before; the first covers the headers'.
private struct SignatureChain {
  private let claim: ParsedAuthorization
  private let key: HMACSHA256
  private var previous: String

  init?(_ claim: ParsedAuthorization?, _ key: HMACSHA256?) {
    guard let claim, let key else { return nil }
    (self.claim, self.key, previous) = (claim, key, claim.signature)
  }

  private mutating func check(_ kind: String, _ hashes: [String], _ signature: String?)
    throws(AWSError)
  {
    let text = (["AWS4-HMAC-SHA256-\(kind)", claim.timeText, claim.scope, previous] + hashes)
      .joined(separator: "\n")
    let wanted = Hex.encode(key.code(text))
    guard let signature, SignatureV4.constantTimeEqual(wanted, signature) else {
      throw ServiceModel.s3.signatureDoesNotMatch
    }
    previous = wanted
  }

  mutating func check(_ chunk: [UInt8], _ signature: String?) throws(AWSError) {
    try check("PAYLOAD", [CanonicalRequest.emptyHash, SHA256.hex(chunk)], signature)
  }

  mutating func check(_ trailers: [HTTPHeaders.Field]) throws(AWSError) {
    let name = "x-amz-trailer-signature"
    let signed = trailers.filter { !$0.name.equalsIgnoringCase(name) }
    let text = signed.map { "\($0.name.lowercased()):\($0.value)\n" }.joined()
    let signature = trailers.first { $0.name.equalsIgnoringCase(name) }?.value
    try check("TRAILER", [SHA256.hex(text)], signature)
  }
}
