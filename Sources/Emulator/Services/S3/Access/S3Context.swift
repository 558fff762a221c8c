import AWS
import PolicyLanguage

/// The condition keys of S3 that a request carries
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
    var keys: [String: [String]] = [
      "aws:SourceIp": [call.request.sourceAddress],
      "aws:SecureTransport": [call.request.isSecure ? "true" : "false"],
      "aws:RequestedRegion": [call.region],
      "aws:CurrentTime": [call.now.iso8601],
      "aws:EpochTime": [String(call.now.seconds)],
      "aws:ViaAWSService": ["false"],
      "aws:ResourceAccount": [owner],
      "s3:ResourceAccount": [owner],
    ]
    keys["aws:UserAgent"] = call.request.headers["User-Agent"].map { [$0] }
    keys["aws:Referer"] = call.request.headers["Referer"].map { [$0] }
    if let start = call.caller.sessionStart {
      // Temporary credentials alone carry it; long-term keys have no such key at all.
      keys["aws:MultiFactorAuthPresent"] = [call.caller.hasMFA ? "true" : "false"]
      keys["aws:TokenIssueTime"] = [start.iso8601]
    }
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

extension Caller {
  /// The caller as a bucket's policy sees it, which may name accounts by canonical user ID.
  var bucketPrincipal: PolicyLanguage.Principal {
    let kind: PolicyLanguage.Principal.Kind
    switch self.kind {
    case .anonymous: return .anonymous
    case .service(let name): return .service(name)
    case .root: kind = .root
    case .user: kind = .user
    case .assumedRole: kind = .assumedRole
    }
    return PolicyLanguage.Principal(
      kind: kind, account: account, arn: arn, roleARN: sessionIssuerARN, userID: principalID,
      canonicalUserID: CanonicalUser.id(of: account))
  }
}
