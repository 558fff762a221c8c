/// Smithy's RPC v2 with CBOR, as far as it takes to say in it that a call isn't served:
/// CloudWatch's clients speak it first (https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html).
enum RPCv2 {
  /// What a request calls its operation; nil for one of another protocol.
  static func operation(of request: HTTPRequest) -> String? {
    guard request.headers["smithy-protocol"] == "rpc-v2-cbor" else { return nil }
    let parts = request.path.split(separator: "/")
    guard parts.count >= 4, parts[parts.count - 2] == "operation" else { return nil }
    return String(parts[parts.count - 1])
  }

  static func error(_ error: AWSError, _ requestID: String) -> HTTPResponse {
    var body: [UInt8] = [0xA2]
    for text in ["__type", error.code, "message", error.message] { body += string(text) }
    return HTTPResponse(
      status: error.status,
      headers: [
        "smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor",
        "x-amzn-RequestId": requestID,
      ], body: body)
  }

  /// Major type 3 with its length in the fewest bytes (RFC 8949, section 3.1).
  private static func string(_ text: String) -> [UInt8] {
    let count = text.utf8.count
    let head: [UInt8] =
      switch count {
      case ..<24: [0x60 | UInt8(count)]
      case ..<0x100: [0x78, UInt8(count)]
      case ..<0x10000: [0x79, UInt8(count >> 8), UInt8(count & 0xFF)]
      default: [0x7A] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
      }
    return head + Array(text.utf8)
  }
}
