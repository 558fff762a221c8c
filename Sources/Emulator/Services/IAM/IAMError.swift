import AWS

/// IAM's refusals, by code and status as the service model has them.
///
/// https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
enum IAMError {
  static func noSuchEntity(_ message: String) -> AWSError {
    AWSError("NoSuchEntity", message, status: 404)
  }

  static func alreadyExists(_ message: String) -> AWSError {
    AWSError("EntityAlreadyExists", message, status: 409)
  }

  static func deleteConflict(_ message: String) -> AWSError {
    AWSError("DeleteConflict", message, status: 409)
  }

  static func limitExceeded(_ message: String) -> AWSError {
    AWSError("LimitExceeded", message, status: 409)
  }

  static func quota(_ name: String, _ limit: Int) -> AWSError {
    limitExceeded("Cannot exceed quota for \(name): \(limit)")
  }

  static func invalidInput(_ message: String) -> AWSError { AWSError("InvalidInput", message) }

  static func validation(_ message: String) -> AWSError { AWSError("ValidationError", message) }

  static func malformedPolicy(_ message: String) -> AWSError {
    AWSError("MalformedPolicyDocument", message)
  }

  /// AWS's sentence for a member outside its length, pattern or enumeration.
  static func constraint(_ value: String, _ member: String, _ rule: String) -> AWSError {
    validation(
      "1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: "
        + "Member must \(rule)")
  }
}
