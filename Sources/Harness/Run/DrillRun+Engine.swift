import AWS
import AWSClient
import Journal
import Remediation
import Simulation

/// The engine's process: the engine, its client, and the ledger that outlives both.
struct EngineHost {
  var engine: RemediationEngine
  var client: ClientSession
  /// Which life of the engine it is; what belongs to an earlier one is ignored.
  var epoch: Int
  var ledger: [LedgerEntry]
  var calls: [Int64: CallInfo] = [:]
  var cancelled: Set<TimerID> = []
  var inputs: [EngineInput] = []
  /// The finding whose step the ledger has just announced.
  var announced: String?
  var crash: ArmedCrash?
  var isDead = false

  struct CallInfo {
    let call: APICall
    let purpose: CallPurpose
    let finding: String?
    var attempts = 0
    var rowsChanged = 0

    var name: String { "\(call.service):\(call.operation)" }
  }

  struct ArmedCrash {
    let kind: String
    let restartAfter: Duration
  }
}

extension DrillRun {
  func startEngine(ledger: [LedgerEntry]) throws(AWSError) {
    let epoch = (host?.epoch ?? 0) + 1
    host = EngineHost(
      engine: RemediationEngine(configuration: engineConfiguration, rules: rules),
      client: ClientSession(
        configuration: ClientConfiguration(), credentials: engineCredentials,
        seed: SeededGenerator(seed: seed).fork("client \(epoch)").state),
      epoch: epoch, ledger: ledger)
    try tell(.started(ledger: ledger))
  }

  /// Gives the engine an input and does all that comes of it, calls that end at once included.
  func tell(_ input: EngineInput) throws(AWSError) {
    host?.inputs.append(input)
    try pump()
  }

  /// Hands over what waits, in its order.
  private func pump() throws(AWSError) {
    while host?.isDead == false, let next = host?.inputs.first {
      host?.inputs.removeFirst()
      for effect in host?.engine.handle(next, at: now) ?? [] {
        perform(effect)
        if host?.isDead == true { return }
      }
    }
  }

  private func perform(_ effect: EngineEffect) {
    guard let epoch = host?.epoch else { return }
    switch effect {
    case .call(let id, let call, let purpose):
      let changes = purpose == .remediate || purpose == .undo
      let finding = changes ? host?.announced : nil
      host?.calls[id.number] = EngineHost.CallInfo(
        call: call, purpose: purpose, finding: finding)
      let isUrgent = purpose != .scan && purpose != .feed
      let effects = host?.client.submit(id.number, call, isUrgent: isUrgent, at: now) ?? []
      perform(effects)
    case .startTimer(let id, let time):
      host?.cancelled.remove(id)
      queue.push(.engineTimer(epoch, id), at: max(time, now))
    case .cancelTimer(let id): host?.cancelled.insert(id)
    case .write(let entry): write(entry)
    case .send(let id, let notice):
      var entry = NoticeSent()
      switch notice.transport {
      case .webhook(let url): entry.transport = "webhook \(url)"
      case .file(let path): entry.transport = "file \(path)"
      case .request(let request): entry.transport = "webhook \(request.url)"
      case .call(let call): entry.transport = "\(call.service):\(call.operation)"
      }
      entry.body = JSON.text(notice.body, sorted: true)
      journal.write(.notice(entry), at: now)
      queue.push(.noticeSent(epoch, id), at: now + .milliseconds(50))
    case .report(let event): report(event)
    }
  }

  private func write(_ entry: LedgerEntry) {
    host?.ledger.append(entry)
    switch entry.kind {
    case "step-started", "undo-started", "undo-step-started": host?.announced = entry.finding
    default: break
    }
    if !["checkpoint", "queued", "judged"].contains(entry.kind) {
      var line = Ledger()
      (line.number, line.entry, line.finding) = (Int(entry.sequence), entry.kind, entry.finding)
      line.document = JSON.text(entry.document, sorted: true)
      journal.write(.ledger(line), at: now)
    }
    if let crash = host?.crash, crash.kind == entry.kind { die(restartAfter: crash.restartAfter) }
  }

  private func perform(_ effects: [ClientEffect]) {
    guard let epoch = host?.epoch else { return }
    for effect in effects {
      switch effect {
      case .send(let attempt, let request, let service, let scope):
        host?.calls[attempt.call]?.attempts += 1
        let travel = Duration.microseconds(latency.integer(in: 5_000...15_000))
        queue.push(
          .arrive(
            EngineRequest(
              epoch: epoch, attempt: attempt, request: request, service: service, scope: scope)),
          at: now + travel)
      case .wake(let time): queue.push(.clientWake(epoch), at: max(time, now))
      case .finished(let id, let outcome): finished(id, outcome)
      }
    }
  }

  private func finished(_ id: Int64, _ outcome: APIOutcome) {
    host?.inputs.append(.callFinished(CallID(id), outcome))
    guard let call = host?.calls.removeValue(forKey: id) else { return }
    var error: AWSError?
    if case .failure(let failure) = outcome { error = failure }
    journal.countCall(call.purpose.rawValue, call.name, isFailed: error != nil, at: now)
    guard call.purpose == .remediate || call.purpose == .undo else { return }
    var entry = EngineCall()
    (entry.purpose, entry.call, entry.finding) = (call.purpose.rawValue, call.name, call.finding)
    entry.subject = call.finding.flatMap { subjects[$0] }
    entry.input = JSON.text(call.call.input, sorted: true)
    (entry.attempts, entry.error) = (call.attempts, error?.code)
    entry.rowsChanged = call.rowsChanged
    journal.write(.engineCall(entry), at: now)
    if call.purpose == .remediate, finalScanActions != nil { finalScanActions? += 1 }
  }

  func answer(_ epoch: Int, _ attempt: AttemptID, _ result: TransportResult) throws(AWSError) {
    guard epoch == host?.epoch, host?.isDead == false else { return }
    if case .response(let response) = result, let call = host?.calls[attempt.call] {
      let isThrottled = response.status >= 400 && Self.throttles(response)
      journal.countAttempt(call.purpose.rawValue, call.name, isThrottled: isThrottled, at: now)
    }
    let effects = host?.client.received(attempt, result, at: now) ?? []
    perform(effects)
    try pump()
  }

  private static func throttles(_ response: HTTPResponse) -> Bool {
    let text = String(decoding: response.body.prefix(600), as: UTF8.self)
    return response.status == 503 || text.contains("Throttl")
      || text.contains("RequestLimitExceeded")
  }

  func wakeClient(_ epoch: Int) throws(AWSError) {
    guard epoch == host?.epoch, host?.isDead == false else { return }
    let effects = host?.client.fired(at: now) ?? []
    perform(effects)
    try pump()
  }

  func fire(_ epoch: Int, _ timer: TimerID) throws(AWSError) {
    guard epoch == host?.epoch, host?.isDead == false else { return }
    if host?.cancelled.remove(timer) != nil { return }
    try tell(.timerFired(timer))
  }

  func noticeSent(_ epoch: Int, _ notice: NoticeID) throws(AWSError) {
    guard epoch == host?.epoch, host?.isDead == false else { return }
    try tell(.noticeFinished(notice, error: nil))
  }

  // MARK: Crashes

  func crash(atLedger kind: String?, restartAfter delay: Duration) {
    guard host?.isDead == false else { return }
    if let kind {
      host?.crash = .init(kind: kind, restartAfter: delay)
    } else {
      die(restartAfter: delay)
    }
  }

  /// All but the ledger is lost; requests on the wire still reach AWS, their answers nobody.
  private func die(restartAfter delay: Duration) {
    var entry = EngineCrash()
    (entry.phase, entry.ledgerEntries) = (.died, host?.ledger.count ?? 0)
    entry.callsLost = host?.calls.count ?? 0
    journal.write(.engineCrash(entry), at: now)
    host?.isDead = true
    host?.crash = nil
    host?.inputs = []
    waiting.removeAll()
    queue.push(.restart, at: now + delay)
  }

  func restartEngine() throws(AWSError) {
    let ledger = host?.ledger ?? []
    var entry = EngineCrash()
    (entry.phase, entry.ledgerEntries) = (.restarted, ledger.count)
    journal.write(.engineCrash(entry), at: now)
    try startEngine(ledger: ledger)
  }
}
