extension ServiceModel {
  /// The input with its values in the forms that the shapes ask for, or what is wrong with it:
  /// the client's check before anything goes out, as AWS's SDKs do it.
  ///
  /// Text stands for a timestamp or a blob, a whole number for a fraction; nulls are left out.
  func conform(_ input: AWSObject, to operation: OperationModel) throws(AWSError) -> AWSObject {
    guard let index = operation.node.input else {
      if let name = input.keys.first {
        throw Self.invalid("`\(operation.name)` takes no parameter, so no `\(name)`")
      }
      return [:]
    }
    return try structure(input, shapeNodes[index], operation.name, depth: 0)
  }

  private static func invalid(_ message: String) -> AWSError {
    AWSError("ParamValidationError", message)
  }

  private func structure(_ object: AWSObject, _ shape: ShapeNode, _ path: String, depth: Int)
    throws(AWSError) -> AWSObject
  {
    if depth > 64 { throw Self.invalid("`\(path)` is nested deeper than 64 levels") }
    var out = AWSObject()
    for (name, value) in object where !value.isNull {
      guard let index = shape.position(named: name) else {
        let known = shape.members.map(\.name).joined(separator: ", ")
        throw Self.invalid("unknown parameter `\(name)` in \(path); known are: \(known)")
      }
      out[name] = try conform(value, shapeNodes[shape.members[index].target], name, depth: depth)
    }
    for member in shape.members where member.isRequired && out[member.name] == nil {
      throw Self.invalid("missing required parameter `\(member.name)` in \(path)")
    }
    return out
  }

  private func conform(_ value: AWSValue, _ shape: ShapeNode, _ name: String, depth: Int)
    throws(AWSError) -> AWSValue
  {
    switch (shape.kind, value) {
    case (.structure, .object(let object)):
      return .object(try structure(object, shape, name, depth: depth + 1))
    case (.list, .list(let items)):
      guard let element = shape.element.map({ shapeNodes[$0.target] }) else { return value }
      var out: [AWSValue] = []
      out.reserveCapacity(items.count)
      for item in items { out.append(try conform(item, element, name, depth: depth + 1)) }
      return .list(out)
    case (.map, .object(let object)):
      guard let element = shape.value.map({ shapeNodes[$0.target] }) else { return value }
      var out = AWSObject()
      for (key, item) in object { out[key] = try conform(item, element, name, depth: depth + 1) }
      return .object(out)
    case (.timestamp, .string(let text)):
      if let time = Scalar.timestamp(text, .iso8601) { return .timestamp(time) }
    case (.timestamp, .integer(let seconds)):
      if let time = Timestamp(epochSeconds: Double(seconds)) { return .timestamp(time) }
    case (.blob, .string(let text)): return .bytes(Array(text.utf8))
    case (.float, .integer(let number)), (.double, .integer(let number)):
      return .double(Double(number))
    case (.string, .string), (.integer, .integer), (.long, .integer), (.float, .double),
      (.double, .double), (.boolean, .bool), (.timestamp, .timestamp), (.blob, .bytes):
      return value
    default: break
    }
    throw Self.invalid(
      "`\(name)` takes a \(shape.kind.rawValue), not `\(JSON.text(value).prefix(80))`")
  }

  /// An answer that doesn't fit its shape is our own bug, in a handler.
  static func unfit(_ name: String, _ shape: ShapeNode, _ value: AWSValue) -> Never {
    preconditionFailure(
      "\(name) takes a \(shape.kind.rawValue) (\(shape.name)), not \(JSON.text(value).prefix(200))")
  }
}
