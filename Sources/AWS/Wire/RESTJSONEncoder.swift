/// Requests and answers of the rest-json protocol: members in labels, query and headers, the others
/// in a JSON document (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html).
struct RESTJSONEncoder {
  let service: ServiceModel

  init(_ service: ServiceModel) { self.service = service }

  /// `input` conforms to the operation's shape.
  func request(_ operation: OperationModel, _ input: AWSObject) throws(AWSError) -> HTTPRequest {
    let shape = operation.node.input.map { service.shapeNodes[$0] }
    var request = try RESTLocations(service).request(operation, input, shape)
    guard let shape, let (body, type) = body(input, shape) else { return request }
    request.body = body
    if let type, request.headers["Content-Type"] == nil {
      request.headers.add("Content-Type", type)
    }
    return request
  }

  func response(_ operation: OperationModel, _ output: AWSObject, requestID: String)
    -> HTTPResponse
  {
    let headers: HTTPHeaders = ["x-amzn-RequestId": requestID]
    guard let index = operation.node.output else {
      return HTTPResponse(status: operation.responseCode, headers: headers)
    }
    let shape = service.shapeNodes[index]
    var response = RESTLocations(service).response(operation, output, shape, headers: headers)
    // No Content and Not Modified have no body (RFC 9110, section 6.4.1).
    if operation.method == "HEAD" || response.status == 204 || response.status == 304 {
      return response
    }
    let (body, type) = body(output, shape) ?? (Array("{}".utf8), Self.json)
    response.body = body
    if response.headers["Content-Type"] == nil {
      response.headers.add("Content-Type", type ?? "application/octet-stream")
    }
    return response
  }

  private static let json = "application/json"

  /// The body and its type; no type for bytes and text that are a member, nothing at all where no
  /// member stands in the body.
  private func body(_ object: AWSObject, _ shape: ShapeNode) -> ([UInt8], String?)? {
    var json = JSONShapeEncoder(service)
    guard let payload = shape.payload else {
      guard shape.members.contains(where: { $0.location == .body }) else { return nil }
      json.structure(object, shape, isMessage: true)
      return (json.bytes, Self.json)
    }
    let member = shape.members[payload]
    switch (service.shapeNodes[member.target].kind, object[member.name]) {
    case (.blob, .bytes(let bytes)): return (bytes, nil)
    case (.string, .string(let text)): return (Array(text.utf8), nil)
    case (.blob, _), (.string, _): return ([], nil)
    case (_, nil): return (Array("{}".utf8), Self.json)
    case (_, let value?):
      json.append(value, member)
      return (json.bytes, Self.json)
    }
  }
}
