import AWS

/// CloudTrail's refusals: each status is 400, each code a shape of the service model.
enum TrailError {
  static func unknown(_ arn: String, _ account: String) -> AWSError {
    AWSError("TrailNotFoundException", "Unknown trail: \(arn) for the user: \(account)")
  }

  static func invalidName(_ message: String) -> AWSError {
    AWSError("InvalidTrailNameException", message)
  }

  static func invalidARN(_ arn: String) -> AWSError {
    AWSError("CloudTrailARNInvalidException", "Invalid trail ARN: \(arn)")
  }

  static func foreignHome(_ arn: String, home: String) -> AWSError {
    AWSError(
      "InvalidHomeRegionException",
      "Trail \(arn) can only be changed in its home region: \(home).")
  }

  static func invalidSelectors(_ message: String) -> AWSError {
    AWSError("InvalidEventSelectorsException", message)
  }

  static func invalidCombination(_ message: String) -> AWSError {
    AWSError("InvalidParameterCombinationException", message)
  }
}
