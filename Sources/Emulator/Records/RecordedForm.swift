import AWS

/// The general form of requestParameters and responseElements: names with a small first letter,
/// for EC2 the names of its own wire and lists as `{"items": [...]}`. Secrets are left out.
struct RecordedForm {
  let service: ServiceModel

  /// null for a call without parameters.
  func input(_ input: AWSObject, _ model: OperationModel) -> AWSValue {
    guard let shape = model.input, !input.isEmpty else { return .null }
    return structure(input, shape)
  }

  /// null for an answer without elements.
  func output(_ output: AWSObject, _ model: OperationModel, requestID: String) -> AWSValue {
    if service.wire == .ec2 {
      var elements: AWSObject = ["requestId": .string(requestID)]
      if output["Return"] == nil { elements["_return"] = true }
      guard let shape = model.output, let rest = structure(output, shape).object else {
        return .object(elements)
      }
      for (name, value) in rest { elements[name] = value }
      return .object(elements)
    }
    guard let shape = model.output, !output.isEmpty else { return .null }
    return structure(output, shape)
  }

  private func structure(_ object: AWSObject, _ shape: Shape) -> AWSValue {
    var recorded = AWSObject()
    for (name, value) in object {
      guard let member = shape[name], !Self.secrets.contains(name), !value.isNull else { continue }
      recorded[self.name(member)] = form(value, member.shape)
    }
    return .object(recorded)
  }

  private func name(_ member: Member) -> String {
    guard service.wire == .ec2 || service.wire == .restJSON else {
      return member.name.withSmallFirstLetter
    }
    let name = member.wireName.withSmallFirstLetter
    // A word of the language that AWS writes its records in.
    return name == "return" ? "_return" : name
  }

  private func form(_ value: AWSValue, _ shape: Shape) -> AWSValue {
    switch value {
    case .object(let object) where shape.kind == .structure: return structure(object, shape)
    case .object(let object):
      guard let values = shape.value else { return value }
      return .object(AWSObject(object.map { ($0.key, form($0.value, values)) }))
    case .list(let items):
      let formed = items.map { item in shape.element.map { form(item, $0) } ?? item }
      if service.wire != .ec2 { return .list(formed) }
      return formed.isEmpty ? [:] : ["items": .list(formed)]
    case .timestamp(let time):
      return service.wire == .ec2
        ? .integer(time.microseconds / 1000) : .string(time.recorded(comma: service.name != "iam"))
    default: return value
    }
  }

  private static let secrets: Set<String> = [
    "SecretAccessKey", "Password", "NewPassword", "OldPassword", "TokenCode",
    "AuthenticationCode1", "AuthenticationCode2", "Base32StringSeed",
  ]
}

extension Timestamp {
  /// `Jul 10, 2023 12:25:04 PM`; STS and the younger services put a comma behind the year.
  func recorded(comma: Bool) -> String {
    let time = CalendarTime(self)
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let hour = time.hour % 12 == 0 ? 12 : time.hour % 12
    return "\(months[time.month - 1]) \(time.day), \(time.year)\(comma ? "," : "") "
      + "\(hour):\(two(time.minute)):\(two(time.second)) \(time.hour < 12 ? "AM" : "PM")"
  }
}
