/// Typed values out of parsed JSON. What the shape doesn't know is passed over, as AWS does; what
/// has the wrong form is refused in the words of AWS's own parser.
struct JSONShapeDecoder {
  let service: ServiceModel

  static func fault(_ message: String) -> AWSError { AWSError("SerializationException", message) }

  /// The JSON document that a body is.
  static func document(_ body: [UInt8]) throws(AWSError) -> AWSValue {
    do {
      return try JSON.parse(body)
    } catch {
      throw fault("\(error.message) (at byte \(error.offset))")
    }
  }

  static func object(_ body: [UInt8]) throws(AWSError) -> AWSObject {
    guard let object = try document(body).object else {
      throw fault("Start of structure or map expected")
    }
    return object
  }

  /// - Parameter isMessage: whether members that stand outside the body are passed over; REST.
  func structure(_ object: AWSObject, _ shape: ShapeNode, isMessage: Bool = false)
    throws(AWSError) -> AWSObject
  {
    var out = AWSObject()
    for member in shape.members where !isMessage || member.location == .body {
      guard let found = object[member.wireName], !found.isNull else { continue }
      out[member.name] = try value(found, member)
    }
    return out
  }

  func value(_ value: AWSValue, _ member: MemberNode) throws(AWSError) -> AWSValue {
    let shape = service.shapeNodes[member.target]
    switch (shape.kind, value) {
    case (.structure, .object(let object)): return .object(try structure(object, shape))
    case (.list, .list(let items)):
      guard let element = shape.element else { return value }
      var out: [AWSValue] = []
      out.reserveCapacity(items.count)
      for item in items { out.append(item.isNull ? .null : try self.value(item, element)) }
      return .list(out)
    case (.map, .object(let object)):
      guard let element = shape.value else { return value }
      var out = AWSObject()
      for (name, item) in object where !item.isNull { out[name] = try self.value(item, element) }
      return .object(out)
    case (.string, .string), (.boolean, .bool), (.integer, .integer), (.long, .integer),
      (.float, .double), (.double, .double):
      return value
    case (.float, .integer(let number)), (.double, .integer(let number)):
      return .double(Double(number))
    case (.float, .string(let text)), (.double, .string(let text)):
      if let number = Scalar.number(text), !number.isFinite { return .double(number) }
    case (.integer, .double(let number)), (.long, .double(let number)):
      if let whole = Int64(exactly: number) { return .integer(whole) }
    case (.blob, .string(let text)):
      if let bytes = Base64.decode(text) { return .bytes(bytes) }
    case (.timestamp, .integer), (.timestamp, .double):
      if let time = value.double.flatMap(Timestamp.init(epochSeconds:)) { return .timestamp(time) }
    case (.timestamp, .string(let text)):
      if let time = Scalar.timestamp(text, .iso8601) { return .timestamp(time) }
    default: break
    }
    throw Self.mismatch(value, shape)
  }

  private static func mismatch(_ value: AWSValue, _ shape: ShapeNode) -> AWSError {
    let token =
      switch value {
      case .list: "Start of list found where not expected"
      case .object: "Start of structure or map found where not expected."
      case .string: "STRING_VALUE"
      case .integer, .double: "NUMBER_VALUE"
      case .bool(let flag): flag ? "TRUE_VALUE" : "FALSE_VALUE"
      case .null, .bytes, .timestamp: "VALUE"
      }
    if value.list != nil || value.object != nil { return fault(token) }
    switch shape.kind {
    case .list: return fault("Expected list or null")
    case .structure, .map: return fault("Expected map or null")
    case .string: return fault("\(token) can not be converted to a String")
    case .integer: return fault("\(token) can not be converted to an Integer")
    case .long: return fault("\(token) can not be converted to a Long")
    case .float: return fault("\(token) can not be converted to a Float")
    case .double: return fault("\(token) can not be converted to a Double")
    case .boolean: return fault("\(token) can not be converted to a Boolean")
    case .timestamp: return fault("\(token) can not be converted to milliseconds since epoch")
    case .blob: return fault("\(token) can not be converted to a ByteBuffer")
    }
  }
}
