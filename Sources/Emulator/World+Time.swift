package import AWS
import OrderedCollections

/// Time passes only when the owner says so.
extension World {
  /// When a delivery is due next; nil when nothing is on its way.
  package var nextDue: Timestamp? {
    get throws(AWSError) { try outbox?.nextDue(in: self) }
  }

  /// Does what is due by `now`, in one transaction.
  package func advance(to now: Timestamp) throws(AWSError) {
    let now = clamp(now)
    guard let outbox, let due = try outbox.nextDue(in: self), due <= now else { return }
    try transaction { () throws(AWSError) in try outbox.advance(self, to: now) }
  }

  /// Time never runs backwards.
  func clamp(_ now: Timestamp) -> Timestamp {
    latest = max(latest, now)
    return latest
  }

  /// The queues that changed since the last ask, in the order of their first change: long polls
  /// that wait on one of them are to be resumed.
  package func takeWakes() -> [String] {
    if wakes.isEmpty { return [] }
    let taken = Array(wakes)
    wakes.removeAll()
    return taken
  }

  /// Says that a queue has something new for those who wait on it.
  package func wake(_ queueARN: String) { wakes.append(queueARN) }

  /// All of `body`'s changes or none. Inside another transaction it joins that one.
  package func transaction(_ body: () throws(AWSError) -> Void) throws(AWSError) {
    if database.isInTransaction { return try body() }
    let mark = observer.mark
    try database.begin()
    do {
      try body()
      try database.commit()
    } catch {
      database.rollback()
      observer.forget(since: mark)
      throw error
    }
  }
}
