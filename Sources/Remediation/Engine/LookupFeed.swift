import AWS

/// The feed `lookup-events`: CloudTrail's event history of one account and region, read in windows
/// that overlap.
///
/// It answers newest first, 50 events a page and 2 pages a second at most. Short windows are read
/// whole, long ones by the names of the rules' triggers where that takes less, by the traffic seen
/// last. A flood of 100 events a second can't be read whole at all: then only the triggers are
/// read, and the feed says so. What even that can't read is left to the scan, which it says too.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
struct LookupFeed: Sendable {
  static let name = "lookup-events"
  static let pageSize = 50
  /// A window narrowed to one name may have so many times the pages of a whole one.
  static let narrowedPageFactor = 10

  let settings: EngineConfiguration.LookupSettings
  let scope: Scope
  /// The triggers of the rules, sorted.
  let eventNames: [String]
  /// Up to where all that could be read was read; kept in the ledger.
  var through: Timestamp?
  var writtenThrough: Timestamp?
  /// When each window of the settings was read last.
  var lastRead: [Timestamp?]
  /// Events a second, as the last window that was read whole had them, and when.
  var traffic: (rate: Double, at: Timestamp)?
  /// What is left to read of the window at hand.
  var segments = FIFO<Segment>()
  var walk: Walk?
  var windowEnd: Timestamp?
  /// A poll came due while the window before was still being read.
  var isDue = false
  var failures = 0

  /// A span of time, of all events or of those with one name.
  struct Segment: Hashable, Sendable {
    var start: Timestamp
    var end: Timestamp
    var eventName: String?
  }

  struct Walk: Hashable, Sendable {
    var segment: Segment
    var token: AWSValue?
    var pages = 0
    /// The oldest event seen so far.
    var oldest: Timestamp
    var events = 0
  }

  static func all(_ configuration: EngineConfiguration, eventNames: [String]) -> [LookupFeed] {
    configuration.feeds.flatMap { feed -> [LookupFeed] in
      guard case .lookupEvents(let settings) = feed else { return [] }
      return configuration.scopes.map {
        LookupFeed(
          settings: settings, scope: $0, eventNames: eventNames,
          lastRead: settings.windows.map { _ in nil })
      }
    }
  }

  /// The call for the next page of the walk.
  func request(_ walk: Walk) -> APICall {
    var input: AWSObject = [
      "StartTime": .timestamp(walk.segment.start), "EndTime": .timestamp(walk.segment.end),
      "MaxResults": .integer(Int64(Self.pageSize)),
    ]
    if let name = walk.segment.eventName {
      input["LookupAttributes"] = [
        ["AttributeKey": "EventName", "AttributeValue": .string(name)]
      ]
    }
    input.set("NextToken", walk.token)
    return APICall(service: "cloudtrail", operation: "LookupEvents", input: input, scope: scope)
  }

  /// Opens the longest window that is due; it ends now. After a pause it reaches back to where the
  /// feed was.
  mutating func open(at now: Timestamp) {
    var back = Duration.zero
    for (index, window) in settings.windows.enumerated()
    where lastRead[index].map({ now >= $0 + window.every }) ?? true {
      back = max(back, window.back)
      lastRead[index] = now
    }
    let shortest = settings.windows.map(\.back).min() ?? .zero
    var start = now - back
    if let through { start = min(start, through - shortest) }
    windowEnd = now
    let isShort = now - start <= shortest + settings.interval * 2
    if isShort ? isFlooded(at: now) : isCheaperByName(now - start, at: now) {
      narrow(from: start, to: now)
    } else {
      segments.append(Segment(start: start, end: now))
    }
  }

  /// A page of 50 records is some 100 KB where most answers to a name are empty, so two names
  /// count as one page.
  private func isCheaperByName(_ span: Duration, at now: Timestamp) -> Bool {
    guard let traffic, now < traffic.at + settings.narrowFor else { return false }
    let pages = traffic.rate * span.inSeconds / Double(Self.pageSize)
    return pages > Double(eventNames.count) / 2
  }

  /// What a walk through a whole window tells of the traffic.
  mutating func measure(_ walk: Walk, at now: Timestamp) {
    guard walk.segment.eventName == nil else { return }
    let from = walk.token == nil ? walk.segment.start : walk.oldest
    let seconds = max(1, (walk.segment.end - from).inSeconds)
    traffic = (Double(walk.events) / seconds, now)
  }

  /// Whether not even the shortest window can be read whole; a long one may fail for its length.
  func isFlooded(at now: Timestamp) -> Bool {
    guard let traffic, now < traffic.at + settings.narrowFor,
      let shortest = settings.windows.map(\.back).min()
    else { return false }
    return traffic.rate * shortest.inSeconds > Double(settings.pageLimit * Self.pageSize)
  }

  mutating func narrow(from start: Timestamp, to end: Timestamp) {
    for name in eventNames {
      segments.append(Segment(start: start, end: end, eventName: name))
    }
  }
}

extension RemediationEngine {
  mutating func startLookupFeed(_ feed: Int) { lookupDue(feed) }

  mutating func lookupDue(_ feed: Int) {
    if isStopping { return }
    startTimer(.pollLookup(feed: feed), at: now + lookupFeeds[feed].settings.interval)
    if lookupFeeds[feed].windowEnd != nil {
      lookupFeeds[feed].isDue = true
    } else {
      openWindow(feed)
    }
  }

  private mutating func openWindow(_ feed: Int) {
    // The next poll looks back as far as this one would have.
    if isQueueFull { return }
    lookupFeeds[feed].isDue = false
    lookupFeeds[feed].open(at: now)
    nextSegment(feed)
  }

  private mutating func nextSegment(_ feed: Int) {
    guard let segment = lookupFeeds[feed].segments.popFirst() else { return windowRead(feed) }
    lookupFeeds[feed].walk = LookupFeed.Walk(segment: segment, oldest: segment.end)
    askLookup(feed)
  }

  mutating func askLookup(_ feed: Int) {
    guard let walk = lookupFeeds[feed].walk else { return }
    call(lookupFeeds[feed].request(walk), .lookup(feed: feed), .feed)
  }

  /// The whole window was read: what it showed is in the ledger by now, so the feed's place may
  /// follow, now and then.
  private mutating func windowRead(_ feed: Int) {
    guard let end = lookupFeeds[feed].windowEnd else { return }
    lookupFeeds[feed].windowEnd = nil
    lookupFeeds[feed].through = end
    if lookupFeeds[feed].writtenThrough.map({ end >= $0 + .minutes(10) }) ?? true {
      lookupFeeds[feed].writtenThrough = end
      write(
        .checkpoint,
        [
          "feed": .string(LookupFeed.name),
          "scope": LedgerDocument.scope(lookupFeeds[feed].scope),
          "through": .string(end.iso8601),
        ])
    }
    if lookupFeeds[feed].isDue, !isStopping { openWindow(feed) }
  }

  mutating func lookedUp(_ feed: Int, _ outcome: APIOutcome) {
    guard var walk = lookupFeeds[feed].walk else { return }
    switch outcome {
    case .failure(let error): lookupFailed(feed, error)
    case .success(let output):
      if lookupFeeds[feed].failures > 0 {
        warn("feed `lookup-events` reads \(lookupFeeds[feed].scope) again")
      }
      lookupFeeds[feed].failures = 0
      let events = output["Events"]?.list ?? []
      walk.events += events.count
      for event in events {
        if let time = take(event) { walk.oldest = min(walk.oldest, time) }
      }
      walk.pages += 1
      walk.token = output["NextToken"].flatMap { $0 == "" || $0.isNull ? nil : $0 }
      lookupFeeds[feed].walk = walk
      guard walk.token != nil else {
        lookupFeeds[feed].measure(walk, at: now)
        return nextSegment(feed)
      }
      if isStopping { return nextSegment(feed) }
      outruns(feed, walk) ? nextSegment(feed) : askLookup(feed)
    }
  }

  /// Whether the walk has more pages than it may; then what is left of it is narrowed or given up.
  private mutating func outruns(_ feed: Int, _ walk: LookupFeed.Walk) -> Bool {
    let settings = lookupFeeds[feed].settings
    let scope = lookupFeeds[feed].scope
    guard let name = walk.segment.eventName else {
      guard walk.pages >= settings.pageLimit else { return false }
      lookupFeeds[feed].measure(walk, at: now)
      lookupFeeds[feed].narrow(from: walk.segment.start, to: walk.oldest)
      if lookupFeeds[feed].isFlooded(at: now) {
        warn(
          "a flood outruns the event history of \(scope): more than "
            + "\(walk.pages * LookupFeed.pageSize) events since \(walk.oldest.iso8601); "
            + "only the \(triggers.eventNames.count) triggers of the rules are read")
      }
      return true
    }
    guard walk.pages >= settings.pageLimit * LookupFeed.narrowedPageFactor else { return false }
    warn(
      "a flood of `\(name)` outruns the event history of \(scope): what is older than "
        + "\(walk.oldest.iso8601) is left to the scan")
    return true
  }

  private mutating func lookupFailed(_ feed: Int, _ error: AWSError) {
    lookupFeeds[feed].failures += 1
    let failures = lookupFeeds[feed].failures
    if failures == 1 || failures.isMultiple(of: 20) {
      warn(
        "feed `lookup-events` can't read \(lookupFeeds[feed].scope): "
          + "\(error.code): \(error.message)")
    }
    // A token that ran out: the segment is read from its start.
    if error.code == "InvalidNextTokenException" {
      lookupFeeds[feed].walk?.token = nil
      lookupFeeds[feed].walk?.pages = 0
    }
    let delay = Backoff.delay(after: failures, first: .seconds(2), cap: .minutes(2))
    startTimer(.retryLookup(feed: feed), at: now + delay)
  }

  /// One event of the history; its record is parsed only when it is new and concerns a rule.
  private mutating func take(_ event: AWSValue) -> Timestamp? {
    let time = event["EventTime"]?.timestamp
    let name = event["EventName"]?.string ?? ""
    let id = event["EventId"]?.string ?? ""
    // Windows overlap: what is seen again is no duplicate delivery and not worth a report.
    guard !seen.contains(id), saw(id, name, time, feed: LookupFeed.name) else { return time }
    guard let concerned = triggers[name] else { return time }
    guard let document = (try? JSON.parse(event["CloudTrailEvent"]?.string ?? ""))?.object else {
      warn("event `\(id)` of the event history has no record that can be read")
      return time
    }
    examine(CloudTrailRecord(document), name, concerned, source: .feed(LookupFeed.name))
    return time
  }
}
