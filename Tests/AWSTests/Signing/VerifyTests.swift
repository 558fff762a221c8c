import AWS
import Testing

struct VerifyTests {
  private let now = Timestamp(seconds: 1_688_991_008)

  private func signed(_ service: ServiceModel, at time: Timestamp) -> HTTPRequest {
    var request = HTTPRequest(
      headers: ["Host": "127.0.0.1:4566"], body: Array("Action=GetCallerIdentity".utf8))
    var keys = SigningKeyCache()
    SignatureV4.sign(
      &request, Credentials(accessKeyID: "AKID", secretAccessKey: "secret", sessionToken: "token"),
      region: "eu-west-1", service: service.signingName, at: time, keys: &keys)
    return request
  }

  private func verify(_ request: HTTPRequest, _ service: ServiceModel) throws {
    var keys = SigningKeyCache()
    let claim = try #require(try ParsedAuthorization.parse(request))
    try SignatureV4.verify(
      request, claim, secret: "secret", at: now, service: service, keys: &keys)
  }

  @Test func claimHoldsWhatTheHeaderSays() throws {
    let claim = try #require(try ParsedAuthorization.parse(signed(.sts, at: now)))
    #expect(claim.accessKeyID == "AKID")
    #expect(claim.region == "eu-west-1")
    #expect(claim.service == "sts")
    #expect(claim.sessionToken == "token")
    #expect(claim.time == now)
    #expect(claim.signedHeaders == ["host", "x-amz-date", "x-amz-security-token"])
  }

  /// Code and status as each kind of service answers them.
  @Test(arguments: [
    ("sts", "SignatureDoesNotMatch", 403), ("ec2", "AuthFailure", 401),
    ("cloudtrail", "InvalidSignatureException", 400), ("s3", "XAmzContentSHA256Mismatch", 400),
  ])
  func changedBodyIsRefused(name: String, code: String, status: Int) throws {
    let service = try #require(ServiceModel.named(name))
    var request = signed(service, at: now)
    try verify(request, service)
    request.body.append(0x20)
    let error = #expect(throws: AWSError.self) { try verify(request, service) }
    #expect(error?.code == code)
    #expect(error?.status == status)
  }

  @Test(arguments: [
    ("sts", "SignatureDoesNotMatch"), ("ec2", "RequestExpired"),
    ("cloudtrail", "InvalidSignatureException"), ("s3", "RequestTimeTooSkewed"),
  ])
  func clocksTooFarApartAreRefused(name: String, code: String) throws {
    let service = try #require(ServiceModel.named(name))
    for offset in [Duration.minutes(16), .minutes(-16)] {
      let error = #expect(throws: AWSError.self) {
        try verify(signed(service, at: now + offset), service)
      }
      #expect(error?.code == code)
    }
    #expect(throws: Never.self) { try verify(signed(service, at: now + .minutes(14)), service) }
  }

  @Test func lateSignatureIsExplainedInTimes() {
    let error = #expect(throws: AWSError.self) {
      try verify(signed(.sts, at: now - .minutes(20)), .sts)
    }
    #expect(
      error?.message
        == "Signature expired: 20230710T115008Z is now earlier than 20230710T115508Z "
        + "(20230710T121008Z - 15 min.)")
  }

  @Test(arguments: [
    "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request",
    "AWS4-HMAC-SHA256 Credential=AKID, SignedHeaders=host, Signature=00",
    "AWS4-HMAC-SHA256 Credential=a/20230710/r/s/aws4_request, SignedHeaders=host",
    "Basic dXNlcjpwYXNz", "AWS AKID:signature", "AWS4-HMAC-SHA256 ,,,===,",
  ])
  func incompleteAuthorizationIsRefused(header: String) {
    let request = HTTPRequest(
      headers: ["Authorization": header, "X-Amz-Date": "20230710T121008Z"])
    let error = #expect(throws: AWSError.self) { try ParsedAuthorization.parse(request) }
    #expect(error?.code == "IncompleteSignature")
  }

  @Test func unsignedRequestMakesNoClaim() throws {
    #expect(try ParsedAuthorization.parse(HTTPRequest()) == nil)
    #expect(try ParsedAuthorization.parse(HTTPRequest(query: "x=X-Amz-Date")) == nil)
  }

  @Test func signatureWithoutTheHostIsRefused() throws {
    var request = signed(.sts, at: now)
    let header = try #require(request.headers["Authorization"])
    request.headers["Authorization"] = header.replacing("host;", with: "")
    #expect(throws: AWSError.self) { try verify(request, .sts) }
  }
}
