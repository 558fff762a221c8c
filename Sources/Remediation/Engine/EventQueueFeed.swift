import AWS

/// The feed `event-queue`: an SQS queue that an EventBridge rule fills, read by long polls.
struct EventQueueFeed: Sendable {
  static let name = "event-queue"
  /// SQS's own bounds of one ReceiveMessage.
  static let batchSize = 10
  static let pollSeconds = 20

  let settings: EngineConfiguration.EventQueueSettings
  /// Pollers that wait until the list of resources is shorter.
  var paused: Set<Int> = []
  var pollStartedAt: [Int: Timestamp] = [:]
  var failures = 0

  static func all(_ configuration: EngineConfiguration) -> [EventQueueFeed] {
    configuration.feeds.compactMap { feed in
      guard case .eventQueue(let settings) = feed else { return nil }
      return EventQueueFeed(settings: settings)
    }
  }
}

/// A message of the queue: EventBridge's envelope around a record, or a record alone, as an input
/// transformer or a test may send it
/// (https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html).
enum QueueMessage {
  struct Malformed: Error, Hashable { var reason: String }

  static func record(in body: String) throws(Malformed) -> CloudTrailRecord {
    let document: AWSValue
    do {
      document = try JSON.parse(body)
    } catch {
      throw Malformed(reason: "\(error.message) (at byte \(error.offset))")
    }
    guard let object = document["detail"]?.object ?? document.object else {
      throw Malformed(reason: "no JSON object")
    }
    guard object["eventName"]?.string != nil, object["eventSource"]?.string != nil else {
      throw Malformed(reason: "no CloudTrail record: `eventName` or `eventSource` is missing")
    }
    return CloudTrailRecord(object)
  }
}

extension RemediationEngine {
  mutating func startQueueFeed(_ feed: Int) {
    for poller in 0..<max(1, queueFeeds[feed].settings.pollers) { pollQueue(feed, poller) }
  }

  mutating func pollQueue(_ feed: Int, _ poller: Int) {
    if isStopping { return }
    if isQueueFull {
      queueFeeds[feed].paused.insert(poller)
      return
    }
    let settings = queueFeeds[feed].settings
    queueFeeds[feed].pollStartedAt[poller] = now
    call(
      APICall(
        service: "sqs", operation: "ReceiveMessage",
        input: [
          "QueueUrl": .string(settings.queueURL),
          "MaxNumberOfMessages": .integer(Int64(EventQueueFeed.batchSize)),
          "WaitTimeSeconds": .integer(Int64(EventQueueFeed.pollSeconds)),
        ], scope: settings.scope),
      .receive(feed: feed, poller: poller), .feed)
  }

  mutating func resumeQueueFeeds() {
    guard !isQueueFull else { return }
    for feed in queueFeeds.indices where !queueFeeds[feed].paused.isEmpty {
      let paused = queueFeeds[feed].paused.sorted()
      queueFeeds[feed].paused = []
      for poller in paused { pollQueue(feed, poller) }
    }
  }

  mutating func received(_ feed: Int, _ poller: Int, _ outcome: APIOutcome) {
    switch outcome {
    case .failure(let error):
      queueFeeds[feed].failures += 1
      let failures = queueFeeds[feed].failures
      if failures == 1 || failures.isMultiple(of: 20) {
        warn(
          "feed `event-queue` can't read `\(queueFeeds[feed].settings.queueURL)`: "
            + "\(error.code): \(error.message)")
      }
      let delay = Backoff.delay(after: failures, first: .seconds(1), cap: .seconds(60))
      startTimer(.pollQueue(feed: feed, poller: poller), at: now + delay)
    case .success(let output):
      if queueFeeds[feed].failures > 0 { warn("feed `event-queue` reads again") }
      queueFeeds[feed].failures = 0
      // What comes after the command to stop stays in the queue for the next life.
      if isStopping { return }
      let messages = output["Messages"]?.list ?? []
      take(messages, feed)
      // A queue that answers an empty long poll at once would be asked without a pause.
      let began = queueFeeds[feed].pollStartedAt[poller] ?? now
      if messages.isEmpty, now < began + .seconds(1) {
        startTimer(.pollQueue(feed: feed, poller: poller), at: now + .seconds(1))
      } else {
        pollQueue(feed, poller)
      }
    }
  }

  /// What the messages cause goes to the ledger; only then are they deleted. One that can't be
  /// understood is kept in the ledger as it is, so that it is neither lost nor in the way.
  private mutating func take(_ messages: [AWSValue], _ feed: Int) {
    var handles: [String] = []
    for message in messages {
      let body = message["Body"]?.string ?? ""
      do throws(QueueMessage.Malformed) {
        intake(try QueueMessage.record(in: body), feed: EventQueueFeed.name)
      } catch {
        let id = message["MessageId"]?.string ?? ""
        write(
          .malformed,
          [
            "feed": .string(EventQueueFeed.name), "message": .string(id), "body": .string(body),
            "reason": .string(error.reason),
          ])
        warn("message `\(id)` of the event queue is malformed: \(error.reason)")
      }
      if let handle = message["ReceiptHandle"]?.string { handles.append(handle) }
    }
    if !handles.isEmpty { deleteMessages(feed, handles, attempt: 1) }
  }

  mutating func deleteMessages(_ feed: Int, _ handles: [String], attempt: Int) {
    let settings = queueFeeds[feed].settings
    let entries = handles.enumerated().map { index, handle -> AWSValue in
      ["Id": .string("m\(index)"), "ReceiptHandle": .string(handle)]
    }
    call(
      APICall(
        service: "sqs", operation: "DeleteMessageBatch",
        input: ["QueueUrl": .string(settings.queueURL), "Entries": .list(entries)],
        scope: settings.scope),
      .deleteMessages(feed: feed, handles: handles, attempt: attempt), .feed)
  }

  /// What stays undeleted comes again and is dropped as a duplicate.
  mutating func deletedMessages(
    _ feed: Int, _ handles: [String], _ attempt: Int, _ outcome: APIOutcome
  ) {
    let failed: [String]
    switch outcome {
    case .failure: failed = handles
    case .success(let output):
      failed = (output["Failed"]?.list ?? []).compactMap { entry in
        guard let id = entry["Id"]?.string, let index = Int(id.dropFirst()) else { return nil }
        return handles.indices.contains(index) ? handles[index] : nil
      }
    }
    guard !failed.isEmpty else { return }
    guard attempt < 3 else {
      return warn("\(failed.count) messages can't be deleted from the event queue")
    }
    startTimer(
      .deleteAgain(feed: feed, handles: failed, attempt: attempt + 1), at: now + .seconds(1))
  }
}
