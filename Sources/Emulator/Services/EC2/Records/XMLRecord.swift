import AWS

/// The records of EC2's younger operations, which tell the request as XML read as JSON: under
/// `<Operation>Request`, with the model's wire names, a list's elements numbered by `tag`.
enum XMLRecord {
  static func input(_ operation: String, _ input: AWSObject) -> AWSValue? {
    guard let shape = ServiceModel.named("ec2")?.operation(operation)?.input else { return nil }
    let object = structure(input, shape)
    return ["\(operation)Request": object.isEmpty ? "" : .object(object)]
  }

  static func output(_ operation: String, _ output: AWSObject, requestID: String) -> AWSValue {
    var object: AWSObject = [
      "xmlns": "http://ec2.amazonaws.com/doc/2016-11-15/", "requestId": .string(requestID),
    ]
    if let shape = ServiceModel.named("ec2")?.operation(operation)?.output {
      for (name, value) in answer(output, shape) { object[name] = value }
    }
    return ["\(operation)Response": .object(object)]
  }

  /// An answer's elements as they stand in its XML: a list's one by one under `item`.
  private static func answer(_ object: AWSObject, _ shape: Shape) -> AWSObject {
    var told: AWSObject = [:]
    for (name, value) in object {
      guard let member = shape[name] else { continue }
      told[member.wireName] = answer(value, member.shape)
    }
    return told
  }

  private static func answer(_ value: AWSValue, _ shape: Shape) -> AWSValue {
    switch value {
    case .object(let object): return .object(answer(object, shape))
    case .list(let elements):
      let items = elements.map { item in shape.element.map { answer(item, $0) } ?? item }
      if items.isEmpty { return "" }
      // One element stands by itself.
      return ["item": items.count == 1 ? items[0] : .list(items)]
    default: return value
    }
  }

  private static func structure(_ object: AWSObject, _ shape: Shape) -> AWSObject {
    var told: AWSObject = [:]
    for (name, value) in object {
      guard let member = shape[name] else { continue }
      switch value {
      case .list(let elements):
        let told1 = elements.enumerated().map { index, element in
          numbered(element, index + 1, member.shape)
        }
        // One element stands by itself.
        told[capitalised(member.wireName)] = told1.count == 1 ? told1[0] : .list(told1)
      case .object(let inner):
        told[capitalised(member.wireName)] = .object(structure(inner, member.shape))
      default: told[capitalised(member.wireName)] = value
      }
    }
    return told
  }

  private static func numbered(_ value: AWSValue, _ number: Int, _ shape: Shape) -> AWSValue {
    guard let element = shape.element, case .object(let object) = value else {
      return ["tag": .integer(Int64(number)), "content": value]
    }
    var told = structure(object, element)
    told["tag"] = .integer(Int64(number))
    return .object(told)
  }

  /// As requests of the EC2 protocol spell their members.
  private static func capitalised(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
  }
}
