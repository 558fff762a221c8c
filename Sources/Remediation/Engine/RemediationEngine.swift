package import AWS

/// The engine: hears of changes, reads what changed, judges it by the rules, fixes it and sees
/// that the fix holds.
///
/// A value: inputs and the time go in, effects come out, in an order that is the same each time.
/// Invariants:
/// - what a record says is never acted on, only what reading the resource again shows;
/// - one resource is never in work twice at once, and has one open finding a rule at most;
/// - no call that changes anything is made before the ledger entry that tells of it;
/// - a queue's message is deleted only after what it caused is in the ledger;
/// - every queue, retry and memory has a bound.
package struct RemediationEngine: Sendable {
  let configuration: EngineConfiguration
  let rules: [EngineRule]
  let types: [ResourceType]
  let triggers: TriggerIndex

  /// The time of the input that is being handled.
  var now = Timestamp(microseconds: 0)
  /// What the input that is being handled asks for.
  var effects: [EngineEffect] = []
  var isStopping = false
  private var saidStopped = false

  private var lastCall: Int64 = 0
  private var lastTimer: Int64 = 0
  var lastSequence: Int64 = 0
  var calls: [CallID: CallRole] = [:]
  var timers: [TimerID: TimerRole] = [:]

  var seen: SeenEvents
  var works: [ResourceReference: Work] = [:]
  var urgent = FIFO<ResourceReference>()
  var ordinary = FIFO<ResourceReference>()
  var worksInFlight = 0
  var lookups: [Int: NameLookup] = [:]
  var lastLookup = 0

  var findings = FindingTable()
  var loopGuard: LoopGuard
  var lastReadings: BoundedMap<ResourceReference, LastReading>
  var pendingUndos: [ResourceReference: UndoRequest] = [:]
  var undoneHolds: [FindingKey: [AWSValue]] = [:]
  var ruleIndex: [String: Int] = [:]

  var queueFeeds: [EventQueueFeed]
  var lookupFeeds: [LookupFeed]
  var scan = ScanState()
  var notices: NoticeQueue
  var warnedExemptions: Set<Int> = []
  var warnedAccounts: Set<String> = []

  package init(configuration: EngineConfiguration, rules: [EngineRule]) {
    self.configuration = configuration
    self.rules = rules
    var types: [ResourceType] = []
    for rule in rules where !types.contains(where: { $0.name == rule.type.name }) {
      types.append(rule.type)
    }
    self.types = types
    for (index, rule) in rules.enumerated() { ruleIndex[rule.name] = index }
    triggers = TriggerIndex(types: types, rules: rules)
    let limits = configuration.limits
    seen = SeenEvents(capacity: limits.seenEvents)
    lastReadings = BoundedMap(capacity: limits.queueLength)
    loopGuard = LoopGuard(limit: limits.fixesPerWindow, window: limits.loopWindow)
    notices = NoticeQueue(limit: limits.noticeQueue)
    queueFeeds = EventQueueFeed.all(configuration)
    lookupFeeds = LookupFeed.all(configuration, eventNames: triggers.eventNames)
  }

  /// The one way in.
  package mutating func handle(_ input: EngineInput, at now: Timestamp) -> [EngineEffect] {
    self.now = max(now, self.now)
    effects = []
    switch input {
    case .started(let entries): start(entries)
    case .callFinished(let id, let outcome):
      if let role = calls.removeValue(forKey: id) { finished(role, outcome) }
    case .timerFired(let id):
      if let role = timers.removeValue(forKey: id) { fired(role) }
    case .noticeFinished(let id, let error): noticeFinished(id, error)
    case .command(let command): obey(command)
    case .record(let record): replay(record)
    }
    pump()
    defer { effects = [] }
    return effects
  }

  /// Whether nothing but feeds, scans to come and held findings is left to do. After the command to
  /// stop, what only waits is left to the next life: the ledger knows of it.
  package var isIdle: Bool {
    if isStopping { return worksInFlight == 0 && !notices.isSending }
    return isDone
  }

  private var isDone: Bool {
    works.isEmpty && lookups.isEmpty && scan.units.isEmpty
      && scan.waiting.isEmpty && notices.isEmpty
  }

  package var openFindingCount: Int { findings.openCount }

  private mutating func start(_ entries: [LedgerEntry]) {
    recover(entries)
    for index in queueFeeds.indices { startQueueFeed(index) }
    for index in lookupFeeds.indices { startLookupFeed(index) }
    if configuration.scanInterval != nil { startScan(isScheduled: true) }
    for (index, exemption) in configuration.exemptions.enumerated() {
      guard let expires = exemption.expires, expires > now else { continue }
      startTimer(.exemptionExpired(index), at: expires)
    }
  }

  private mutating func obey(_ command: OperatorCommand) {
    switch command {
    case .scan: startScan(isScheduled: false)
    case .undo(let finding, let force): requestUndo(finding, force: force)
    case .stop: isStopping = true
    }
  }

  private mutating func finished(_ role: CallRole, _ outcome: APIOutcome) {
    switch role {
    case .receive(let feed, let poller): received(feed, poller, outcome)
    case .deleteMessages(let feed, let handles, let attempt):
      deletedMessages(feed, handles, attempt, outcome)
    case .lookup(let feed): lookedUp(feed, outcome)
    case .nameLookup(let id): nameLookupAnswered(id, outcome)
    case .read(let resource): readAnswered(resource, outcome)
    case .step(let finding, let step): stepAnswered(finding, step, outcome)
    case .undoStep(let resource): undoStepAnswered(resource, outcome)
    case .scanListing(let unit): scanListed(unit, outcome)
    case .scanRead(let unit, let reading): scanReadAnswered(unit, reading, outcome)
    case .notice(let id): noticeAnswered(id, outcome)
    }
  }

  private mutating func fired(_ role: TimerRole) {
    switch role {
    case .pollQueue(let feed, let poller): pollQueue(feed, poller)
    case .pollLookup(let feed): lookupDue(feed)
    case .retryLookup(let feed): askLookup(feed)
    case .retryNameLookup(let id): askNameLookup(id)
    case .scan: startScan(isScheduled: true)
    case .wakeWork(let resource): wakeWork(resource)
    case .askAgain(let resource): askAgain(resource)
    case .scanAskAgain(let unit, let reading): scanAskAgain(unit, reading)
    case .exemptionExpired(let index): exemptionExpired(index)
    case .heldByLoop(let key): loopWindowPassed(key)
    case .retryNotice: notices.wakeRetries(at: now)
    case .deleteAgain(let feed, let handles, let attempt):
      deleteMessages(feed, handles, attempt: attempt)
    }
  }

  /// Starts what may start now: waiting resources, scans, notices, paused feeds.
  private mutating func pump() {
    pumpWork()
    pumpScan()
    pumpNotices()
    if !isStopping {
      resumeQueueFeeds()
      return
    }
    if isIdle, !saidStopped {
      saidStopped = true
      report(.stopped)
    }
  }
}

/// When a resource was last read, and whether all rules that asked found it fine.
struct LastReading: Hashable, Sendable {
  var startedAt: Timestamp
  var isFine: Bool
}

/// What a call was made for.
enum CallRole: Hashable, Sendable {
  case receive(feed: Int, poller: Int)
  case deleteMessages(feed: Int, handles: [String], attempt: Int)
  case lookup(feed: Int)
  case nameLookup(Int)
  case read(ResourceReference)
  case step(finding: String, step: Int)
  case undoStep(ResourceReference)
  case scanListing(unit: Int)
  case scanRead(unit: Int, reading: Int)
  case notice(NoticeID)
}

/// What a timer was started for.
enum TimerRole: Hashable, Sendable {
  case pollQueue(feed: Int, poller: Int)
  case pollLookup(feed: Int)
  case retryLookup(feed: Int)
  case retryNameLookup(Int)
  case scan
  case wakeWork(ResourceReference)
  case askAgain(ResourceReference)
  case scanAskAgain(unit: Int, reading: Int)
  case exemptionExpired(Int)
  case heldByLoop(FindingKey)
  case retryNotice
  case deleteAgain(feed: Int, handles: [String], attempt: Int)
}

/// The few ways in which anything leaves the engine.
extension RemediationEngine {
  mutating func call(_ call: APICall, _ role: CallRole, _ purpose: CallPurpose) {
    lastCall += 1
    let id = CallID(lastCall)
    calls[id] = role
    effects.append(.call(id, call, purpose: purpose))
  }

  @discardableResult
  mutating func startTimer(_ role: TimerRole, at time: Timestamp) -> TimerID {
    lastTimer += 1
    let id = TimerID(lastTimer)
    timers[id] = role
    effects.append(.startTimer(id, at: time))
    return id
  }

  mutating func cancelTimer(_ id: TimerID) {
    if timers.removeValue(forKey: id) != nil { effects.append(.cancelTimer(id)) }
  }

  /// Its place in the ledger.
  @discardableResult
  mutating func write(_ kind: LedgerKind, finding: String? = nil, _ document: AWSObject) -> Int64 {
    lastSequence += 1
    effects.append(
      .write(
        LedgerEntry(
          sequence: lastSequence, time: now, kind: kind.rawValue, finding: finding,
          document: document)))
    return lastSequence
  }

  mutating func report(_ event: EngineEvent) { effects.append(.report(event)) }

  mutating func warn(_ message: String) { report(.warning(message)) }
}
