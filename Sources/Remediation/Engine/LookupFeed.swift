import AWS

/// The feed `lookup-events`: CloudTrail's event history of one account and region, read in windows
/// that overlap.
///
/// It is asked newest first, 50 events a page and 2 pages a second at most, so a flood of 100
/// events a second can't be read whole: then the feed asks for the rules' triggers by name only,
/// and says so. What even that can't read is left to the scan, which it says as well.
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
  var lastDeepAt: Timestamp?
  var narrowUntil: Timestamp?
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
  }

  static func all(_ configuration: EngineConfiguration, eventNames: [String]) -> [LookupFeed] {
    configuration.feeds.flatMap { feed -> [LookupFeed] in
      guard case .lookupEvents(let settings) = feed else { return [] }
      return configuration.scopes.map {
        LookupFeed(settings: settings, scope: $0, eventNames: eventNames)
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

  /// Opens the window that ends now: short behind the one before, long now and then.
  mutating func open(at now: Timestamp) {
    let isDeep = lastDeepAt.map { now >= $0 + settings.deepInterval } ?? true
    if isDeep { lastDeepAt = now }
    var start = now - settings.deepOverlap
    if let through {
      let short = through - settings.overlap
      start = isDeep ? min(start, short) : short
    }
    windowEnd = now
    if let narrowUntil, now < narrowUntil {
      narrow(from: start, to: now)
    } else {
      segments.append(Segment(start: start, end: now))
    }
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
      for event in output["Events"]?.list ?? [] {
        if let time = take(event) { walk.oldest = min(walk.oldest, time) }
      }
      walk.pages += 1
      walk.token = output["NextToken"].flatMap { $0 == "" || $0.isNull ? nil : $0 }
      lookupFeeds[feed].walk = walk
      guard walk.token != nil else { return nextSegment(feed) }
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
      lookupFeeds[feed].narrowUntil = now + settings.narrowFor
      lookupFeeds[feed].narrow(from: walk.segment.start, to: walk.oldest)
      warn(
        "a flood outruns the event history of \(scope): more than "
          + "\(walk.pages * LookupFeed.pageSize) events since \(walk.segment.start.iso8601); "
          + "only the \(triggers.eventNames.count) triggers of the rules are read "
          + "for \(settings.narrowFor.wholeSeconds) s")
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
