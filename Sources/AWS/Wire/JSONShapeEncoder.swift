/// Values as JSON by their shapes: timestamps are epoch seconds, blobs base64.
struct JSONShapeEncoder {
  let service: ServiceModel
  private(set) var bytes: [UInt8] = []

  init(_ service: ServiceModel) {
    self.service = service
    bytes.reserveCapacity(512)
  }

  /// - Parameter isMessage: whether members that stand outside the body are left out; REST.
  mutating func structure(_ object: AWSObject, _ shape: ShapeNode, isMessage: Bool = false) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for (name, value) in object where !value.isNull {
      guard let index = shape.position(named: name) else { ServiceModel.unfit(name, shape, value) }
      let member = shape.members[index]
      if isMessage, member.location != .body { continue }
      key(member.wireName, &isFirst)
      append(value, member)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func key(_ name: String, _ isFirst: inout Bool) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    JSONWriter.append(name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
  }

  mutating func append(_ value: AWSValue, _ member: MemberNode) {
    let shape = service.shapeNodes[member.target]
    switch (shape.kind, value) {
    case (.structure, .object(let object)): structure(object, shape)
    case (.list, .list(let items)):
      guard let element = shape.element else { return }
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        append(item, element)
      }
      bytes.append(UInt8(ascii: "]"))
    case (.map, .object(let object)):
      guard let element = shape.value else { return }
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (name, item) in object {
        key(name, &isFirst)
        append(item, element)
      }
      bytes.append(UInt8(ascii: "}"))
    default: scalar(value, shape, member)
    }
  }

  private mutating func scalar(_ value: AWSValue, _ shape: ShapeNode, _ member: MemberNode) {
    let format = member.timestampFormat ?? shape.timestampFormat ?? .epoch
    guard let text = Scalar.text(value, shape.kind, format) else {
      ServiceModel.unfit(member.name, shape, value)
    }
    switch shape.kind {
    case .string, .blob: JSONWriter.append(text, to: &bytes)
    case .timestamp where format != .epoch: JSONWriter.append(text, to: &bytes)
    case .float, .double:
      if value.double?.isFinite == true {
        bytes.append(contentsOf: text.utf8)
      } else {
        JSONWriter.append(text, to: &bytes)
      }
    default: bytes.append(contentsOf: text.utf8)
    }
  }
}
