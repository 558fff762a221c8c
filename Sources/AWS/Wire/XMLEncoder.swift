/// Values as XML elements: the answers of ec2, query and REST services, and S3's request bodies.
struct XMLEncoder {
  let service: ServiceModel
  var writer: XMLWriter

  init(_ service: ServiceModel, declaration: Bool = true) {
    self.service = service
    writer = XMLWriter(declaration: declaration)
  }

  /// The members of a structure, without its own element; what stands in headers is passed over.
  mutating func members(_ object: AWSObject, _ shape: ShapeNode) {
    for (name, value) in object where !value.isNull {
      guard let index = shape.position(named: name) else { ServiceModel.unfit(name, shape, value) }
      let member = shape.members[index]
      if member.location == .body, !member.isXMLAttribute {
        append(value, member, name: member.wireName)
      }
    }
  }

  mutating func append(_ value: AWSValue, _ member: MemberNode, name: String) {
    let shape = service.shapeNodes[member.target]
    switch (shape.kind, value) {
    case (.structure, .object(let object)):
      writer.open(name, attributes: attributes(object, shape, member))
      members(object, shape)
      writer.close(name)
    case (.list, .list(let items)): list(items, shape, member, name)
    case (.map, .object(let object)): map(object, shape, member, name)
    default:
      guard let text = text(value, shape, member) else {
        ServiceModel.unfit(member.name, shape, value)
      }
      writer.element(name, text)
    }
  }

  private func text(_ value: AWSValue, _ shape: ShapeNode, _ member: MemberNode) -> String? {
    let format = member.timestampFormat ?? shape.timestampFormat ?? .iso8601
    if case .timestamp(let time) = value, format == .iso8601, shape.kind == .timestamp,
      service.wire == .ec2 || service.wire == .restXML, time.microseconds % 1_000_000 == 0
    {
      // EC2 and S3 write milliseconds always.
      return "\(time.iso8601.dropLast()).000Z"
    }
    return Scalar.text(value, shape.kind, format)
  }

  private func attributes(_ object: AWSObject, _ shape: ShapeNode, _ member: MemberNode)
    -> [XMLElement.Attribute]
  {
    var found = (member.xmlNamespace ?? shape.xmlNamespace).map { [$0.attribute] } ?? []
    if !shape.hasXMLAttributes { return found }
    for member in shape.members where member.isXMLAttribute {
      if let text = object[member.name]?.string {
        found.append(XMLElement.Attribute(name: member.wireName, value: text))
      }
    }
    return found
  }

  private mutating func list(
    _ items: [AWSValue], _ shape: ShapeNode, _ member: MemberNode, _ name: String
  ) {
    guard let element = shape.element else { return }
    if shape.isFlattened || member.isFlattened {
      for item in items { append(item, element, name: name) }
      return
    }
    if items.isEmpty { return writer.empty(name) }
    let inner = element.hasWireName ? element.wireName : service.wire == .ec2 ? "item" : "member"
    writer.open(name)
    for item in items { append(item, element, name: inner) }
    writer.close(name)
  }

  private mutating func map(
    _ object: AWSObject, _ shape: ShapeNode, _ member: MemberNode, _ name: String
  ) {
    guard let key = shape.key, let value = shape.value else { return }
    let isFlat = shape.isFlattened || member.isFlattened
    if !isFlat { writer.open(name) }
    for (entry, item) in object {
      writer.open(isFlat ? name : "entry")
      writer.element(key.wireName, entry)
      append(item, value, name: value.wireName)
      writer.close(isFlat ? name : "entry")
    }
    if !isFlat { writer.close(name) }
  }
}
