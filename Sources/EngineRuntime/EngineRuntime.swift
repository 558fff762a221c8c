package import AWS
package import AWSClient
package import Remediation

/// An engine with its client: the glue that virtual time and real AWS share.
///
/// Maps what the engine asks for to what a driver does (write, send, wake), keeps the timers of
/// both, and hands answers back. Pure, as both are: a driver owns one, performs its effects in
/// their order and tells it what came of them. A crash is to drop it and to make a new one from
/// the ledger.
///
/// Invariant: a `write` stands before everything that must not start before it is durable.
package struct EngineRuntime: Sendable {
  package private(set) var engine: RemediationEngine
  package private(set) var client: ClientSession
  private var timers = TimerList()
  private var clientWake: Timestamp?
  private var announced: Timestamp?

  package init(engine: RemediationEngine, client: ClientSession) {
    self.engine = engine
    self.client = client
  }

  /// When `woken` is to be called next; nil while only answers are waited for.
  package var nextWake: Timestamp? {
    guard let timer = timers.first else { return clientWake }
    return min(timer, clientWake ?? timer)
  }

  /// First of all: with no entries, or with all that the ledger holds.
  package mutating func start(ledger: [LedgerEntry], at now: Timestamp) -> [RuntimeEffect] {
    handle([.started(ledger: ledger)], at: now)
  }

  /// An answer to a `send`.
  package mutating func received(
    _ attempt: AttemptID, _ result: TransportResult, at now: Timestamp
  ) -> [RuntimeEffect] {
    var inputs: [EngineInput] = []
    var out = EffectList()
    take(client.received(attempt, result, at: now), &inputs, &out)
    return handle(inputs, at: now, out)
  }

  /// The time of a `wake` has come; too early or too often does no harm.
  package mutating func woken(at now: Timestamp) -> [RuntimeEffect] {
    if let announced, announced <= now { self.announced = nil }
    var inputs: [EngineInput] = []
    var out = EffectList()
    if let wake = clientWake, wake <= now {
      clientWake = nil
      take(client.fired(at: now), &inputs, &out)
    }
    while let timer = timers.popDue(at: now) { inputs.append(.timerFired(timer)) }
    return handle(inputs, at: now, out)
  }

  package mutating func noticeFinished(_ id: NoticeID, error: String?, at now: Timestamp)
    -> [RuntimeEffect]
  {
    handle([.noticeFinished(id, error: error)], at: now)
  }

  package mutating func command(_ command: OperatorCommand, at now: Timestamp) -> [RuntimeEffect] {
    handle([.command(command)], at: now)
  }

  /// Replay of one record.
  package mutating func record(_ record: CloudTrailRecord, at now: Timestamp) -> [RuntimeEffect] {
    handle([.record(record)], at: now)
  }

  /// New credentials, when those of a role are about to run out.
  package mutating func use(_ credentials: CredentialTable) { client.credentials = credentials }

  private mutating func handle(
    _ inputs: [EngineInput], at now: Timestamp, _ begun: EffectList = EffectList()
  ) -> [RuntimeEffect] {
    var inputs = inputs
    var out = begun
    var next = 0
    while next < inputs.count {
      let input = inputs[next]
      next += 1
      for effect in engine.handle(input, at: now) {
        switch effect {
        case .call(let id, let call, let purpose):
          take(
            client.submit(id.number, call, isUrgent: purpose.isUrgent, at: now), &inputs, &out)
        case .startTimer(let id, let time): timers.add(id, at: time)
        case .cancelTimer(let id): timers.remove(id)
        case .write(let entry): out.write(entry)
        case .send(let id, let notice): out.act(.notice(id, notice))
        case .report(let event): out.report(event)
        }
      }
    }
    if let wake = nextWake, wake < announced ?? .distantFuture {
      announced = wake
      out.wake(at: wake)
    }
    return out.effects
  }

  private mutating func take(
    _ effects: [ClientEffect], _ inputs: inout [EngineInput], _ out: inout EffectList
  ) {
    for effect in effects {
      switch effect {
      case .send(let attempt, let request, let service, let scope):
        out.act(.send(attempt, request, service: service, scope))
      case .wake(let time): clientWake = min(time, clientWake ?? time)
      case .finished(let id, let outcome): inputs.append(.callFinished(CallID(id), outcome))
      }
    }
  }
}

/// What a driver does, in this order.
package enum RuntimeEffect: Hashable, Sendable {
  /// To the ledger; what follows starts once it is durable.
  case write([LedgerEntry])
  /// On the wire; the answer goes to `received`.
  case send(AttemptID, HTTPRequest, service: String, Scope)
  /// To people; what came of it goes to `noticeFinished`.
  case notice(NoticeID, Notice)
  /// To the journal or the log.
  case report(EngineEvent)
  /// Call `woken` at that time. An earlier one than any before; `nextWake` tells the same.
  case wake(at: Timestamp)
}

extension CallPurpose {
  /// What a fix waits for goes before listings and polls.
  fileprivate var isUrgent: Bool {
    switch self {
    case .read, .remediate, .verify, .undo: true
    case .feed, .scan, .notify: false
    }
  }
}

/// Effects in order, ledger entries gathered into one write up to the first act that needs them:
/// one sync of the disk instead of one an entry.
private struct EffectList {
  private var done: [RuntimeEffect] = []
  private var entries: [LedgerEntry] = []

  mutating func write(_ entry: LedgerEntry) { entries.append(entry) }

  mutating func report(_ event: EngineEvent) { done.append(.report(event)) }

  mutating func wake(at time: Timestamp) { done.append(.wake(at: time)) }

  mutating func act(_ effect: RuntimeEffect) {
    flush()
    done.append(effect)
  }

  private mutating func flush() {
    if !entries.isEmpty { done.append(.write(entries)) }
    entries = []
  }

  var effects: [RuntimeEffect] {
    var list = self
    list.flush()
    return list.done
  }
}

/// The engine's timers, the earliest last; of two at once the older first.
private struct TimerList: Sendable {
  private var entries: [(at: Timestamp, id: TimerID)] = []

  var first: Timestamp? { entries.last?.at }

  mutating func add(_ id: TimerID, at time: Timestamp) {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].at > time { low = middle + 1 } else { high = middle }
    }
    entries.insert((time, id), at: low)
  }

  mutating func remove(_ id: TimerID) { entries.removeAll { $0.id == id } }

  mutating func popDue(at now: Timestamp) -> TimerID? {
    guard let last = entries.last, last.at <= now else { return nil }
    entries.removeLast()
    return last.id
  }
}
