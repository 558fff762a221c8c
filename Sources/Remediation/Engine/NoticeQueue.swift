import AWS

/// Messages on their way to people, a bounded number of them.
struct NoticeQueue: Sendable {
  struct Item: Sendable {
    let notice: Notice
    let finding: String?
    var attempts = 0
  }

  private let limit: Int
  private(set) var waiting = FIFO<Item>()
  private(set) var inFlight: [NoticeID: Item] = [:]
  private(set) var sleeping: [(at: Timestamp, Item)] = []
  private var last: Int64 = 0

  init(limit: Int) { self.limit = limit }

  var isEmpty: Bool { waiting.isEmpty && inFlight.isEmpty && sleeping.isEmpty }

  var isSending: Bool { !waiting.isEmpty || !inFlight.isEmpty }

  /// False when the queue is full.
  mutating func add(_ item: Item) -> Bool {
    guard waiting.count + sleeping.count < limit else { return false }
    waiting.append(item)
    return true
  }

  mutating func next() -> (NoticeID, Notice)? {
    guard let item = waiting.popFirst() else { return nil }
    last += 1
    inFlight[NoticeID(last)] = item
    return (NoticeID(last), item.notice)
  }

  mutating func finish(_ id: NoticeID) -> Item? { inFlight.removeValue(forKey: id) }

  mutating func sleep(_ item: Item, until time: Timestamp) { sleeping.append((time, item)) }

  mutating func wakeRetries(at now: Timestamp) {
    for (at, item) in sleeping where at <= now { waiting.append(item) }
    sleeping.removeAll { $0.at <= now }
  }
}

extension RemediationEngine {
  /// The rule's own notices, once a finding.
  mutating func sendNotices(_ notices: [Notice], _ finding: Finding) {
    findings.update(finding.id) { $0.isNoticed = true }
    for var notice in notices where configuration.mode == .enforce || !notice.changes {
      if notice.body["finding"] == nil { notice.body["finding"] = .string(finding.id) }
      queue(notice, finding: finding.id)
    }
  }

  /// Tells people of what needs them.
  mutating func alert(_ finding: Finding, _ message: String) {
    alert(
      [
        "finding": .string(finding.id), "rule": .string(finding.key.rule),
        "resource": LedgerDocument.resource(finding.resource), "message": .string(message),
      ])
  }

  mutating func alert(_ body: AWSObject) {
    for transport in configuration.alerts {
      queue(Notice(transport: transport, body: body), finding: nil)
    }
  }

  private mutating func queue(_ notice: Notice, finding: String?) {
    if !notices.add(NoticeQueue.Item(notice: notice, finding: finding)) {
      warn("\(configuration.limits.noticeQueue) notices wait already; one more is lost")
    }
  }

  mutating func pumpNotices() {
    while notices.inFlight.count < configuration.limits.noticesInFlight,
      let (id, notice) = notices.next()
    {
      if case .call(let call) = notice.transport {
        self.call(call, .notice(id), .notify)
      } else {
        effects.append(.send(id, notice))
      }
    }
  }

  mutating func noticeAnswered(_ id: NoticeID, _ outcome: APIOutcome) {
    switch outcome {
    case .success: noticeFinished(id, nil)
    case .failure(let error): noticeFinished(id, "\(error.code): \(error.message)")
    }
  }

  mutating func noticeFinished(_ id: NoticeID, _ error: String?) {
    guard var item = notices.finish(id) else { return }
    guard let error else {
      if let finding = item.finding { write(.noticed, finding: finding, [:]) }
      return
    }
    item.attempts += 1
    let limits = configuration.limits
    guard item.attempts < limits.noticeAttempts else {
      return warn("a notice to \(item.notice.transport.place) could not be sent: \(error)")
    }
    let at = now + Backoff.delay(
      after: item.attempts, first: limits.readBackoff, cap: limits.backoffCap)
    notices.sleep(item, until: at)
    startTimer(.retryNotice, at: at)
  }
}
