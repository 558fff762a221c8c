import AWS
import PolicyLanguage

/// A queue's settings, as they were given, with AWS's defaults behind them
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html).
struct QueueAttributes: Hashable, Sendable {
  /// Only what was set.
  private(set) var values: [String: String] = [:]

  init() {}

  init(json: String) {
    for (name, value) in (try? JSON.parse(json))?.object ?? [:] { values[name] = value.string }
  }

  var json: String {
    JSON.text(AWSObject(values.map { ($0.key, .string($0.value)) }), sorted: true)
  }

  subscript(name: String) -> String? { values[name] ?? Self.defaults[name] }

  var isFIFO: Bool { values["FifoQueue"] == "true" }
  var deduplicatesByContent: Bool { values["ContentBasedDeduplication"] == "true" }
  var policy: String? { values["Policy"] }
  var delay: Duration { seconds("DelaySeconds") }
  var visibilityTimeout: Duration { seconds("VisibilityTimeout") }
  var waitTime: Duration { seconds("ReceiveMessageWaitTimeSeconds") }
  var retention: Duration { seconds("MessageRetentionPeriod") }
  var maximumMessageSize: Int { Int(self["MaximumMessageSize"] ?? "") ?? 0 }

  /// Where messages go that were received too often.
  var redrive: (target: String, maximum: Int64)? {
    guard let text = values["RedrivePolicy"], let policy = try? JSON.parse(text),
      let target = policy["deadLetterTargetArn"]?.string
    else { return nil }
    let maximum = policy["maxReceiveCount"]
    return (target, maximum?.integer ?? maximum?.string.flatMap { Int64($0) } ?? 0)
  }

  private func seconds(_ name: String) -> Duration {
    .seconds(Int64(self[name] ?? "") ?? 0)
  }

  static let defaults = [
    "DelaySeconds": "0", "MaximumMessageSize": "1048576", "MessageRetentionPeriod": "345600",
    "ReceiveMessageWaitTimeSeconds": "0", "VisibilityTimeout": "30",
    "SqsManagedSseEnabled": "true",
  ]

  private static let ranges: [String: ClosedRange<Int64>] = [
    "DelaySeconds": 0...900, "MaximumMessageSize": 1024...1_048_576,
    "MessageRetentionPeriod": 60...1_209_600, "ReceiveMessageWaitTimeSeconds": 0...20,
    "VisibilityTimeout": 0...43_200, "KmsDataKeyReusePeriodSeconds": 60...86_400,
  ]
  private static let flags = ["FifoQueue", "ContentBasedDeduplication", "SqsManagedSseEnabled"]
  private static let onlyFIFO = [
    "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit",
  ]

  /// Sets one attribute; the empty text takes a document away.
  mutating func set(_ name: String, _ value: String, isCreation: Bool) throws(AWSError) {
    if let range = Self.ranges[name] {
      guard let number = Int64(value), range.contains(number) else {
        throw SQSError.invalidAttribute(name)
      }
    } else if Self.flags.contains(name) {
      guard value == "true" || value == "false" else { throw SQSError.invalidAttribute(name) }
      // A standard queue has no attribute FifoQueue, not even one that says false.
      if name == "FifoQueue", value == "false" || (!isCreation && !isFIFO) {
        throw SQSError.unknownAttribute(name)
      }
    } else {
      try checkText(name, value)
    }
    values[name] = value.isEmpty ? nil : value
  }

  private func checkText(_ name: String, _ value: String) throws(AWSError) {
    switch name {
    case "Policy":
      guard value.isEmpty || (try? PolicyDocument.parse(value)) != nil else {
        throw SQSError.invalidAttribute(name)
      }
    case "RedrivePolicy", "RedriveAllowPolicy":
      guard value.isEmpty || (try? JSON.parse(value))?.object != nil else {
        throw SQSError.invalidParameter(value, name, "Redrive policy is not a valid JSON map.")
      }
    case "DeduplicationScope":
      guard ["queue", "messageGroup"].contains(value) else { throw SQSError.invalidAttribute(name) }
    case "FifoThroughputLimit":
      guard ["perQueue", "perMessageGroupId"].contains(value) else {
        throw SQSError.invalidAttribute(name)
      }
    case "KmsMasterKeyId": break
    default: throw SQSError.unknownAttribute(name)
    }
  }

  /// What only a FIFO queue has.
  func checkKind() throws(AWSError) {
    if isFIFO { return }
    for name in Self.onlyFIFO where values[name] != nil { throw SQSError.unknownAttribute(name) }
  }
}
