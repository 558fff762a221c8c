import AWS

@testable import Journal

/// Entries for tests: a clock that starts at nine, and short ways to say what happened.
struct Sample {
  static let start = Timestamp(iso8601: "2026-01-05T09:00:00Z") ?? Timestamp(seconds: 0)
  static let scope = Scope(account: "111111111111", region: "us-east-1")
  static let head = "{\"format\":\"stormdrill-journal\",\"version\":1}\n"

  private(set) var entries: [JournalEntry] = []

  mutating func add(_ kind: JournalEntry.Kind, at offset: Duration) {
    entries.append(
      JournalEntry(
        sequence: Int64(entries.count + 1), time: Self.start + offset, kind: kind))
  }

  static func subject(_ id: String) -> Subject { Subject(id: id, scope: scope) }

  mutating func label(
    _ name: String, _ kind: LabelKind, on id: String, at offset: Duration, error: String? = nil,
    violates: String = ""
  ) {
    var label = Label()
    (label.label, label.kind, label.subject) = (name, kind, Self.subject(id))
    label.violates = violates
    add(.label(label), at: offset)
    var call = ActorCall()
    (call.label, call.error, call.subject) = (name, error, Self.subject(id))
    add(.actorCall(call), at: offset)
  }

  mutating func open(_ name: String, on id: String, label: String?, at offset: Duration) {
    var it = ViolationOpened()
    (it.violation, it.checker) = (name, "ec2-open-admin-port")
    (it.subject, it.label) = (Self.subject(id), label)
    add(.violationOpened(it), at: offset)
  }

  mutating func close(_ name: String, on id: String, by actor: String, at offset: Duration) {
    var it = ViolationClosed()
    (it.violation, it.subject, it.closedBy) = (name, Self.subject(id), actor)
    add(.violationClosed(it), at: offset)
  }

  mutating func find(_ name: String, on id: String, by source: String, at offset: Duration) {
    var it = FindingOpened()
    (it.finding, it.subject, it.source) = (name, Self.subject(id), source)
    add(.findingOpened(it), at: offset)
  }

  mutating func hold(_ finding: String, _ reason: String, at offset: Duration) {
    var it = FindingHeld()
    (it.finding, it.reason) = (finding, reason)
    add(.findingHeld(it), at: offset)
  }

  mutating func end(at offset: Duration) {
    var it = RunEnded()
    it.converged = true
    add(.runEnded(it), at: offset)
  }

  /// One of each, with every member set to something.
  static var everyKind: [JournalEntry] {
    var started = RunStarted()
    (started.scenario, started.seed, started.tags) = ("a/b", .max, ["x", "y"])
    started.until = start
    var opened = ViolationOpened()
    (opened.violation, opened.label) = ("V1", "L1")
    opened.subject = Subject(id: "sg-1", type: "aws.security-group", scope: scope)
    var deliveries = Deliveries()
    deliveries.latency.add(.seconds(42), times: 3)
    var delivery = LabelDelivery()
    (delivery.outcome, delivery.latency) = (.duplicated, .milliseconds(5))
    var scan = Scan()
    scan.resources = 9
    var call = EngineCall()
    (call.subject, call.error, call.rowsChanged) = (subject("sg-1"), "Throttling", 2)
    var crash = EngineCrash()
    crash.phase = .restarted
    var change = CollateralChange()
    (change.change, change.label) = (.deleted, "L2")
    var ended = RunEnded()
    (ended.converged, ended.messagesLeft, ended.requests) = (true, 2, 7)
    let expectation = ExpectationResult(
      metric: "mcc", comparator: .atLeast, required: .fraction(partsPerMillion: 5),
      actual: .undefined, wantsViolation: true)
    let kinds: [JournalEntry.Kind] = [
      .runStarted(started), .faultWindow(.init()), .workloadWindow(.init()),
      .workloadCalls(.init()), .calmStarted(.init()), .actorCall(.init()), .label(.init()),
      .violationOpened(opened), .violationClosed(.init()), .deliveries(deliveries),
      .labelDelivery(delivery), .recordsSeen(.init()), .labelRecordSeen(.init()),
      .queued(.init()), .scan(scan), .findingOpened(.init()), .findingHeld(.init()),
      .planned(.init()), .stepFinished(.init()), .verified(.init()), .findingClosed(.init()),
      .undone(.init()), .undoCompared(.init()), .warning(.init()), .engineCalls(.init()),
      .engineCall(call), .engineCrash(crash), .ledger(.init()), .notice(.init()),
      .collateralChange(change), .probe(.init()), .finalScan(.init()),
      .expectation(expectation), .runEnded(ended),
    ]
    var sample = Sample()
    for kind in kinds { sample.add(kind, at: .hours(2)) }
    return sample.entries
  }
}
