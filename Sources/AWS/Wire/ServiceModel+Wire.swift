/// The one entry to the wire protocols, both directions.
extension ServiceModel {
  /// An unsigned request without `Host`, path style for S3. What doesn't fit the shapes is a
  /// `ParamValidationError`, which never comes from AWS.
  package func encodeRequest(_ operation: OperationModel, _ input: AWSObject) throws(AWSError)
    -> HTTPRequest
  {
    let input = try conform(input, to: operation)
    switch wire {
    case .ec2, .query:
      return HTTPRequest(
        method: operation.method,
        headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"],
        body: FormEncoder.body(self, operation, input))
    case .json:
      var headers: HTTPHeaders = [
        "Content-Type": "application/x-amz-json-\(jsonVersion)",
        "X-Amz-Target": "\(targetPrefix).\(operation.name)",
      ]
      if isQueryCompatible { headers.add("x-amzn-query-mode", "true") }
      return HTTPRequest(
        method: operation.method, headers: headers, body: jsonBody(operation.node.input, input))
    case .restXML: return try RESTXMLEncoder(self).request(operation, input)
    case .restJSON: return try RESTJSONEncoder(self).request(operation, input)
    }
  }

  /// The input as the request carries it. Members that are required but missing are the
  /// operation's business, as their error is on AWS.
  package func decodeRequest(_ operation: OperationModel, _ request: HTTPRequest) throws(AWSError)
    -> AWSObject
  {
    switch wire {
    case .ec2, .query:
      var parameters = QueryParameters(query: request.query)
      parameters.pairs += QueryParameters(body: request.body).pairs
      return try FormDecoder.input(self, operation, parameters)
    case .json: return try jsonInput(operation, request.body)
    case .restXML: return try RESTXMLDecoder(self).input(operation, request)
    case .restJSON: return try RESTJSONDecoder(self).input(operation, request)
    }
  }

  private func jsonBody(_ shape: Int?, _ object: AWSObject) -> [UInt8] {
    guard let shape else { return Array("{}".utf8) }
    var encoder = JSONShapeEncoder(self)
    encoder.structure(object, shapeNodes[shape])
    return encoder.bytes
  }

  private func jsonInput(_ operation: OperationModel, _ body: [UInt8]) throws(AWSError)
    -> AWSObject
  {
    if body.isEmpty { return [:] }
    let object = try JSONShapeDecoder.object(body)
    guard let index = operation.node.input else { return [:] }
    return try JSONShapeDecoder(service: self).structure(object, shapeNodes[index])
  }

  /// An answer that succeeded. A member that the shape doesn't know is our own bug.
  package func encodeResponse(_ operation: OperationModel, _ output: AWSObject, requestID: String)
    -> HTTPResponse
  {
    switch wire {
    case .ec2: ec2Response(operation, output, requestID)
    case .query: queryResponse(operation, output, requestID)
    case .json:
      HTTPResponse(
        status: operation.responseCode,
        headers: [
          "x-amzn-RequestId": requestID, "Content-Type": "application/x-amz-json-\(jsonVersion)",
        ], body: operation.node.output == nil ? [] : jsonBody(operation.node.output, output))
    case .restXML: RESTXMLEncoder(self).response(operation, output, requestID: requestID)
    case .restJSON: RESTJSONEncoder(self).response(operation, output, requestID: requestID)
    }
  }

  private func ec2Response(_ operation: OperationModel, _ output: AWSObject, _ requestID: String)
    -> HTTPResponse
  {
    var xml = XMLEncoder(self)
    xml.writer.open("\(operation.name)Response", xmlns: "\(xmlNamespace)/")
    xml.writer.element("requestId", requestID)
    if let index = operation.node.output {
      xml.members(output, shapeNodes[index])
    } else {
      xml.writer.element("return", "true")
    }
    xml.writer.close("\(operation.name)Response")
    return HTTPResponse(
      status: operation.responseCode,
      headers: ["x-amzn-requestid": requestID, "Content-Type": "text/xml;charset=UTF-8"],
      body: xml.writer.bytes)
  }

  private func queryResponse(_ operation: OperationModel, _ output: AWSObject, _ requestID: String)
    -> HTTPResponse
  {
    var xml = XMLEncoder(self, declaration: false)
    xml.writer.open("\(operation.name)Response", xmlns: xmlNamespace)
    if let index = operation.node.output {
      if let wrapper = operation.resultWrapper { xml.writer.open(wrapper) }
      xml.members(output, shapeNodes[index])
      if let wrapper = operation.resultWrapper { xml.writer.close(wrapper) }
    }
    xml.writer.open("ResponseMetadata")
    xml.writer.element("RequestId", requestID)
    xml.writer.close("ResponseMetadata")
    xml.writer.close("\(operation.name)Response")
    return HTTPResponse(
      status: operation.responseCode,
      headers: ["x-amzn-RequestId": requestID, "Content-Type": "text/xml"],
      body: xml.writer.bytes)
  }

  /// The output, or the error that the answer carries; a body that can't be read is a
  /// `ResponseParserError` with the answer's status, which never comes from AWS.
  package func decodeResponse(_ operation: OperationModel, _ response: HTTPResponse)
    -> Result<AWSObject, AWSError>
  {
    if response.status >= 300 { return .failure(decodeError(operation, response)) }
    do throws(AWSError) {
      switch wire {
      case .ec2, .query: return .success(try xmlOutput(operation, response))
      case .json: return .success(try jsonOutput(operation, response))
      case .restXML: return .success(try RESTXMLDecoder(self).output(operation, response))
      case .restJSON: return .success(try RESTJSONDecoder(self).output(operation, response))
      }
    } catch {
      return .failure(error)
    }
  }

  static func unreadable(_ detail: String, _ response: HTTPResponse) -> AWSError {
    AWSError(
      "ResponseParserError", "the answer can't be read: \(detail)",
      status: max(response.status, 500))
  }

  private func xmlOutput(_ operation: OperationModel, _ response: HTTPResponse) throws(AWSError)
    -> AWSObject
  {
    guard let index = operation.node.output else { return [:] }
    var element: XMLElement
    do {
      element = try XML.parse(response.body)
    } catch {
      throw Self.unreadable("\(error.message) (at byte \(error.offset))", response)
    }
    if let wrapper = operation.resultWrapper {
      guard let inner = element[wrapper] else {
        throw Self.unreadable("no `\(wrapper)`", response)
      }
      element = inner
    }
    let decoder = XMLDecoder(service: self) { text, member in
      Self.unreadable("`\(text)` in `\(member)`", response)
    }
    return try decoder.structure(element, shapeNodes[index])
  }

  private func jsonOutput(_ operation: OperationModel, _ response: HTTPResponse) throws(AWSError)
    -> AWSObject
  {
    guard let index = operation.node.output, !response.body.isEmpty else { return [:] }
    do {
      let object = try JSONShapeDecoder.object(response.body)
      return try JSONShapeDecoder(service: self).structure(object, shapeNodes[index])
    } catch {
      throw Self.unreadable(error.message, response)
    }
  }
}
