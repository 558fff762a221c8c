extension SignatureV4 {
  /// How far the clocks may be apart.
  package static let allowedSkew = Duration.minutes(15)

  /// Throws what the service answers when the signature isn't that of the secret, or its time is
  /// too far off. Whether the key exists, and whose it is, is the caller's part.
  package static func verify(
    _ request: HTTPRequest, _ claim: ParsedAuthorization, secret: String, at now: Timestamp,
    service: ServiceModel, keys: inout SigningKeyCache
  ) throws(AWSError) {
    try checkTime(claim, at: now, service)
    let hash = try payloadHash(request, claim, service)
    guard
      claim.signedHeaders.contains("host"), claim.timeText.hasPrefix(claim.date),
      let canonical = CanonicalRequest(
        request, service: claim.service, signedHeaders: claim.signedHeaders, payloadHash: hash)
    else { throw service.signatureDoesNotMatch }
    let key = keys.key(
      secret: secret, date: claim.date, region: claim.region, service: claim.service)
    let text = stringToSign(canonical.bytes, timeText: claim.timeText, scope: claim.scope)
    guard constantTimeEqual(Hex.encode(key.code(text)), claim.signature) else {
      throw service.signatureDoesNotMatch
    }
  }

  static func constantTimeEqual(_ a: String, _ b: String) -> Bool {
    guard a.utf8.count == b.utf8.count else { return false }
    return zip(a.utf8, b.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func checkTime(
    _ claim: ParsedAuthorization, at now: Timestamp, _ service: ServiceModel
  ) throws(AWSError) {
    switch claim.form {
    case .header:
      let late = now > claim.time + allowedSkew
      if late || claim.time > now + allowedSkew { throw service.skewed(claim, now, isLate: late) }
    case .query(let validFor):
      if now > claim.time + validFor { throw service.expired(claim, now, validFor) }
      if claim.time > now + allowedSkew { throw service.skewed(claim, now, isLate: false) }
    }
  }

  /// The hash that the signature covers. S3 says it in a header and holds the body against it;
  /// the others hash the body.
  private static func payloadHash(
    _ request: HTTPRequest, _ claim: ParsedAuthorization, _ service: ServiceModel
  ) throws(AWSError) -> String {
    guard service.wire == .restXML else { return SHA256.hex(request.body) }
    let said = request.headers["X-Amz-Content-SHA256"]
    if case .query = claim.form { return said ?? CanonicalRequest.unsignedPayload }
    guard let said else {
      throw AWSError(
        "MissingSecurityHeader", "Your request was missing a required header",
        members: ["MissingHeaderName": "x-amz-content-sha256"])
    }
    if said.utf8.count == 64, said != SHA256.hex(request.body) {
      throw AWSError(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        members: [
          "ClientComputedContentSHA256": .string(said),
          "S3ComputedContentSHA256": .string(SHA256.hex(request.body)),
        ])
    }
    return said
  }
}

extension ServiceModel {
  package var signatureDoesNotMatch: AWSError {
    switch wire {
    case .ec2:
      AWSError(
        "AuthFailure", "AWS was not able to validate the provided access credentials", status: 401)
    case .restXML:
      AWSError(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your "
          + "key and signing method.", status: 403)
    case .query, .json, .restJSON:
      AWSError(
        wire == .query ? "SignatureDoesNotMatch" : "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your "
          + "AWS Secret Access Key and signing method. Consult the service documentation for "
          + "details.", status: wire == .json ? 400 : 403)
    }
  }

  /// A call without any signature, where one is needed.
  package var missingAuthentication: AWSError {
    switch wire {
    case .ec2:
      AWSError("MissingParameter", "The request must contain the parameter AWSAccessKeyId")
    case .restXML: AWSError("AccessDenied", "Access Denied", status: 403)
    case .query:
      AWSError(
        "MissingAuthenticationToken", "Request is missing Authentication Token", status: 403)
    case .json: AWSError("MissingAuthenticationTokenException", "Missing Authentication Token")
    case .restJSON:
      AWSError("MissingAuthenticationTokenException", "Missing Authentication Token", status: 403)
    }
  }

  fileprivate func skewed(_ claim: ParsedAuthorization, _ now: Timestamp, isLate: Bool) -> AWSError
  {
    let bound = isLate ? now - SignatureV4.allowedSkew : now + SignatureV4.allowedSkew
    let sign = isLate ? "-" : "+"
    let message =
      "Signature \(isLate ? "expired" : "not yet current"): \(claim.timeText) is "
      + (isLate ? "now earlier" : "still later")
      + " than \(bound.basicISO8601) (\(now.basicISO8601) \(sign) 15 min.)"
    switch wire {
    case .ec2: return AWSError("RequestExpired", "Request has expired.")
    case .restXML:
      return AWSError(
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.", status: 403,
        members: [
          "RequestTime": .string(claim.timeText), "ServerTime": .string(now.iso8601),
          "MaxAllowedSkewMilliseconds": 900_000,
        ])
    case .query: return AWSError("SignatureDoesNotMatch", message, status: 403)
    case .json: return AWSError("InvalidSignatureException", message)
    case .restJSON: return AWSError("InvalidSignatureException", message, status: 403)
    }
  }

  fileprivate func expired(_ claim: ParsedAuthorization, _ now: Timestamp, _ validFor: Duration)
    -> AWSError
  {
    guard wire == .restXML else { return skewed(claim, now, isLate: true) }
    return AWSError(
      "AccessDenied", "Request has expired", status: 403,
      members: [
        "X-Amz-Expires": .integer(validFor.microseconds / 1_000_000),
        "Expires": .string((claim.time + validFor).iso8601), "ServerTime": .string(now.iso8601),
      ])
  }
}
