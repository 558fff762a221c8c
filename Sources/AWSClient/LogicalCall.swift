import AWS

/// One submitted call on its way, with its retries and pages.
struct LogicalCall: Hashable, Sendable {
  let id: Int64
  /// Its input is that of the page asked for now.
  var call: APICall
  let lane: Int
  let isUrgent: Bool
  var walk: PageWalk?
  /// Attempts put on the wire so far.
  var attempts = 0
  /// Failures of the page asked for now.
  var failures = 0
  /// What the last retry took from the quota.
  var lastCost = 0
  /// Whether a wrong clock or region was corrected already; a second time is a failure.
  var corrected: Set<Correction> = []
  /// Where S3 says that the bucket is.
  var region: String?
  var state = State.queued

  enum State: Hashable, Sendable {
    case queued
    case sent
    case waiting
  }

  enum Correction: Hashable, Sendable { case clock, region }

  var attempt: AttemptID { AttemptID(call: id, attempt: attempts) }
}

/// What shares a pace and a place on the wire: one class of operations of one service in one
/// account and region.
struct LaneKey: Hashable, Sendable {
  var service: String
  var scope: Scope
  var name: String
}

struct Lane: Hashable, Sendable {
  let key: LaneKey
  var bucket: TokenBucket
  var inFlight = 0
  /// Fixes and what waits for them, before listings and polls.
  var urgent = CallQueue()
  var ordinary = CallQueue()

  var waitingCount: Int { urgent.count + ordinary.count }

  mutating func popFirst() -> Int64? { urgent.popFirst() ?? ordinary.popFirst() }
}

/// First in, first out, without moving what is left.
struct CallQueue: Hashable, Sendable {
  private var items: [Int64] = []
  private var head = 0

  var count: Int { items.count - head }

  mutating func append(_ id: Int64) { items.append(id) }

  mutating func popFirst() -> Int64? {
    guard head < items.count else { return nil }
    defer {
      head += 1
      if head == items.count {
        items.removeAll(keepingCapacity: true)
        head = 0
      } else if head > 1024 {
        items.removeFirst(head)
        head = 0
      }
    }
    return items[head]
  }
}

/// What is due at a time: few at once, kept in order.
struct Agenda: Hashable, Sendable {
  enum Item: Hashable, Sendable {
    case retry(Int64)
    case timeout(AttemptID)
  }

  private(set) var entries: [(at: Timestamp, item: Item)] = []
  var first: Timestamp? { entries.last?.at }

  /// Latest first, so that the earliest leaves at the end; of two at once the older leaves first.
  mutating func add(_ item: Item, at time: Timestamp) {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].at > time { low = middle + 1 } else { high = middle }
    }
    entries.insert((time, item), at: low)
  }

  mutating func popDue(at now: Timestamp) -> Item? {
    guard let last = entries.last, last.at <= now else { return nil }
    entries.removeLast()
    return last.item
  }

  mutating func removeStale(_ isStale: (Item) -> Bool) {
    while let last = entries.last, isStale(last.item) { entries.removeLast() }
  }

  static func == (a: Agenda, b: Agenda) -> Bool {
    a.entries.elementsEqual(b.entries) { $0.at == $1.at && $0.item == $1.item }
  }
  func hash(into hasher: inout Hasher) { hasher.combine(entries.count) }
}
