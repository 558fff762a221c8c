/// AWS's Signature Version 4
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html).
package enum SignatureV4 {
  static func signingKey(secret: String, date: String, region: String, service: String)
    -> HMACSHA256
  {
    var key = HMACSHA256(key: Array("AWS4\(secret)".utf8))
    for part in [date, region, service, "aws4_request"] { key = HMACSHA256(key: key.code(part)) }
    return key
  }

  static func stringToSign(_ canonical: [UInt8], timeText: String, scope: String) -> [UInt8] {
    var out = Array("\(ParsedAuthorization.algorithm)\n\(timeText)\n\(scope)\n".utf8)
    out.append(contentsOf: SHA256.hex(canonical).utf8)
    return out
  }

  /// Signs by the Authorization header; `Host` is there already. S3's payload hash goes along, and
  /// one that is there already is kept (`UNSIGNED-PAYLOAD`, the streaming ones).
  package static func sign(
    _ request: inout HTTPRequest, _ credentials: Credentials, region: String, service: String,
    at time: Timestamp, keys: inout SigningKeyCache
  ) {
    let timeText = time.basicISO8601
    for name in ["X-Amz-Date", "Authorization", "X-Amz-Security-Token"] {
      request.headers[name] = nil
    }
    request.headers.add("X-Amz-Date", timeText)
    if let token = credentials.sessionToken { request.headers.add("X-Amz-Security-Token", token) }
    let hash: String
    if service.hasPrefix("s3") {
      hash = request.headers["X-Amz-Content-SHA256"] ?? SHA256.hex(request.body)
      if request.headers["X-Amz-Content-SHA256"] == nil {
        request.headers.add("X-Amz-Content-SHA256", hash)
      }
    } else {
      hash = SHA256.hex(request.body)
    }
    let names = signable(request.headers)
    let date = String(timeText.prefix(8))
    let scope = "\(date)/\(region)/\(service)/aws4_request"
    let signature = signature(
      request, names, hash, timeText: timeText, scope: scope, service: service,
      key: keys.key(
        secret: credentials.secretAccessKey, date: date, region: region, service: service))
    request.headers.add(
      "Authorization",
      "\(ParsedAuthorization.algorithm) Credential=\(credentials.accessKeyID)/\(scope), "
        + "SignedHeaders=\(names.joined(separator: ";")), Signature=\(signature)")
  }

  /// What proxies may change stays out.
  private static let unsigned: Set<String> = [
    "authorization", "user-agent", "expect", "x-amzn-trace-id", "transfer-encoding", "connection",
    "content-length",
  ]

  private static func signable(_ headers: HTTPHeaders) -> [String] {
    Set(headers.fields.map { $0.name.lowercased() }).subtracting(unsigned).sorted()
  }

  private static func signature(
    _ request: HTTPRequest, _ names: [String], _ hash: String, timeText: String, scope: String,
    service: String, key: HMACSHA256
  ) -> String {
    guard
      let canonical = CanonicalRequest(
        request, service: service, signedHeaders: names, payloadHash: hash)
    else { preconditionFailure("a header to sign is not there: \(names)") }
    return Hex.encode(key.code(stringToSign(canonical.bytes, timeText: timeText, scope: scope)))
  }

  /// Signs by the query, for a URL that works by itself; `Host` is there already.
  package static func presign(
    _ request: inout HTTPRequest, _ credentials: Credentials, region: String, service: String,
    at time: Timestamp, validFor: Duration, keys: inout SigningKeyCache
  ) {
    let timeText = time.basicISO8601
    let date = String(timeText.prefix(8))
    let scope = "\(date)/\(region)/\(service)/aws4_request"
    let names = signable(request.headers)
    var pairs = [
      ("X-Amz-Algorithm", ParsedAuthorization.algorithm),
      ("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope)"), ("X-Amz-Date", timeText),
      ("X-Amz-Expires", String(validFor.microseconds / 1_000_000)),
      ("X-Amz-SignedHeaders", names.joined(separator: ";")),
    ]
    if let token = credentials.sessionToken { pairs.append(("X-Amz-Security-Token", token)) }
    let added = pairs.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
    request.query = request.query.isEmpty ? added : "\(request.query)&\(added)"
    let hash =
      service == "s3" ? CanonicalRequest.unsignedPayload : SHA256.hex(request.body)
    let signature = signature(
      request, names, hash, timeText: timeText, scope: scope, service: service,
      key: keys.key(
        secret: credentials.secretAccessKey, date: date, region: region, service: service))
    request.query += "&X-Amz-Signature=\(signature)"
  }
}
