/// The text that a signature covers
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html).
struct CanonicalRequest {
  static let unsignedPayload = "UNSIGNED-PAYLOAD"
  static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  let bytes: [UInt8]

  /// `signedHeaders` in lower case and sorted; nil where the request lacks one of them.
  init?(
    _ request: HTTPRequest, service: String, signedHeaders: [String], payloadHash: String
  ) {
    var out: [UInt8] = []
    out.reserveCapacity(512)
    out.append(contentsOf: request.method.utf8)
    out.append(0x0A)
    Self.appendPath(request.path, service, to: &out)
    out.append(0x0A)
    if !request.query.isEmpty { out.append(contentsOf: Self.query(request.query).utf8) }
    out.append(0x0A)
    for name in signedHeaders {
      out.append(contentsOf: name.utf8)
      out.append(UInt8(ascii: ":"))
      guard Self.appendValues(of: name, request.headers, to: &out) else { return nil }
      out.append(0x0A)
    }
    out.append(0x0A)
    for (index, name) in signedHeaders.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ";")) }
      out.append(contentsOf: name.utf8)
    }
    out.append(0x0A)
    out.append(contentsOf: payloadHash.utf8)
    bytes = out
  }

  /// S3 takes the path as it is sent; the others normalise it and encode it once more.
  private static func appendPath(_ path: String, _ service: String, to out: inout [UInt8]) {
    if path == "/" || path.isEmpty {
      out.append(UInt8(ascii: "/"))
    } else if service.hasPrefix("s3") {
      let plain = PercentEncoding.decodeBytes(path.utf8, plusIsSpace: false)
      PercentEncoding.append(plain, keepingSlash: true, to: &out)
    } else {
      PercentEncoding.append(normal(path).utf8, keepingSlash: true, to: &out)
    }
  }

  /// Without `.`, `..` and empty segments (RFC 3986, section 6).
  private static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    let end = path.hasSuffix("/") && !parts.isEmpty ? "/" : ""
    return "/" + parts.joined(separator: "/") + end
  }

  /// Sorted by encoded name, then by encoded value; the signature itself is left out.
  static func query(_ query: String) -> String {
    let pairs = query.utf8.split(separator: UInt8(ascii: "&")).map { part -> (String, String) in
      let halves = part.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return (encodedAgain(halves[0]), halves.count > 1 ? encodedAgain(halves[1]) : "")
    }
    return pairs.filter { $0.0 != "X-Amz-Signature" }.sorted(by: <)
      .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }

  private static func encodedAgain(_ bytes: some Collection<UInt8>) -> String {
    var out: [UInt8] = []
    PercentEncoding.append(PercentEncoding.decodeBytes(bytes, plusIsSpace: false), to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// All values of a field joined by commas, white space trimmed and folded; false for no field.
  private static func appendValues(
    of name: String, _ headers: HTTPHeaders, to out: inout [UInt8]
  ) -> Bool {
    var isFirst = true
    for field in headers.fields where field.name.equalsIgnoringCase(name) {
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      var pendingSpace = false
      var hasText = false
      for byte in field.value.utf8 {
        if byte == 0x20 || byte == 0x09 {
          pendingSpace = hasText
        } else {
          if pendingSpace { out.append(0x20) }
          pendingSpace = false
          hasText = true
          out.append(byte)
        }
      }
    }
    return !isFirst
  }
}
