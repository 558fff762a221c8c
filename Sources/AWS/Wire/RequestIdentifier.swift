/// What a request asks for, before anything of it is believed.
package struct IdentifiedRequest: Sendable {
  package let service: ServiceModel
  /// nil where the service has no such operation.
  package let operation: OperationModel?
  /// What the request calls the operation: `DescribeVpcs`; for REST without a match verb and path.
  package let operationName: String
  /// From the credential scope, else from the host; nil where neither names one.
  package let region: String?
  /// S3's bucket, from the host or the path.
  package let bucket: String?
  /// The request to decode: for a virtual-host bucket the path is in path style here. The signature
  /// covers the request as it came.
  package let request: HTTPRequest
  /// The credentials that the request claims, unverified; nil for an unsigned one.
  package let authorization: ParsedAuthorization?
}

/// Finds service, operation and region of a request, by the credential scope, `X-Amz-Target`, the
/// `Action` parameter, for rest-json by verb and path, and for S3 by query and headers as well.
package enum RequestIdentifier {
  /// Throws what AWS answers to a request that names no service that is compiled in.
  package static func identify(_ request: HTTPRequest) throws(AWSError) -> IdentifiedRequest {
    let authorization = try ParsedAuthorization.parse(request)
    let host = Host(request.headers["Host"] ?? "")
    let region = authorization?.region ?? host.region
    func found(_ service: ServiceModel, _ name: String) -> IdentifiedRequest {
      IdentifiedRequest(
        service: service, operation: service.operation(name), operationName: name,
        region: region, bucket: nil, request: request, authorization: authorization)
    }
    if let target = request.headers["X-Amz-Target"] {
      let (prefix, name) = split(target)
      if let service = jsonService(authorization, prefix) { return found(service, name) }
      throw unknown(authorization?.service ?? prefix)
    }
    let scope = authorization?.service ?? host.service
    if scope != nil, scope.flatMap(ServiceModel.signing) == nil { throw unknown(scope ?? "") }
    let service = scope.flatMap(ServiceModel.signing)
    if let service, let name = RPCv2.operation(of: request) { return found(service, name) }
    if host.isControlPlane || isControlPlane(request) {
      return routed(request, .s3control, authorization, region)
    }
    if service?.wire == .restXML || (service == nil && action(request) == nil) {
      return s3(request, host, authorization, region)
    }
    if let service, service.wire == .restJSON {
      return routed(request, service, authorization, region)
    }
    guard let action = action(request) else {
      return found(service ?? .s3, "")
    }
    if service?.wire == .json {
      throw AWSError(
        "InvalidAction",
        "The query protocol of \(scope ?? "the service") is not served here; "
          + "its JSON protocol is (AWS SDKs since 2023)")
    }
    if let service { return found(service, action) }
    // An unsigned call: AssumeRoleWithWebIdentity, or one that forgot its signature.
    for service in [ServiceModel.sts, .iam] where service.operation(action) != nil {
      return found(service, action)
    }
    if ServiceModel.ec2.operation(action) != nil { return found(.ec2, action) }
    return found(.sts, action)
  }

  private static func unknown(_ service: String) -> AWSError {
    AWSError(
      "UnknownService",
      "stormdrill does not serve `\(service)`; it serves "
        + ServiceModel.serviceNames.joined(separator: ", "), status: 501)
  }

  /// Around the last dot: CloudTrail has a long and a short prefix.
  private static func split(_ target: String) -> (prefix: String, name: String) {
    guard let dot = target.lastIndex(of: ".") else { return ("", target) }
    return (String(target[..<dot]), String(target[target.index(after: dot)...]))
  }

  private static func jsonService(_ authorization: ParsedAuthorization?, _ prefix: String)
    -> ServiceModel?
  {
    if let service = authorization.flatMap({ ServiceModel.signing($0.service) }) {
      return service.wire == .json ? service : nil
    }
    let last = prefix.split(separator: ".").last.map(String.init) ?? prefix
    return [
      ServiceModel.sqs, .cloudtrail, .events, .organizations, .tagging, .kms, .config,
      .globalaccelerator,
    ].first {
      $0.targetPrefix.split(separator: ".").last.map(String.init) == last
    }
  }

  private static func action(_ request: HTTPRequest) -> String? {
    if let action = QueryParameters(query: request.query)["Action"] { return action }
    guard request.method == "POST",
      request.headers["Content-Type"]?.hasPrefixIgnoringCase("application/x-www-form-urlencoded")
        ?? request.body.starts(with: Array("Action=".utf8))
    else { return nil }
    // Action comes first from every SDK; only then is the whole body looked through.
    let head = request.body.prefix { $0 != UInt8(ascii: "&") }
    if head.starts(with: Array("Action=".utf8)) {
      return PercentEncoding.decode(String(decoding: head.dropFirst(7), as: UTF8.self))
    }
    return QueryParameters(body: request.body)["Action"]
  }

  /// S3's control plane under a host of any name, by the version of its API at the head of the
  /// path; no call of S3 has that header.
  private static func isControlPlane(_ request: HTTPRequest) -> Bool {
    request.path.hasPrefix("/v20180820/") && request.headers["x-amz-account-id"] != nil
  }

  /// By verb and path.
  private static func routed(
    _ request: HTTPRequest, _ service: ServiceModel, _ authorization: ParsedAuthorization?,
    _ region: String?
  ) -> IdentifiedRequest {
    let operation = RESTJSONRouter.match(request, service).map {
      OperationModel(service: service, node: service.operationNodes[$0])
    }
    return IdentifiedRequest(
      service: service, operation: operation,
      operationName: operation?.name ?? "\(request.method) \(request.path)", region: region,
      bucket: nil, request: request, authorization: authorization)
  }

  private static func s3(
    _ request: HTTPRequest, _ host: Host, _ authorization: ParsedAuthorization?, _ region: String?
  ) -> IdentifiedRequest {
    var styled = request
    if let bucket = host.bucket {
      styled.path = "/\(bucket)\(request.path == "/" ? "" : request.path)"
    }
    let service = ServiceModel.s3
    let route = S3Router.match(styled, isExpress: authorization?.service == "s3express")
    let bucket = styled.path.split(separator: "/").first.map { PercentEncoding.decode($0) }
    return IdentifiedRequest(
      service: service,
      operation: route.map { OperationModel(service: service, node: service.operationNodes[$0]) },
      operationName: route.map { service.operationNodes[$0].name }
        ?? "\(request.method) \(styled.path)",
      region: region, bucket: bucket, request: styled, authorization: authorization)
  }
}

extension ServiceModel {
  /// The answer to an operation that the service doesn't have.
  package func unknownOperation(_ name: String) -> AWSError {
    switch wire {
    case .ec2:
      AWSError("InvalidAction", "The action \(name) is not valid for this web service.")
    case .query:
      name.isEmpty
        ? AWSError("MissingAction", "Could not find operation in the request")
        : AWSError("InvalidAction", "Could not find operation \(name) for version \(apiVersion)")
    case .json: AWSError("UnknownOperationException", "")
    case .restJSON: AWSError("UnknownOperationException", "", status: 404)
    case .restXML:
      AWSError(
        "MethodNotAllowed", "The specified method is not allowed against this resource.",
        status: 405)
    }
  }
}
