/// Requests and answers of the rest-json protocol, read back into values
/// (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html).
struct RESTJSONDecoder {
  let service: ServiceModel

  init(_ service: ServiceModel) { self.service = service }

  func input(_ operation: OperationModel, _ request: HTTPRequest) throws(AWSError) -> AWSObject {
    guard let index = operation.node.input else { return [:] }
    let shape = service.shapeNodes[index]
    var out = try RESTLocations(service).read(operation, request, shape) { text, member in
      let kind = service.shapeNodes[member.target].kind.rawValue
      return JSONShapeDecoder.fault("`\(text)` in `\(member.wireName)` is no \(kind)")
    }
    try read(request.body, shape, into: &out)
    return out
  }

  func output(_ operation: OperationModel, _ response: HTTPResponse) throws(AWSError) -> AWSObject {
    guard let index = operation.node.output else { return [:] }
    let shape = service.shapeNodes[index]
    var out = try RESTLocations(service).read(response, shape) { _, member in
      ServiceModel.unreadable("header `\(member.wireName)`", response)
    }
    if operation.method == "HEAD" { return out }
    do {
      try read(response.body, shape, into: &out)
    } catch {
      throw ServiceModel.unreadable(error.message, response)
    }
    return out
  }

  /// The body: one member as it is, or the members that stand nowhere else.
  private func read(_ body: [UInt8], _ shape: ShapeNode, into out: inout AWSObject)
    throws(AWSError)
  {
    let decoder = JSONShapeDecoder(service: service)
    guard let payload = shape.payload else {
      if body.isEmpty || !shape.members.contains(where: { $0.location == .body }) { return }
      let object = try JSONShapeDecoder.object(body)
      for (name, value) in try decoder.structure(object, shape, isMessage: true) {
        out[name] = value
      }
      return
    }
    let member = shape.members[payload]
    switch service.shapeNodes[member.target].kind {
    case .blob: out[member.name] = .bytes(body)
    case .string where body.isEmpty: return
    case .string: out[member.name] = .string(String(decoding: body, as: UTF8.self))
    default:
      if body.isEmpty { return }
      let document = try JSONShapeDecoder.document(body)
      if !document.isNull { out[member.name] = try decoder.value(document, member) }
    }
  }
}
