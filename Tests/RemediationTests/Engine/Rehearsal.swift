import AWS

@testable import Remediation

/// An engine on virtual time over a fake AWS, with a trace of what it does. Calls take 50 ms.
struct Rehearsal {
  let start = Timestamp(seconds: 1_700_000_000)
  var now = Timestamp(seconds: 1_700_000_000)
  var aws = FakeAWS()
  var engine: RemediationEngine
  var ledger: [LedgerEntry] = []
  var notices: [Notice] = []
  var events: [EngineEvent] = []
  var calls: [(CallPurpose, APICall)] = []
  var trace: [String] = []
  var isTracing = true
  /// Errors for the next notices.
  var noticeErrors: [String] = []
  /// The entry at which everything is lost, once: by its kind or its number, itself kept or lost.
  var crash: Crash?
  private(set) var isDown = true
  private var waiting: [(at: Timestamp, order: Int, Waiting)] = []
  private var order = 0

  struct Crash {
    var kind: LedgerKind?
    var sequence: Int64?
    var isEntryLost: Bool

    func strikes(_ entry: LedgerEntry) -> Bool {
      kind.map { $0.rawValue == entry.kind } ?? true
        && sequence.map { $0 == entry.sequence } ?? true
    }
  }

  private enum Waiting {
    case call(CallID, APICall, deadline: Timestamp)
    case answer(CallID, APIOutcome)
    case timer(TimerID)
    case notice(NoticeID, String?)
  }

  init(_ configuration: EngineConfiguration, rules: [EngineRule] = [TestRules.ssh()]) {
    engine = RemediationEngine(configuration: configuration, rules: rules)
  }

  mutating func boot(_ configuration: EngineConfiguration, rules: [EngineRule]) {
    engine = RemediationEngine(configuration: configuration, rules: rules)
    waiting = []
    isDown = false
    input(.started(ledger: ledger))
  }

  mutating func boot() {
    boot(engine.configuration, rules: engine.rules)
  }

  mutating func input(_ input: EngineInput) {
    guard !isDown else { return }
    for effect in engine.handle(input, at: now) {
      perform(effect)
      if isDown { return }
    }
  }

  mutating func run(for duration: Duration) {
    let end = now + duration
    while !isDown, let next = waiting.min(by: { ($0.at, $0.order) < ($1.at, $1.order) }),
      next.at <= end
    {
      waiting.removeAll { $0.order == next.order }
      now = max(now, next.at)
      switch next.2 {
      case .call(let id, let call, let deadline):
        if let outcome = aws.answer(call, at: now) {
          input(.callFinished(id, outcome))
        } else if now >= deadline {
          input(.callFinished(id, .success([:])))
        } else {
          later(.call(id, call, deadline: deadline), after: .milliseconds(500))
        }
      case .answer(let id, let outcome): input(.callFinished(id, outcome))
      case .timer(let id): input(.timerFired(id))
      case .notice(let id, let error): input(.noticeFinished(id, error: error))
      }
    }
    now = max(now, end)
  }

  private mutating func later(_ what: Waiting, after delay: Duration) {
    order += 1
    waiting.append((now + delay, order, what))
  }

  private mutating func perform(_ effect: EngineEffect) {
    switch effect {
    case .call(let id, let call, let purpose):
      calls.append((purpose, call))
      if purpose != .feed { note("\(purpose.rawValue) \(call.operation)\(Self.subject(call))") }
      let wait = call.input["WaitTimeSeconds"]?.integer ?? 0
      later(
        .call(id, call, deadline: now + .seconds(wait) + .milliseconds(50)),
        after: .milliseconds(50))
    case .startTimer(let id, let time):
      order += 1
      waiting.append((time, order, .timer(id)))
    case .cancelTimer(let id):
      waiting.removeAll { if case .timer(id) = $0.2 { true } else { false } }
    case .write(let entry):
      let strikes = crash?.strikes(entry) ?? false
      if !strikes || crash?.isEntryLost == false {
        ledger.append(entry)
        let finding = entry.finding.map { " \($0)" } ?? ""
        note("ledger \(entry.sequence) \(entry.kind)\(finding)")
      }
      if strikes {
        crash = nil
        isDown = true
        note("CRASH")
      }
    case .send(let id, let notice):
      notices.append(notice)
      note("notice \(JSON.text(notice.body))")
      let error = noticeErrors.isEmpty ? nil : noticeErrors.removeFirst()
      later(.notice(id, error), after: .milliseconds(10))
    case .report(let event):
      events.append(event)
      note(Self.text(event))
    }
  }

  private mutating func note(_ text: @autoclosure () -> String) {
    guard isTracing else { return }
    let milliseconds = (now - start).microseconds / 1000
    let fraction = String(milliseconds % 1000 + 1000).dropFirst()
    trace.append("\(milliseconds / 1000).\(fraction) \(text())")
  }

  private static func subject(_ call: APICall) -> String {
    let ids = call.input["GroupIds"]?.list?.compactMap(\.string) ?? []
    let one = call.input["GroupId"]?.string
    let openings = (call.input["IpPermissions"]?.list ?? []).compactMap(FakeAWS.Opening.init)
    let what = ids + [one].compactMap { $0 } + openings.map(\.description)
    return what.isEmpty ? "" : " " + what.joined(separator: " ")
  }

  static func text(_ event: EngineEvent) -> String {
    func ids(_ list: [String]) -> String { list.isEmpty ? "" : " " + list.joined(separator: ",") }
    switch event {
    case .recordSeen(let id, let name, _, let feed, let duplicate):
      return "seen \(id) \(name) by \(feed)\(duplicate ? " again" : "")"
    case .recordIgnored(let id, _, let reason): return "ignored \(id) \(reason.rawValue)"
    case .wouldTrigger(let trigger):
      return "would trigger \(trigger.rule) on \(trigger.resource.id) by \(trigger.eventID): "
        + trigger.concern.rawValue
    case .queued(let resource, let source, let events, let coalesced):
      return "queued \(resource.id) by \(source.name)\(ids(events))\(coalesced ? " coalesced" : "")"
    case .scanStarted(let rule, _): return "scan \(rule)"
    case .scanFinished(let rule, _, let count): return "scanned \(rule): \(count)"
    case .findingOpened(let id, let rule, let resource, let source, let events):
      return "finding \(id) \(rule) \(resource.id) by \(source.name)\(ids(events))"
    case .findingHeld(let id, let reason): return "held \(id): \(reason)"
    case .planned(let id, let steps): return "planned \(id): \(steps.joined(separator: ", "))"
    case .stepFinished(let id, let step, let error):
      return "step \(id).\(step) \(error?.code ?? "done")"
    case .verified(let id, let fixed): return "verified \(id) \(fixed ? "fixed" : "not fixed")"
    case .findingClosed(let id, let reason): return "closed \(id): \(reason)"
    case .undone(let id, let complete): return "undone \(id) \(complete ? "whole" : "not whole")"
    case .stopped: return "stopped"
    case .warning(let text): return "warning: \(text)"
    }
  }
}
