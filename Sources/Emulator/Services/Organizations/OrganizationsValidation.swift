import AWS

/// What Organizations says of members that the model refuses: its own error with a reason, where
/// the other JSON services have a `ValidationException`.
enum OrganizationsValidation {
  /// The first problem of an input; nil for none.
  static func problem(_ input: AWSObject, _ shape: Shape) -> AWSError? {
    for name in shape.required where input[name] == nil {
      return OrganizationsError.input(
        "INPUT_REQUIRED", "You must include a value for all required parameters.")
    }
    for (name, value) in input {
      guard let member = shape[name]?.shape else { continue }
      if let problem = problem(value, member) { return problem }
    }
    return nil
  }

  private static func problem(_ value: AWSValue, _ shape: Shape) -> AWSError? {
    switch value {
    case .object(let object): return shape.kind == .structure ? problem(object, shape) : nil
    case .list(let items):
      guard let element = shape.element else { return nil }
      return items.lazy.compactMap { problem($0, element) }.first
    case .string(let text):
      if !shape.allowedValues.isEmpty, !shape.allowedValues.contains(text) {
        return shape.name == "PolicyType"
          ? OrganizationsError.input(
            "INVALID_ENUM_POLICY_TYPE", "You specified an invalid value.")
          : OrganizationsError.invalidEnum
      }
      return range(Int64(text.unicodeScalars.count), shape, "LENGTH", "string", "longer", "shorter")
    case .integer(let number):
      return range(number, shape, "VALUE", "numeric", "larger", "smaller")
    default: return nil
    }
  }

  private static func range(
    _ size: Int64, _ shape: Shape, _ reason: String, _ kind: String, _ more: String, _ less: String
  ) -> AWSError? {
    if let maximum = shape.maximum, size > maximum {
      return OrganizationsError.input(
        "MAX_\(reason)_EXCEEDED",
        "You provided a \(kind) parameter that is \(more) than allowed.")
    }
    if let minimum = shape.minimum, size < minimum {
      return OrganizationsError.input(
        "MIN_\(reason)_EXCEEDED",
        "You provided a \(kind) parameter that is \(less) than allowed.")
    }
    return nil
  }
}
