/// Requests of the ec2 and query protocols: `Action=...&Version=...&IpPermissions.1.FromPort=22`.
struct FormEncoder {
  let service: ServiceModel
  private(set) var bytes: [UInt8] = []

  /// `input` conforms to the operation's shape.
  static func body(_ service: ServiceModel, _ operation: OperationModel, _ input: AWSObject)
    -> [UInt8]
  {
    var encoder = FormEncoder(service: service)
    encoder.bytes.reserveCapacity(256)
    encoder.pair("Action", operation.name)
    encoder.pair("Version", service.apiVersion)
    if let index = operation.node.input {
      encoder.structure(input, service.shapeNodes[index], prefix: "")
    }
    return encoder.bytes
  }

  private mutating func pair(_ name: String, _ value: String) {
    if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
    PercentEncoding.append(name.utf8, to: &bytes)
    bytes.append(UInt8(ascii: "="))
    PercentEncoding.append(value.utf8, to: &bytes)
  }

  private mutating func structure(_ object: AWSObject, _ shape: ShapeNode, prefix: String) {
    for (name, value) in object {
      guard let index = shape.position(named: name) else { ServiceModel.unfit(name, shape, value) }
      let member = shape.members[index]
      let path = prefix.isEmpty ? member.queryName : "\(prefix).\(member.queryName)"
      append(value, member, path)
    }
  }

  private mutating func append(_ value: AWSValue, _ member: MemberNode, _ path: String) {
    let shape = service.shapeNodes[member.target]
    switch (shape.kind, value) {
    case (.structure, .object(let object)): structure(object, shape, prefix: path)
    case (.list, .list(let items)): list(items, shape, member, path)
    case (.map, .object(let object)): map(object, shape, member, path)
    default:
      let format = member.timestampFormat ?? shape.timestampFormat ?? .iso8601
      guard let text = Scalar.text(value, shape.kind, format) else {
        ServiceModel.unfit(member.name, shape, value)
      }
      pair(path, text)
    }
  }

  private mutating func list(
    _ items: [AWSValue], _ shape: ShapeNode, _ member: MemberNode, _ path: String
  ) {
    guard let element = shape.element else { return }
    if service.wire == .query, items.isEmpty {
      pair(path, "")
      return
    }
    let isFlat = service.wire == .ec2 || shape.isFlattened || member.isFlattened
    let prefix = isFlat ? path : "\(path).\(element.hasWireName ? element.wireName : "member")"
    for (index, item) in items.enumerated() { append(item, element, "\(prefix).\(index + 1)") }
  }

  private mutating func map(
    _ object: AWSObject, _ shape: ShapeNode, _ member: MemberNode, _ path: String
  ) {
    guard let key = shape.key, let value = shape.value else { return }
    let prefix = shape.isFlattened || member.isFlattened ? path : "\(path).entry"
    for (index, (name, item)) in object.enumerated() {
      pair("\(prefix).\(index + 1).\(key.wireName)", name)
      append(item, value, "\(prefix).\(index + 1).\(value.wireName)")
    }
  }
}
