import AWS

/// A call as bytes and bytes as an answer: the wire protocols, with an address on top.
enum WireFormat {
  /// Puts the host in, and the bucket where AWS wants it: virtual-hosted on AWS's own endpoints,
  /// path style on all others and for names with dots, which TLS certificates don't cover.
  static func address(
    _ request: inout HTTPRequest, to endpoint: EndpointResolver.Endpoint, bucket: String?,
    prefix: String = ""
  ) {
    var host = endpoint.isCustom ? endpoint.host : prefix + endpoint.host
    if !endpoint.isCustom, let bucket, isHostLabel(bucket) {
      let prefix = "/\(bucket)"
      if request.path == prefix || request.path.hasPrefix(prefix + "/") {
        host = "\(bucket).\(host)"
        request.path = String(request.path.dropFirst(prefix.count))
        if request.path.isEmpty { request.path = "/" }
      }
    }
    request.isSecure = endpoint.isSecure
    if !endpoint.path.isEmpty { request.path = endpoint.path + request.path }
    request.headers["Host"] = host
  }

  private static func isHostLabel(_ bucket: String) -> Bool {
    (3...63).contains(bucket.utf8.count)
      && bucket.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
