import AWS

/// The condition keys of S3 alone that a request carries
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html).
enum S3Context {
  private static let headers = [
    "x-amz-acl", "x-amz-copy-source", "x-amz-grant-full-control", "x-amz-grant-read",
    "x-amz-grant-read-acp", "x-amz-grant-write", "x-amz-grant-write-acp",
    "x-amz-metadata-directive", "x-amz-object-ownership", "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id", "x-amz-storage-class",
    "x-amz-content-sha256",
  ]

  static func keys(_ call: Call, owner: String) -> [String: [String]] {
    var keys: [String: [String]] = ["s3:ResourceAccount": [owner]]
    for name in headers {
      if let value = call.request.headers[name] { keys["s3:\(name)"] = [value] }
    }
    for (name, value) in S3Record.query(call.request) {
      switch name {
      case "prefix", "delimiter", "max-keys", "location-constraint": keys["s3:\(name)"] = [value]
      default: break
      }
    }
    if call.caller.kind != .anonymous {
      let isQuery = call.request.headers["Authorization"] == nil
      keys["s3:authType"] = [isQuery ? "REST-QUERY-STRING" : "REST-HEADER"]
      keys["s3:signatureversion"] = ["AWS4-HMAC-SHA256"]
    }
    if call.request.isSecure { keys["s3:TlsVersion"] = ["1.3"] }
    return keys
  }
}
