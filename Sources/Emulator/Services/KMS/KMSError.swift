import AWS

/// KMS's errors.
enum KMSError {
  static func noKey(_ arn: String) -> AWSError {
    AWSError("NotFoundException", "Key '\(arn)' does not exist")
  }

  static func noAlias(_ arn: String) -> AWSError {
    AWSError("NotFoundException", "Alias \(arn) is not found.")
  }

  static func invalidKeyID(_ text: String) -> AWSError {
    AWSError("NotFoundException", "Invalid keyId '\(text)'")
  }

  /// An ARN of another region, or of something else.
  static func invalidARN(_ text: String) -> AWSError {
    AWSError("NotFoundException", "Invalid arn \(text)")
  }

  static func validation(_ message: String) -> AWSError { AWSError("ValidationException", message) }

  static func malformed(_ message: String) -> AWSError {
    AWSError("MalformedPolicyDocumentException", message)
  }

  static let invalidPrincipals = malformed(
    "Policy contains a statement with one or more invalid principals.")
  static let lockout = malformed(
    "The new key policy will not allow you to update the key policy in the future.")

  static func pendingDeletion(_ arn: String) -> AWSError {
    AWSError("KMSInvalidStateException", "\(arn) is pending deletion.")
  }

  static func notPendingDeletion(_ arn: String) -> AWSError {
    AWSError("KMSInvalidStateException", "\(arn) is not pending deletion.")
  }

  static func disabled(_ arn: String) -> AWSError {
    AWSError("DisabledException", "\(arn) is disabled.")
  }

  static func limit(_ message: String) -> AWSError { AWSError("LimitExceededException", message) }
  static func tag(_ message: String) -> AWSError { AWSError("TagException", message) }

  static let invalidMarker = AWSError("InvalidMarkerException", "Invalid marker")
  /// AWS says nothing more, so that nobody learns what was wrong.
  static let invalidCiphertext = AWSError("InvalidCiphertextException", "")
  static let incorrectKey = AWSError(
    "IncorrectKeyException",
    "The key ID in the request does not identify a CMK that can perform this operation.")
}
