/// Requests and answers of the rest-xml protocol, read back into values.
struct RESTXMLDecoder {
  let service: ServiceModel

  init(_ service: ServiceModel) { self.service = service }

  static let malformed = AWSError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema")

  /// The path is in path style.
  func input(_ operation: OperationModel, _ request: HTTPRequest) throws(AWSError) -> AWSObject {
    guard let index = operation.node.input else { return [:] }
    let shape = service.shapeNodes[index]
    var out = try RESTLocations(service).read(operation, request, shape) { text, member in
      AWSError(
        "InvalidArgument", "Provided \(member.wireName) not an integer or within integer range",
        members: ["ArgumentName": .string(member.wireName), "ArgumentValue": .string(text)])
    }
    try body(shape, request.body, into: &out)
    return out
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
    var out = try RESTLocations(service).read(response, shape) { _, member in
      ServiceModel.unreadable("header `\(member.wireName)`", response)
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
