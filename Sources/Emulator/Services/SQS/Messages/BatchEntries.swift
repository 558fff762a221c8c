import AWS

/// The entries of a batch: each succeeds or fails by itself
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-batch-api-actions.html).
struct BatchEntries {
  let entries: [(id: String, members: Members)]

  init(_ members: Members, _ shape: String) throws(AWSError) {
    let objects = members.objects("Entries") ?? []
    guard !objects.isEmpty else {
      throw SQSError.simple(
        "EmptyBatchRequest", "There should be at least one \(shape) in the request.")
    }
    guard objects.count <= 10 else {
      throw SQSError.simple(
        "TooManyEntriesInBatchRequest",
        "Maximum number of entries per request are 10. You have sent \(objects.count).")
    }
    entries = objects.map { ($0["Id"]?.string ?? "", Members($0)) }
    var seen: Set<String> = []
    for (id, _) in entries {
      guard Self.isValid(id) else {
        throw SQSError.simple(
          "InvalidBatchEntryId", "A batch entry id can only contain alphanumeric characters, "
            + "hyphens and underscores. It can be at most 80 letters long.")
      }
      guard seen.insert(id).inserted else {
        throw SQSError.simple("BatchEntryIdsNotDistinct", "Id \(id) repeated.")
      }
    }
  }

  private static func isValid(_ id: String) -> Bool {
    (1...80).contains(id.utf8.count)
      && id.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
          || $0 == 95
      }
  }

  /// What `body` answers for each entry, errors of the sender's listed as failed.
  func each(_ body: (Members) throws(AWSError) -> AWSObject) throws(AWSError) -> AWSObject {
    var successful: [AWSValue] = []
    var failed: [AWSValue] = []
    for (id, members) in entries {
      do {
        var result = try body(members)
        result["Id"] = .string(id)
        successful.append(.object(result))
      } catch {
        if error.status >= 500 { throw error }
        failed.append([
          "Id": .string(id), "SenderFault": true, "Code": .string(error.code),
          "Message": .string(error.message),
        ])
      }
    }
    var output = AWSObject()
    if !successful.isEmpty { output["Successful"] = .list(successful) }
    if !failed.isEmpty { output["Failed"] = .list(failed) }
    return output
  }
}
