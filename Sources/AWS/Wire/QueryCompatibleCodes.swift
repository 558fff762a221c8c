/// The codes that SQS's errors had in its query protocol, where they differ from the shapes' names:
/// SDKs still show them as the error's code (Smithy's awsQueryError trait of SQS).
enum QueryCompatibleCodes {
  /// By the shape's name; nil where it has been the code as well.
  static func code(ofShape name: String) -> String? {
    renamed.first { $0.shape == name }?.code
      ?? (prefixed.contains(name) ? "AWS.SimpleQueueService.\(name)" : nil)
  }

  static func shape(ofCode code: String) -> String? {
    if let found = renamed.first(where: { $0.code == code }) { return found.shape }
    let name = String(code.split(separator: ".").last ?? "")
    return code != name && prefixed.contains(name) ? name : nil
  }

  private static let prefixed: Set<String> = [
    "BatchEntryIdsNotDistinct", "BatchRequestTooLong", "EmptyBatchRequest", "InvalidBatchEntryId",
    "MessageNotInflight", "PurgeQueueInProgress", "QueueDeletedRecently",
    "TooManyEntriesInBatchRequest", "UnsupportedOperation",
  ]

  private static let renamed: [(shape: String, code: String)] = [
    ("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"),
    ("QueueNameExists", "QueueAlreadyExists"),
    ("KmsAccessDenied", "KMS.AccessDeniedException"),
    ("KmsDisabled", "KMS.DisabledException"),
    ("KmsInvalidKeyUsage", "KMS.InvalidKeyUsageException"),
    ("KmsInvalidState", "KMS.InvalidStateException"),
    ("KmsNotFound", "KMS.NotFoundException"),
    ("KmsOptInRequired", "KMS.OptInRequired"),
    ("KmsThrottled", "KMS.ThrottlingException"),
  ]
}
