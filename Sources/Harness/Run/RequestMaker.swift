import AWS

/// Makes signed requests for actors, workloads and checkers.
struct RequestMaker {
  private var keys = SigningKeyCache()

  /// A request as an SDK would send it over TLS; unsigned for nobody's credentials.
  mutating func request(
    _ call: APICall, _ credentials: Credentials?, userAgent: String, from address: String,
    through endpoint: HTTPRequest.VPCEndpoint? = nil, at now: Timestamp
  ) throws(AWSError) -> HTTPRequest {
    guard let service = ServiceModel.named(call.service),
      let operation = service.operation(call.operation)
    else { preconditionFailure("no model has \(call.service):\(call.operation)") }
    var request = try service.encodeRequest(operation, call.input)
    let global = service.globalEndpoints.first { $0.partition == call.scope.partition }
    let host =
      operation.hostPrefix(call.input)
      + "\(service.endpointPrefix).\(call.scope.region).amazonaws.com"
    request.headers["Host"] = global?.host ?? host
    request.headers["User-Agent"] = userAgent
    request.sourceAddress = address
    request.vpcEndpoint = endpoint
    request.isSecure = true
    if let credentials {
      SignatureV4.sign(
        &request, credentials, region: global?.region ?? call.scope.region,
        service: service.signingName, at: now, keys: &keys)
    }
    return request
  }

  static func decode(_ call: APICall, _ response: HTTPResponse) -> Result<AWSObject, AWSError> {
    guard let service = ServiceModel.named(call.service),
      let operation = service.operation(call.operation)
    else { preconditionFailure("no model has \(call.service):\(call.operation)") }
    return service.decodeResponse(operation, response)
  }

  /// An account's root user: a key of twelve digits stands for it.
  static func root(of account: String) -> Credentials {
    Credentials(accessKeyID: account, secretAccessKey: "root")
  }
}
