/// Values out of XML elements. What the shape doesn't know is passed over.
struct XMLDecoder {
  let service: ServiceModel
  /// What is thrown for text that is no value of its kind.
  let fault: @Sendable (_ text: String, _ member: String) -> AWSError

  func structure(_ element: XMLElement, _ shape: ShapeNode) throws(AWSError) -> AWSObject {
    var out = AWSObject()
    for child in element.children {
      guard let index = shape.position(element: child.name) else { continue }
      let member = shape.members[index]
      let target = service.shapeNodes[member.target]
      if target.isFlattened || member.isFlattened {
        try appendFlat(child, member, target, to: &out)
      } else {
        out[member.name] = try value(child, member)
      }
    }
    if shape.hasXMLAttributes { attributes(element, shape, into: &out) }
    return out
  }

  private func attributes(_ element: XMLElement, _ shape: ShapeNode, into out: inout AWSObject) {
    for member in shape.members where member.isXMLAttribute {
      let local = member.wireName.split(separator: ":").last.map(String.init) ?? member.wireName
      let found = element.attributes.first {
        $0.name == member.wireName || $0.name.split(separator: ":").last.map(String.init) == local
      }
      out.set(member.name, found.map { .string($0.value) })
    }
  }

  private func appendFlat(
    _ child: XMLElement, _ member: MemberNode, _ target: ShapeNode, to out: inout AWSObject
  ) throws(AWSError) {
    if let element = target.element {
      var items = out[member.name]?.list ?? []
      out[member.name] = nil
      items.append(try value(child, element))
      out[member.name] = .list(items)
    } else if target.kind == .map {
      var object = out[member.name]?.object ?? [:]
      try entry(child, target, into: &object)
      out[member.name] = .object(object)
    }
  }

  func value(_ element: XMLElement, _ member: MemberNode) throws(AWSError) -> AWSValue {
    let shape = service.shapeNodes[member.target]
    switch shape.kind {
    case .structure: return .object(try structure(element, shape))
    case .list:
      guard let item = shape.element else { return .list([]) }
      var items: [AWSValue] = []
      items.reserveCapacity(element.children.count)
      for child in element.children { items.append(try value(child, item)) }
      return .list(items)
    case .map:
      var object = AWSObject()
      for child in element.children { try entry(child, shape, into: &object) }
      return .object(object)
    default:
      let format = member.timestampFormat ?? shape.timestampFormat ?? .iso8601
      let text = shape.kind == .string ? element.text : element.text.trimmingXMLSpace
      guard let value = Scalar.parse(text, shape.kind, format) else {
        throw fault(text, member.name)
      }
      return value
    }
  }

  private func entry(_ element: XMLElement, _ shape: ShapeNode, into object: inout AWSObject)
    throws(AWSError)
  {
    guard let key = shape.key, let value = shape.value, let name = element[key.wireName]?.text,
      let item = element[value.wireName]
    else { return }
    object[name] = try self.value(item, value)
  }
}

extension String {
  /// Without white space at both ends.
  var trimmingXMLSpace: String {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = utf8.first, let last = utf8.last, isSpace(first) || isSpace(last) else {
      return self
    }
    let head = utf8.drop(while: isSpace)
    let end = head.lastIndex { !isSpace($0) }.map(head.index(after:)) ?? head.startIndex
    return String(Substring(head[..<end]))
  }
}
