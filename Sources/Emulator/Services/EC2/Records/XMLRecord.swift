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
    object.set("return", output["Return"])
    return ["\(operation)Response": .object(object)]
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
        told[member.wireName] = told1.count == 1 ? told1[0] : .list(told1)
      case .object(let inner): told[member.wireName] = .object(structure(inner, member.shape))
      default: told[member.wireName] = value
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
}
