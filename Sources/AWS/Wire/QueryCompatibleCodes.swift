/// The codes that SQS's errors had in its query protocol, where they differ from the shapes' names:
/// SDKs still show them as the error's code (Smithy's awsQueryError trait of SQS).
enum QueryCompatibleCodes {
  /// By the shape's name.
  static func code(ofShape name: String) -> String? {
    if name == "QueueDoesNotExist" { return "AWS.SimpleQueueService.NonExistentQueue" }
    if name == "QueueNameExists" { return "QueueAlreadyExists" }
    return prefixed.contains(name) ? "AWS.SimpleQueueService.\(name)" : nil
  }

  static func shape(ofCode code: String) -> String? {
    switch code {
    case "AWS.SimpleQueueService.NonExistentQueue": return "QueueDoesNotExist"
    case "QueueAlreadyExists": return "QueueNameExists"
    default:
      let name = String(code.split(separator: ".").last ?? "")
      return code != name && prefixed.contains(name) ? name : nil
    }
  }

  private static let prefixed: Set<String> = [
    "BatchEntryIdsNotDistinct", "BatchRequestTooLong", "EmptyBatchRequest", "InvalidBatchEntryId",
    "MessageNotInflight", "PurgeQueueInProgress", "QueueDeletedRecently",
    "TooManyEntriesInBatchRequest", "UnsupportedOperation",
  ]
}
