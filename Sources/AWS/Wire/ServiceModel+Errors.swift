extension ServiceModel {
  /// An error as the service puts it on the wire. `operation` is nil when it isn't known.
  package func encodeError(
    _ error: AWSError, operation: OperationModel?, request: HTTPRequest, requestID: String
  ) -> HTTPResponse {
    if RPCv2.operation(of: request) != nil { return RPCv2.error(error, requestID) }
    return switch wire {
    case .ec2: ec2Error(error, requestID)
    case .query: queryError(error, requestID)
    case .json: jsonError(error, operation, requestID)
    case .restXML: s3Error(error, request, requestID)
    case .restJSON: restJSONError(error, operation, request, requestID)
    }
  }

  private func ec2Error(_ error: AWSError, _ requestID: String) -> HTTPResponse {
    var xml = XMLWriter()
    xml.open("Response")
    xml.open("Errors")
    xml.open("Error")
    xml.element("Code", error.code)
    xml.element("Message", error.message)
    xml.close("Error")
    xml.close("Errors")
    xml.element("RequestID", requestID)
    xml.close("Response")
    return HTTPResponse(
      status: error.status,
      headers: ["x-amzn-requestid": requestID, "Content-Type": "text/xml;charset=UTF-8"],
      body: xml.bytes)
  }

  private func queryError(_ error: AWSError, _ requestID: String) -> HTTPResponse {
    var xml = XMLWriter(declaration: false)
    xml.open("ErrorResponse", xmlns: xmlNamespace)
    xml.open("Error")
    xml.element("Type", error.status < 500 ? "Sender" : "Receiver")
    xml.element("Code", error.code)
    xml.element("Message", error.message)
    Self.appendMembers(error.members, to: &xml)
    xml.close("Error")
    xml.element("RequestId", requestID)
    xml.close("ErrorResponse")
    return HTTPResponse(
      status: error.status,
      headers: ["x-amzn-RequestId": requestID, "Content-Type": "text/xml"], body: xml.bytes)
  }

  /// In S3 the root element stands alone and has the request's and the host's id inside; an answer
  /// to HEAD has no body, and 304 can't have one.
  private func s3Error(_ error: AWSError, _ request: HTTPRequest, _ requestID: String)
    -> HTTPResponse
  {
    var headers = S3Identity.headers(requestID)
    if let region = error.members["Region"]?.string { headers.add("x-amz-bucket-region", region) }
    if request.method == "HEAD" || error.status == 304 {
      return HTTPResponse(status: error.status, headers: headers)
    }
    headers.add("Content-Type", "application/xml")
    // The control plane's model keeps the wrapping that S3's does without.
    let isWrapped = name != Self.s3.name
    var xml = XMLWriter()
    if isWrapped { xml.open("ErrorResponse") }
    xml.open("Error")
    xml.element("Code", error.code)
    xml.element("Message", error.message)
    Self.appendMembers(error.members, to: &xml)
    if isWrapped { xml.close("Error") }
    xml.element("RequestId", requestID)
    xml.element("HostId", S3Identity.hostID(requestID))
    xml.close(isWrapped ? "ErrorResponse" : "Error")
    return HTTPResponse(status: error.status, headers: headers, body: xml.bytes)
  }

  private static func appendMembers(_ members: AWSObject, to xml: inout XMLWriter) {
    for (name, value) in members {
      switch value {
      case .string(let text): xml.element(name, text)
      case .integer(let number): xml.element(name, String(number))
      case .bool(let flag): xml.element(name, flag ? "true" : "false")
      case .double(let number): xml.element(name, Scalar.text(number))
      case .timestamp(let time): xml.element(name, time.iso8601)
      case .bytes(let bytes): xml.element(name, Base64.encode(bytes))
      case .null, .list, .object: continue
      }
    }
  }

  private func jsonError(_ error: AWSError, _ operation: OperationModel?, _ requestID: String)
    -> HTTPResponse
  {
    let modelled = isQueryCompatible ? QueryCompatibleCodes.shape(ofCode: error.code) : nil
    let shape = errorShape(modelled ?? error.code, operation)
    let name = shape?.name ?? modelled ?? error.code
    var headers: HTTPHeaders = [
      "x-amzn-RequestId": requestID, "Content-Type": "application/x-amz-json-\(jsonVersion)",
      "x-amzn-ErrorType": name,
    ]
    if isQueryCompatible {
      let side = error.status < 500 ? "Sender" : "Receiver"
      let code = QueryCompatibleCodes.code(ofShape: name) ?? error.code
      headers.add("x-amzn-query-error", "\(code);\(side)")
    }
    var body: AWSObject = [
      "__type": .string(isQueryCompatible ? "com.amazonaws.\(self.name)#\(name)" : name)
    ]
    // Most models spell it `Message`; unmodelled errors `message`.
    body[shape?.position(named: "Message") != nil ? "Message" : "message"] = .string(error.message)
    for (member, value) in error.members { body[member] = Self.epoch(value) }
    return HTTPResponse(status: error.status, headers: headers, body: JSON.write(.object(body)))
  }

  /// The header alone names the error; members are named as the model has them on the wire.
  private func restJSONError(
    _ error: AWSError, _ operation: OperationModel?, _ request: HTTPRequest, _ requestID: String
  ) -> HTTPResponse {
    let shape = errorShape(error.code, operation)
    let headers: HTTPHeaders = [
      "x-amzn-RequestId": requestID, "x-amzn-ErrorType": shape?.name ?? error.code,
    ]
    if request.method == "HEAD" { return HTTPResponse(status: error.status, headers: headers) }
    func wireName(_ member: String) -> String? {
      shape?.position(named: member).flatMap { shape?.members[$0].wireName }
    }
    var body: AWSObject = [
      wireName("Message") ?? wireName("message") ?? "message": .string(error.message)
    ]
    for (member, value) in error.members { body[wireName(member) ?? member] = Self.epoch(value) }
    var response = HTTPResponse(
      status: error.status, headers: headers, body: JSON.write(.object(body)))
    response.headers.add("Content-Type", "application/json")
    return response
  }

  private static func epoch(_ value: AWSValue) -> AWSValue {
    guard case .timestamp(let time) = value else { return value }
    return .double(Double(time.microseconds) / 1_000_000)
  }

  /// By the shape's name or by its code.
  private func errorShape(_ code: String, _ operation: OperationModel?) -> ShapeNode? {
    let known =
      operation.map { $0.node.errors.map { shapeNodes[$0] } }
      ?? shapeNodes.filter { $0.error != nil }
    return known.first { $0.name == code || $0.error?.code == code }
  }

  /// The error that an answer carries, its code without namespace and fault. In rest-json the
  /// header goes before the body.
  func decodeError(_ operation: OperationModel, _ response: HTTPResponse) -> AWSError {
    let found = wire.isJSON ? jsonError(response) : xmlError(response)
    return found ?? Self.bodyless(response)
  }

  /// What is left without a body that can be read: an answer to HEAD, a proxy's page.
  private static func bodyless(_ response: HTTPResponse) -> AWSError {
    let reason =
      switch response.status {
      case 301: "Moved Permanently"
      case 304: "Not Modified"
      case 307: "Temporary Redirect"
      case 400: "Bad Request"
      case 403: "Forbidden"
      case 404: "Not Found"
      case 405: "Method Not Allowed"
      case 409: "Conflict"
      case 412: "Precondition Failed"
      case 416: "Requested Range Not Satisfiable"
      case 429: "Too Many Requests"
      case 500: "Internal Server Error"
      case 502: "Bad Gateway"
      case 503: "Service Unavailable"
      case 504: "Gateway Timeout"
      default: ""
      }
    return AWSError(String(response.status), reason, status: response.status)
  }

  private func jsonError(_ response: HTTPResponse) -> AWSError? {
    let document = (try? JSON.parse(response.body))?.object
    let isNamed = wire == .restJSON && response.headers["x-amzn-ErrorType"] != nil
    guard var members = document ?? (isNamed ? [:] : nil) else { return nil }
    let message = members["message"]?.string ?? members["Message"]?.string ?? ""
    let header = response.headers["x-amzn-ErrorType"]
    let said = members["__type"]?.string
    let type =
      wire == .restJSON
      ? header ?? members["code"]?.string ?? members["Code"]?.string ?? said
      : said ?? header
    let word = type ?? String(response.status)
    var code = word.split(separator: ":").first.map(String.init) ?? word
    if let hash = code.lastIndex(of: "#") { code = String(code[code.index(after: hash)...]) }
    if let parts = response.headers["x-amzn-query-error"]?.split(separator: ";"), parts.count == 2 {
      code = String(parts[0])
    }
    for name in ["message", "Message", "__type"] { members[name] = nil }
    return AWSError(code, message, status: response.status, members: members)
  }

  private func xmlError(_ response: HTTPResponse) -> AWSError? {
    guard let root = try? XML.parse(response.body) else { return nil }
    guard let error = root.name == "Error" ? root : root["Error"] ?? root["Errors"]?["Error"],
      let code = error["Code"]?.text
    else { return nil }
    var members = AWSObject()
    let passed: Set<String> = ["Code", "Message", "RequestId", "HostId", "Type"]
    for child in error.children where !passed.contains(child.name) {
      members[child.name] = .string(child.text)
    }
    return AWSError(
      code, error["Message"]?.text ?? "", status: response.status, members: members)
  }
}

/// The ids that S3 gives with each answer.
enum S3Identity {
  static func headers(_ requestID: String) -> HTTPHeaders {
    ["x-amz-request-id": requestID, "x-amz-id-2": hostID(requestID)]
  }

  /// Made from the request's id, so that the same run gives the same bytes.
  static func hostID(_ requestID: String) -> String {
    Base64.encode(SHA256.hash(Array(requestID.utf8)))
  }
}
