/// Requests of the ec2 and query protocols, read back into the values that they stand for.
struct FormDecoder {
  let service: ServiceModel
  let tree: ParameterTree

  /// Parameters that no shape knows: signatures of old and what every call may carry.
  private static let common: Set<String> = [
    "Action", "Version", "AWSAccessKeyId", "Signature", "SignatureMethod", "SignatureVersion",
    "Timestamp", "Expires", "SecurityToken", "ContentType",
  ]

  /// `parameters` are those of the body, or of the query for a GET.
  static func input(
    _ service: ServiceModel, _ operation: OperationModel, _ parameters: QueryParameters
  ) throws(AWSError) -> AWSObject {
    guard let tree = ParameterTree(parameters.pairs) else {
      throw AWSError("MalformedInput", "Too many or too deeply nested parameters")
    }
    let decoder = FormDecoder(service: service, tree: tree)
    guard let index = operation.node.input else {
      try decoder.refuseUnknown(nil)
      return [:]
    }
    let shape = service.shapeNodes[index]
    try decoder.refuseUnknown(shape)
    return try decoder.structure(0, shape)
  }

  /// EC2 refuses parameters that it doesn't know; the query services pass them over.
  private func refuseUnknown(_ shape: ShapeNode?) throws(AWSError) {
    guard service.wire == .ec2 else { return }
    for child in tree.nodes[0].children {
      let name = tree.nodes[child].name
      if shape?.position(queried: name) == nil, !Self.common.contains(name),
        !name.hasPrefix("X-Amz-")
      {
        throw AWSError("UnknownParameter", "The parameter \(name) is not recognized")
      }
    }
  }

  private func structure(_ node: Int, _ shape: ShapeNode) throws(AWSError) -> AWSObject {
    var out = AWSObject()
    for child in tree.nodes[node].children {
      guard let index = shape.position(queried: tree.nodes[child].name) else {
        if service.wire == .ec2, node != 0 {
          throw AWSError(
            "UnknownParameter", "The parameter \(tree.nodes[child].name) is not recognized")
        }
        continue
      }
      let member = shape.members[index]
      out[member.name] = try value(child, member)
    }
    return out
  }

  private func value(_ node: Int, _ member: MemberNode) throws(AWSError) -> AWSValue {
    let shape = service.shapeNodes[member.target]
    switch shape.kind {
    case .structure: return .object(try structure(node, shape))
    case .list: return .list(try list(node, shape, member))
    case .map: return .object(try map(node, shape, member))
    default: return try scalar(node, shape, member)
    }
  }

  private func scalar(_ node: Int, _ shape: ShapeNode, _ member: MemberNode) throws(AWSError)
    -> AWSValue
  {
    let format = member.timestampFormat ?? shape.timestampFormat ?? .iso8601
    if let text = tree.nodes[node].value, let value = Scalar.parse(text, shape.kind, format) {
      return value
    }
    let name = tree.nodes[node].name
    guard let text = tree.nodes[node].value else {
      throw service.wire == .ec2
        ? AWSError("InvalidParameterValue", "Value () for parameter \(name) is invalid.")
        : AWSError("MalformedInput", "Start of structure or map found where not expected.")
    }
    throw service.wire == .ec2
      ? AWSError("InvalidParameterValue", "Value (\(text)) for parameter \(name) is invalid.")
      : AWSError("MalformedInput", "`\(text)` is no \(shape.kind.rawValue) for \(name)")
  }

  /// The numbered children in the order of their numbers; `member` or another name may be between.
  private func numbered(_ node: Int, below name: String?) throws(AWSError) -> [Int] {
    var node = node
    if let name {
      guard let inner = tree.find(name, in: node) else {
        if tree.nodes[node].children.isEmpty { return [] }
        throw AWSError("MalformedInput", "Expected `\(name)` below \(tree.nodes[node].name)")
      }
      node = inner
    }
    var found: [(number: Int, node: Int)] = []
    for child in tree.nodes[node].children {
      guard let number = Int(tree.nodes[child].name), number >= 0 else {
        throw service.wire == .ec2
          ? AWSError(
            "InvalidParameterValue",
            "Invalid value '\(tree.nodes[child].name)' for \(tree.nodes[node].name) index")
          : AWSError("MalformedInput", "Expected a number below \(tree.nodes[node].name)")
      }
      found.append((number, child))
    }
    return found.sorted { $0.number < $1.number }.map(\.node)
  }

  private func list(_ node: Int, _ shape: ShapeNode, _ member: MemberNode) throws(AWSError)
    -> [AWSValue]
  {
    guard let element = shape.element else { return [] }
    let isFlat = service.wire == .ec2 || shape.isFlattened || member.isFlattened
    let inner = isFlat ? nil : element.hasWireName ? element.wireName : "member"
    var out: [AWSValue] = []
    for child in try numbered(node, below: inner) { out.append(try value(child, element)) }
    return out
  }

  private func map(_ node: Int, _ shape: ShapeNode, _ member: MemberNode) throws(AWSError)
    -> AWSObject
  {
    guard let key = shape.key, let element = shape.value else { return [:] }
    var out = AWSObject()
    let isFlat = shape.isFlattened || member.isFlattened
    for child in try numbered(node, below: isFlat ? nil : "entry") {
      guard let name = tree.find(key.wireName, in: child).flatMap({ tree.nodes[$0].value }),
        let item = tree.find(element.wireName, in: child)
      else { throw AWSError("MalformedInput", "An entry of a map without its key or value") }
      out[name] = try value(item, element)
    }
    return out
  }
}
