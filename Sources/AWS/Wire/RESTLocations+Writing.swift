/// The same members, written.
extension RESTLocations {
  /// The request without its body.
  func request(_ operation: OperationModel, _ input: AWSObject, _ shape: ShapeNode?)
    throws(AWSError) -> HTTPRequest
  {
    let uri = operation.requestURI.split(separator: "?", maxSplits: 1)
    var request = HTTPRequest(method: operation.method, path: uri.first.map(String.init) ?? "/")
    var query: [String] = uri.count == 2 ? [String(uri[1])] : []
    for (name, value) in input {
      guard let shape, let position = shape.position(named: name) else { continue }
      let member = shape.members[position]
      switch member.location {
      case .uri: try write(label: member, value, into: &request.path)
      case .query: write(value, member, to: &query)
      case .header, .headers: write(value, member, to: &request.headers)
      case .body, .status: break
      }
    }
    request.query = query.joined(separator: "&")
    return request
  }

  /// The answer without its body.
  func response(
    _ operation: OperationModel, _ output: AWSObject, _ shape: ShapeNode, headers: HTTPHeaders
  ) -> HTTPResponse {
    var response = HTTPResponse(status: operation.responseCode, headers: headers)
    for (name, value) in output where !value.isNull {
      guard let position = shape.position(named: name) else {
        ServiceModel.unfit(name, shape, value)
      }
      let member = shape.members[position]
      switch member.location {
      case .header, .headers: write(value, member, to: &response.headers)
      case .status: response.status = value.integer.map(Int.init) ?? response.status
      case .uri, .query, .body: break
      }
    }
    return response
  }

  private func write(label member: MemberNode, _ value: AWSValue, into path: inout String)
    throws(AWSError)
  {
    let text = self.text(value, member)
    if text.isEmpty {
      throw AWSError("ParamValidationError", "`\(member.name)` must not be empty")
    }
    for (mark, keepsSlash) in [("{\(member.wireName)}", false), ("{\(member.wireName)+}", true)] {
      let parts = path.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 {
        path = parts[0] + PercentEncoding.encode(text, keepingSlash: keepsSlash) + parts[1]
      }
    }
  }

  private func text(_ value: AWSValue, _ member: MemberNode) -> String {
    let shape = service.shapeNodes[member.target]
    guard let text = Scalar.text(value, shape.kind, format(member)) else {
      ServiceModel.unfit(member.name, shape, value)
    }
    return text
  }

  private func write(_ value: AWSValue, _ member: MemberNode, to query: inout [String]) {
    if let object = value.object, let element = service.shapeNodes[member.target].value {
      for (name, item) in object { append(name, item, element, to: &query) }
    } else {
      append(member.wireName, value, member, to: &query)
    }
  }

  private func append(
    _ name: String, _ value: AWSValue, _ member: MemberNode, to query: inout [String]
  ) {
    if let items = value.list, let element = service.shapeNodes[member.target].element {
      for item in items { append(name, item, element, to: &query) }
    } else {
      query.append(
        "\(PercentEncoding.encode(name))=\(PercentEncoding.encode(text(value, member)))")
    }
  }

  private func write(_ value: AWSValue, _ member: MemberNode, to headers: inout HTTPHeaders) {
    let shape = service.shapeNodes[member.target]
    switch (shape.kind, value) {
    case (.map, .object(let object)):
      for (name, item) in object { headers.add(member.wireName + name, item.string ?? "") }
    case (.list, .list(let items)):
      guard let element = shape.element, !items.isEmpty else { return }
      let texts = items.map { item in
        let text = text(item, element)
        guard text.contains(",") || text.contains("\"") else { return text }
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return "\"" + parts.joined(separator: "\\\"") + "\""
      }
      headers.add(member.wireName, texts.joined(separator: ","))
    default: headers.add(member.wireName, text(value, member))
    }
  }
}
