import AWS

/// GuardDuty's errors: nearly all are one, told apart by their text.
enum GuardDutyError {
  static func rejected(_ reason: String) -> AWSError {
    AWSError(
      "BadRequestException", "The request is rejected because \(reason)",
      members: ["__type": "InvalidInputException"])
  }

  static let exists = rejected("a detector already exists for the current account.")
  static let notOwned = rejected("the input detectorId is not owned by the current account.")
  /// Also what the service says of values that the model forbids.
  static let invalidValue = rejected(
    "an invalid or out-of-range value is specified as an input parameter.")

  static func invalid(_ parameter: String) -> AWSError {
    rejected("the parameter \(parameter) has an invalid value.")
  }
}
