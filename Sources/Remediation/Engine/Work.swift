import AWS

/// One resource that is to be read and judged, and where that stands.
struct Work: Sendable {
  let resource: ResourceReference
  let type: Int
  var cause: Cause
  var phase = Phase.queued
  /// What came while it was in work: it is read again afterwards.
  var again: Cause?
  var reading: Reading?
  var readStartedAt = Timestamp(microseconds: 0)
  var readFailures = 0
  var undo: UndoRun?

  enum Phase: Hashable, Sendable {
    case queued
    case sleeping(TimerID)
    case reading
    case fixing
    case undoing

    var isInFlight: Bool {
      switch self {
      case .queued, .sleeping: false
      case .reading, .fixing, .undoing: true
      }
    }
  }

  /// Why a resource is to be judged.
  struct Cause: Hashable, Sendable {
    /// Indices, ascending.
    var rules: [Int]
    /// The first that asked.
    var source: DetectionSource
    /// The first so many.
    var eventIDs: [String]
    /// The last `queued` entry of the ledger that asked; 0 for none.
    var through: Int64 = 0
    /// Rules whose fixes are held, and why: set by a scan.
    var holds: [Int: String] = [:]

    static let eventIDLimit = 50

    mutating func merge(_ other: Cause) {
      rules = Array(Set(rules).union(other.rules)).sorted()
      if eventIDs.isEmpty, !other.eventIDs.isEmpty { source = other.source }
      eventIDs = Array((eventIDs + other.eventIDs).prefix(Self.eventIDLimit))
      through = max(through, other.through)
      holds.merge(other.holds) { $1 }
    }
  }
}

/// A record that names its resource in another way: a read tells which it is.
struct NameLookup: Sendable {
  var listing: Listing
  let read: ReadCall
  let type: Int
  let scope: Scope
  let cause: Work.Cause
  var failures = 0
}
