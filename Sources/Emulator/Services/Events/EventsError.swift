import AWS

/// EventBridge's errors.
enum EventsError {
  static func noRule(_ name: String) -> AWSError {
    AWSError(
      "ResourceNotFoundException", "Rule \(name) does not exist on EventBus default.")
  }

  static func noBus(_ name: String) -> AWSError {
    AWSError("ResourceNotFoundException", "Event bus \(name) does not exist.")
  }

  static func invalid(_ message: String) -> AWSError { AWSError("ValidationException", message) }

  static let limit = AWSError(
    "LimitExceededException", "The requested resource exceeds the maximum number allowed.")

  static func pattern(_ reason: String) -> AWSError {
    AWSError("InvalidEventPatternException", "Event pattern is not valid. Reason: \(reason)")
  }
}
