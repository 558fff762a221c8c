/// Requests and answers of the rest-xml protocol, read back into values.
struct RESTDecoder {
  let service: ServiceModel

  init(_ service: ServiceModel) { self.service = service }

  static let malformed = AWSError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema")

  /// The path is in path style.
  func input(_ operation: OperationModel, _ request: HTTPRequest) throws(AWSError) -> AWSObject {
    guard let index = operation.node.input else { return [:] }
    let shape = service.shapeNodes[index]
    var out = labels(operation, request.path, shape)
    let query = QueryParameters(query: request.query)
    for member in shape.members {
      switch member.location {
      case .uri, .body: continue
      case .query:
        guard let text = query[member.wireName] else { continue }
        out[member.name] = try scalar(text, member)
      case .header, .headers: try header(member, request.headers, into: &out)
      }
    }
    try body(shape, request.body, into: &out)
    return out
  }

  /// `/{Bucket}/{Key+}`: the key is all that follows the second slash, decoded once.
  private func labels(_ operation: OperationModel, _ path: String, _ shape: ShapeNode)
    -> AWSObject
  {
    var out = AWSObject()
    let template = operation.requestURI.prefix { $0 != "?" }
      .split(separator: "/", omittingEmptySubsequences: false)
    let parts = path.split(
      separator: "/", maxSplits: max(template.count - 1, 1), omittingEmptySubsequences: false)
    for (label, part) in zip(template, parts) where label.hasPrefix("{") {
      let name = label.dropFirst().prefix { $0 != "}" && $0 != "+" }
      let member = shape.members.first { $0.location == .uri && $0.wireName == name }
      if let member { out[member.name] = .string(PercentEncoding.decode(part)) }
    }
    return out
  }

  private func scalar(_ text: String, _ member: MemberNode) throws(AWSError) -> AWSValue {
    let shape = service.shapeNodes[member.target]
    let usual: TimestampFormat = member.location == .header ? .rfc822 : .iso8601
    let format = member.timestampFormat ?? shape.timestampFormat ?? usual
    guard let value = Scalar.parse(text, shape.kind, format) else {
      throw AWSError(
        "InvalidArgument", "Provided \(member.wireName) not an integer or within integer range",
        members: ["ArgumentName": .string(member.wireName), "ArgumentValue": .string(text)])
    }
    return value
  }

  private func header(
    _ member: MemberNode, _ headers: HTTPHeaders, into out: inout AWSObject
  ) throws(AWSError) {
    let shape = service.shapeNodes[member.target]
    if shape.kind == .map {
      var object = AWSObject()
      for field in headers.fields where field.name.hasPrefixIgnoringCase(member.wireName) {
        let name = String(field.name.dropFirst(member.wireName.count))
        object[name] = .string(field.value)
      }
      if !object.isEmpty { out[member.name] = .object(object) }
      return
    }
    guard let text = headers[member.wireName] else { return }
    guard shape.kind == .list, let element = shape.element else {
      out[member.name] = try scalar(text, member)
      return
    }
    var items: [AWSValue] = []
    let texts = service.shapeNodes[element.target].kind == .timestamp ? [text] : Self.split(text)
    for item in texts { items.append(try scalar(item, element)) }
    out[member.name] = .list(items)
  }

  /// `a, "b,c"`: values in quotes may hold commas, and quotes behind a backslash.
  static func split(_ text: String) -> [String] {
    var items: [String] = []
    var here: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    for byte in text.utf8 {
      switch byte {
      case _ where isEscaped:
        here.append(byte)
        isEscaped = false
      case UInt8(ascii: "\\") where isQuoted: isEscaped = true
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted:
        items.append(String(decoding: here, as: UTF8.self).trimmingXMLSpace)
        here = []
      default: here.append(byte)
      }
    }
    items.append(String(decoding: here, as: UTF8.self).trimmingXMLSpace)
    return items
  }

  private func body(_ shape: ShapeNode, _ body: [UInt8], into out: inout AWSObject)
    throws(AWSError)
  {
    if let payload = shape.payload {
      let member = shape.members[payload]
      let target = service.shapeNodes[member.target]
      switch target.kind {
      case .blob: out[member.name] = .bytes(body)
      case .string where body.isEmpty: return
      case .string: out[member.name] = .string(String(decoding: body, as: UTF8.self))
      default:
        if body.isEmpty { return }
        out[member.name] = try decoder.value(try parse(body), member)
      }
    } else if shape.members.contains(where: { $0.location == .body }), !body.isEmpty {
      for (name, value) in try decoder.structure(try parse(body), shape) { out[name] = value }
    }
  }

  private var decoder: XMLDecoder { XMLDecoder(service: service) { _, _ in Self.malformed } }

  private func parse(_ body: [UInt8]) throws(AWSError) -> XMLElement {
    do {
      return try XML.parse(body)
    } catch {
      throw Self.malformed
    }
  }

  func output(_ operation: OperationModel, _ response: HTTPResponse) throws(AWSError) -> AWSObject {
    guard let index = operation.node.output else { return [:] }
    let shape = service.shapeNodes[index]
    var out = AWSObject()
    for member in shape.members where member.location == .header || member.location == .headers {
      do {
        try header(member, response.headers, into: &out)
      } catch {
        throw ServiceModel.unreadable("header `\(member.wireName)`", response)
      }
    }
    if operation.method == "HEAD" { return out }
    if let payload = shape.payload {
      try self.payload(shape.members[payload], response, into: &out)
    } else if !response.body.isEmpty {
      let root = try self.root(response)
      if operation.name == "GetBucketLocation" {
        if !root.text.isEmpty { out["LocationConstraint"] = .string(root.text) }
        return out
      }
      for (name, value) in try decoder(response).structure(root, shape) { out[name] = value }
    }
    return out
  }

  private func decoder(_ response: HTTPResponse) -> XMLDecoder {
    XMLDecoder(service: service) { text, member in
      ServiceModel.unreadable("`\(text)` in `\(member)`", response)
    }
  }

  /// CopyObject, CompleteMultipartUpload and their kin may put an error inside a 200.
  private func root(_ response: HTTPResponse) throws(AWSError) -> XMLElement {
    let root: XMLElement
    do {
      root = try XML.parse(response.body)
    } catch {
      throw ServiceModel.unreadable("\(error.message) (at byte \(error.offset))", response)
    }
    if root.name == "Error", let code = root["Code"]?.text {
      throw AWSError(code, root["Message"]?.text ?? "", status: 500)
    }
    return root
  }

  private func payload(_ member: MemberNode, _ response: HTTPResponse, into out: inout AWSObject)
    throws(AWSError)
  {
    let shape = service.shapeNodes[member.target]
    if shape.isEventStream {
      out[member.name] = .list(try EventStream.decode(response.body, shape, service))
      return
    }
    switch shape.kind {
    case .blob: out[member.name] = .bytes(response.body)
    case .string: out[member.name] = .string(String(decoding: response.body, as: UTF8.self))
    default:
      if response.body.isEmpty { return }
      out[member.name] = try decoder(response).value(try root(response), member)
    }
  }
}

extension String {
  func hasPrefixIgnoringCase(_ prefix: String) -> Bool {
    utf8.count >= prefix.utf8.count
      && String(Substring(utf8.prefix(prefix.utf8.count))).equalsIgnoringCase(prefix)
  }
}
