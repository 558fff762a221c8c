import AWS

/// What the service model asks of a decoded input: required members, allowed values, lengths.
///
/// Each family of services words it in its own way; S3 checks in its operations.
struct Validation {
  let model: OperationModel

  func check(_ input: AWSObject) throws(AWSError) {
    guard let shape = model.input else { return }
    switch model.service.wire {
    case .ec2: try requireParameters(input, shape)
    case .json where model.service.isQueryCompatible: try requireParameters(input, shape, ".")
    case .json where model.service.name == "organizations":
      if let problem = OrganizationsValidation.problem(input, shape) { throw problem }
    case .query, .json:
      var problems: [String] = []
      // CloudTrail has errors of its own for each member.
      let isStrict = model.service.name != "cloudtrail"
      collect(input, shape, "", isStrict, &problems)
      if !problems.isEmpty { throw Self.failure(problems, model.service) }
    case .restJSON:
      // The one service of that protocol doesn't say what is wrong.
      var problems: [String] = []
      collect(input, shape, "", true, &problems)
      if !problems.isEmpty { throw GuardDutyError.invalidValue }
    case .restXML: try requireREST(input, shape)
    }
  }

  private func requireParameters(_ input: AWSObject, _ shape: Shape, _ end: String = "")
    throws(AWSError)
  {
    for name in shape.required where input[name] == nil {
      throw AWSError("MissingParameter", "The request must contain the parameter \(name)\(end)")
    }
    for (name, value) in input {
      guard let member = shape[name]?.shape else { continue }
      try requireParameters(value, member, end)
    }
  }

  private func requireParameters(_ value: AWSValue, _ shape: Shape, _ end: String)
    throws(AWSError)
  {
    switch value {
    case .object(let object) where shape.kind == .structure:
      try requireParameters(object, shape, end)
    case .list(let items):
      guard let element = shape.element, element.kind == .structure else { return }
      for item in items { try requireParameters(item, element, end) }
    default: return
    }
  }

  private func requireREST(_ input: AWSObject, _ shape: Shape) throws(AWSError) {
    for name in shape.required where input[name] == nil {
      guard let member = shape[name] else { continue }
      switch member.location {
      case .body:
        throw AWSError(
          "MissingRequestBodyError", "Request Body is empty")
      default:
        throw AWSError(
          "InvalidRequest", "Missing required header for this request: \(member.wireName)")
      }
    }
  }
}

extension Validation {
  /// "1 validation error detected: ..."
  static func failure(_ problems: [String], _ service: ServiceModel) -> AWSError {
    let count = problems.count == 1 ? "1 validation error" : "\(problems.count) validation errors"
    return AWSError(
      service.wire == .json ? "ValidationException" : "ValidationError",
      "\(count) detected: " + problems.joined(separator: "; "))
  }

  private func collect(
    _ input: AWSObject, _ shape: Shape, _ path: String, _ isStrict: Bool,
    _ problems: inout [String]
  ) {
    for name in shape.required where input[name] == nil {
      let at = Self.step(path, name)
      problems.append(
        "Value null at '\(at)' failed to satisfy constraint: Member must not be null")
    }
    for (name, value) in input {
      guard let member = shape[name]?.shape else { continue }
      collect(value, member, Self.step(path, name), isStrict, &problems)
    }
  }

  private func collect(
    _ value: AWSValue, _ shape: Shape, _ path: String, _ isStrict: Bool,
    _ problems: inout [String]
  ) {
    switch value {
    case .object(let object):
      if shape.kind == .structure { collect(object, shape, path, isStrict, &problems) }
    case .list(let items):
      if isStrict { checkSize(items.count, "[\(items.count) items]", shape, path, &problems) }
      guard let element = shape.element else { return }
      for (index, item) in items.enumerated() {
        collect(item, element, "\(path).\(index + 1).member", isStrict, &problems)
      }
    case .string(let text):
      guard isStrict else { return }
      if !shape.allowedValues.isEmpty, !shape.allowedValues.contains(text) {
        let allowed = shape.allowedValues.joined(separator: ", ")
        problems.append(
          "Value '\(text)' at '\(path)' failed to satisfy constraint: "
            + "Member must satisfy enum value set: [\(allowed)]")
      }
      checkSize(text.unicodeScalars.count, text, shape, path, &problems)
    case .integer(let number): if isStrict { checkRange(number, shape, path, &problems) }
    default: return
    }
  }

  private func checkSize(
    _ size: Int, _ shown: String, _ shape: Shape, _ path: String, _ problems: inout [String]
  ) {
    let failed =
      "Value '\(shown)' at '\(path)' failed to satisfy constraint: Member must have length"
    if let minimum = shape.minimum, size < minimum {
      problems.append("\(failed) greater than or equal to \(minimum)")
    }
    if let maximum = shape.maximum, size > maximum {
      problems.append("\(failed) less than or equal to \(maximum)")
    }
  }

  private func checkRange(
    _ number: Int64, _ shape: Shape, _ path: String, _ problems: inout [String]
  ) {
    let failed =
      "Value '\(number)' at '\(path)' failed to satisfy constraint: Member must have value"
    if let minimum = shape.minimum, number < minimum {
      problems.append("\(failed) greater than or equal to \(minimum)")
    }
    if let maximum = shape.maximum, number > maximum {
      problems.append("\(failed) less than or equal to \(maximum)")
    }
  }

  /// `userName`, `tags.1.member.key`: members with a small first letter, as AWS names them here.
  private static func step(_ path: String, _ name: String) -> String {
    let small = name.withSmallFirstLetter
    return path.isEmpty ? small : "\(path).\(small)"
  }
}

extension String {
  /// `GroupId` as `groupId`.
  var withSmallFirstLetter: String {
    guard let first = utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else {
      return self
    }
    var bytes = Array(utf8)
    bytes[0] |= 0x20
    return String(decoding: bytes, as: UTF8.self)
  }
}
