import AWS

/// SQS's errors, with the codes of its query protocol that SDKs still see
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html).
enum SQSError {
  static let noQueue = AWSError(
    "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")

  static func queueExists(_ attribute: String) -> AWSError {
    AWSError(
      "QueueAlreadyExists",
      "A queue already exists with the same name and a different value for attribute \(attribute)")
  }

  static func invalidParameter(_ value: String, _ name: String, _ reason: String) -> AWSError {
    AWSError(
      "InvalidParameterValue", "Value \(value) for parameter \(name) is invalid. Reason: \(reason)")
  }

  static func missingParameter(_ name: String) -> AWSError {
    AWSError("MissingParameter", "The request must contain the parameter \(name).")
  }

  static func unknownAttribute(_ name: String) -> AWSError {
    AWSError("InvalidAttributeName", "Unknown Attribute \(name).")
  }

  static func invalidAttribute(_ name: String) -> AWSError {
    AWSError("InvalidAttributeValue", "Invalid value for the parameter \(name).")
  }

  static func invalidReceipt(_ handle: String) -> AWSError {
    AWSError(
      "ReceiptHandleIsInvalid",
      "The input receipt handle \"\(handle)\" is not a valid receipt handle.",
      status: 404)
  }

  static func simple(_ code: String, _ message: String) -> AWSError {
    AWSError("AWS.SimpleQueueService.\(code)", message)
  }
}
