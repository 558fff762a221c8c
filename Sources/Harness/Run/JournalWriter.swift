import AWS
import Delivery
import Faults
import Journal
import Simulation

/// Writes a run's journal: single entries as they come, counted ones when their minute is over.
struct JournalWriter {
  private(set) var entries: [JournalEntry] = []
  private static let window = Duration.minutes(1)
  private var workloads: [WorkloadKey: WorkloadCalls] = [:]
  private var calls: [CallKey: EngineCalls] = [:]
  private var seen: [SeenKey: RecordsSeen] = [:]
  private var deliveries: [DeliveryKey: Deliveries] = [:]
  private var waiting: [Channel: EventQueue<Void>] = [:]
  private var flushedUntil: Timestamp

  private struct WorkloadKey: Hashable, Comparable {
    var from: Timestamp
    var workload: String
    var call: String
    static func < (a: Self, b: Self) -> Bool {
      (a.from, a.workload, a.call) < (b.from, b.workload, b.call)
    }
  }
  private struct CallKey: Hashable, Comparable {
    var from: Timestamp
    var purpose: String
    var call: String
    static func < (a: Self, b: Self) -> Bool {
      (a.from, a.purpose, a.call) < (b.from, b.purpose, b.call)
    }
  }
  private struct SeenKey: Hashable, Comparable {
    var from: Timestamp
    var feed: String
    static func < (a: Self, b: Self) -> Bool { (a.from, a.feed) < (b.from, b.feed) }
  }
  private struct DeliveryKey: Hashable, Comparable {
    var from: Timestamp
    var channel: Channel
    static func < (a: Self, b: Self) -> Bool { (a.from, a.channel) < (b.from, b.channel) }
  }

  init(startingAt start: Timestamp) { flushedUntil = start }

  mutating func write(_ kind: JournalEntry.Kind, at time: Timestamp) {
    flush(before: time)
    append(kind, at: time)
  }

  private mutating func append(_ kind: JournalEntry.Kind, at time: Timestamp) {
    entries.append(
      JournalEntry(sequence: Int64(entries.count + 1), time: time, kind: kind))
  }

  private func windowStart(_ time: Timestamp) -> Timestamp {
    let width = Self.window.microseconds
    return Timestamp(microseconds: time.microseconds / width * width)
  }

  mutating func countWorkload(
    _ workload: String, _ call: String, isThrottled: Bool, isFailed: Bool, at time: Timestamp
  ) {
    let key = WorkloadKey(from: windowStart(time), workload: workload, call: call)
    workloads[key, default: WorkloadCalls()].count += 1
    if isThrottled {
      workloads[key]?.throttled += 1
    } else if isFailed {
      workloads[key]?.failed += 1
    }
  }

  /// A request of the engine's on the wire.
  mutating func countAttempt(
    _ purpose: String, _ call: String, isThrottled: Bool, at time: Timestamp
  ) {
    count(purpose, call, time) {
      $0.attempts += 1
      if isThrottled { $0.throttled += 1 }
    }
  }

  /// A call of the engine's that ended.
  mutating func countCall(_ purpose: String, _ call: String, isFailed: Bool, at time: Timestamp) {
    count(purpose, call, time) {
      $0.count += 1
      if isFailed { $0.failed += 1 }
    }
  }

  private mutating func count(
    _ purpose: String, _ call: String, _ time: Timestamp, _ change: (inout EngineCalls) -> Void
  ) {
    let key = CallKey(from: windowStart(time), purpose: purpose, call: call)
    change(&calls[key, default: EngineCalls()])
  }

  mutating func countSeen(_ feed: String, isDuplicate: Bool, at time: Timestamp) {
    let key = SeenKey(from: windowStart(time), feed: feed)
    seen[key, default: RecordsSeen()].count += 1
    if isDuplicate { seen[key]?.duplicates += 1 }
  }

  mutating func countCoalesced(_ source: String, at time: Timestamp) {
    seen[SeenKey(from: windowStart(time), feed: source), default: RecordsSeen()].coalesced += 1
  }

  /// What becomes of a record on a channel, as far as it is known when the channel takes it on.
  ///
  /// Everything is changed in place: a flood comes by here two hundred thousand times.
  mutating func count(_ outcome: DeliveryOutcome) {
    let key = DeliveryKey(from: windowStart(outcome.called), channel: outcome.channel)
    let depth = waiting[outcome.channel, default: EventQueue()]
      .take(outcome.arrivals, after: outcome.called)
    deliveries[key, default: Deliveries()].note(outcome, depth: depth)
    for (copy, arrival) in outcome.arrivals.enumerated() {
      let key = DeliveryKey(from: windowStart(arrival), channel: outcome.channel)
      deliveries[key, default: Deliveries()].noteArrival(
        after: arrival - outcome.called, isCopy: copy > 0)
    }
  }

  /// Writes the counts of all minutes that are over.
  private mutating func flush(before time: Timestamp) {
    let limit = windowStart(time)
    guard limit > flushedUntil else { return }
    flushAll { $0 < limit }
    flushedUntil = limit
  }

  /// Writes what is still counted; deliveries to come are told in the minutes of their arrival.
  mutating func finish(at end: Timestamp) { flushAll { $0 <= end } }

  private mutating func flushAll(where isOver: (Timestamp) -> Bool) {
    var due: [(time: Timestamp, kind: JournalEntry.Kind)] = []
    for key in workloads.keys.filter({ isOver($0.from) }).sorted() {
      guard var entry = workloads.removeValue(forKey: key) else { continue }
      (entry.workload, entry.call) = (key.workload, key.call)
      (entry.from, entry.until) = (key.from, key.from + Self.window)
      due.append((entry.until, .workloadCalls(entry)))
    }
    for key in deliveries.keys.filter({ isOver($0.from) }).sorted() {
      guard var entry = deliveries.removeValue(forKey: key) else { continue }
      entry.channel = key.channel.rawValue
      (entry.from, entry.until) = (key.from, key.from + Self.window)
      due.append((entry.until, .deliveries(entry)))
    }
    for key in seen.keys.filter({ isOver($0.from) }).sorted() {
      guard var entry = seen.removeValue(forKey: key) else { continue }
      entry.feed = key.feed
      (entry.from, entry.until) = (key.from, key.from + Self.window)
      due.append((entry.until, .recordsSeen(entry)))
    }
    for key in calls.keys.filter({ isOver($0.from) }).sorted() {
      guard var entry = calls.removeValue(forKey: key) else { continue }
      (entry.purpose, entry.call) = (key.purpose, key.call)
      (entry.from, entry.until) = (key.from, key.from + Self.window)
      due.append((entry.until, .engineCalls(entry)))
    }
    let order = due.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    for item in order { append(item.element.kind, at: item.element.time) }
  }
}

extension Deliveries {
  fileprivate mutating func note(_ outcome: DeliveryOutcome, depth: Int) {
    accepted += 1
    maxWaiting = max(maxWaiting, depth)
    guard outcome.arrivals.isEmpty else { return }
    if outcome.lostBy == ChannelCapacity.name { dropped += 1 } else { lost += 1 }
  }

  fileprivate mutating func noteArrival(after delay: Duration, isCopy: Bool) {
    delivered += 1
    if isCopy { duplicated += 1 }
    latency.add(delay)
  }
}

extension EventQueue<Void> {
  /// Lets go what has arrived by then, takes on what arrives later, and says how much waits.
  fileprivate mutating func take(_ arrivals: [Timestamp], after now: Timestamp) -> Int {
    while pop(dueBy: now) != nil {}
    for arrival in arrivals where arrival > now { push((), at: arrival) }
    return count
  }
}
