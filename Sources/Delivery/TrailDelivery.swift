// Delivery: the way of a CloudTrail record from the emulator's outbox to whoever reads it, on three
// channels: the event history, log files in S3, and EventBridge to its targets. What is on its way
// is rows in the world's own database, written in the transaction of the call that the record tells
// of, so that neither a kill -9 nor a clone loses one. Faults act here and nowhere else. Left out:
// digest files.

package import AWS
package import Emulator
package import Faults

/// Takes each record through its channels.
package final class TrailDelivery: Outbox {
  /// Judges what is accepted from now on; what is on its way keeps its time.
  package var faults: FaultSchedule
  /// Told of each record and channel as it is accepted, and of what a target refused.
  package var observe: ((DeliveryOutcome) -> Void)?
  var interest = Interest()
  /// nil when it must be asked of the database.
  private var earliest: Timestamp??

  package init(faults: FaultSchedule = .none) { self.faults = faults }

  /// Makes this the world's outbox and finds again what an earlier one left on its way.
  package func attach(to world: World) throws(AWSError) {
    try world.database.script(Self.schema)
    earliest = nil
    interest = Interest()
    world.outbox = self
  }

  /// `delivery_file` holds records that wait for their log file, `delivery_event` those that wait
  /// for EventBridge; times are microseconds.
  private static let schema = """
    CREATE TABLE IF NOT EXISTS delivery_file (
      due INTEGER NOT NULL, trail TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
      record INTEGER NOT NULL, copy INTEGER NOT NULL,
      PRIMARY KEY (due, trail, account, region, record, copy)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS delivery_event (
      id INTEGER PRIMARY KEY, due INTEGER NOT NULL, record INTEGER NOT NULL,
      event_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS delivery_event_due ON delivery_event (due, id);
    """

  package func accept(
    _ record: CloudTrailRecord, rowID: Int64, in world: World, at now: Timestamp
  ) throws(AWSError) {
    interest.notice(record, rowID: rowID)
    let delivery = Accepted(record: record, rowID: rowID, time: now)
    if record.isManagement { try acceptHistory(delivery, world) }
    let trails = try interest.trails(logging: record, in: world)
    if trails.isEmpty { return }
    for trail in trails { try acceptFile(delivery, trail, world) }
    if try interest.hasRules(for: record, in: world) { try acceptEvent(delivery, world) }
  }

  package func nextDue(in world: World) throws(AWSError) -> Timestamp? {
    if let earliest { return earliest }
    let row = try world.database.row(
      """
      SELECT min(due) FROM (
        SELECT min(due) AS due FROM delivery_file UNION ALL SELECT min(due) FROM delivery_event)
      """)
    let due = row?.optionalInteger(0).map(Timestamp.init(microseconds:))
    earliest = .some(due)
    return due
  }

  package func advance(_ world: World, to now: Timestamp) throws(AWSError) {
    while let due = try nextDue(in: world), due <= now {
      try deliverFiles(due: due, world)
      try deliverEvents(due: due, world)
      earliest = nil
    }
  }

  func expect(_ due: Timestamp) {
    if case .some(let known) = earliest { earliest = .some(min(known ?? due, due)) }
  }

  /// What waits in all channels.
  package func waitingCount(in world: World) throws(AWSError) -> Int {
    let row = try world.database.row(
      """
      SELECT (SELECT count(*) FROM delivery_file) + (SELECT count(*) FROM delivery_event)
      """)
    return Int(row?.integer(0) ?? 0)
  }
}

/// A record on its way in.
struct Accepted {
  let record: CloudTrailRecord
  let rowID: Int64
  let time: Timestamp

  func facts(_ channel: Channel) -> DeliveryFacts {
    DeliveryFacts(channel: channel, eventName: record.eventName, scope: record.scope)
  }

  func outcome(_ channel: Channel, _ judgement: FaultSchedule.Judgement) -> DeliveryOutcome {
    DeliveryOutcome(
      channel: channel, eventID: record.eventID, eventName: record.eventName, called: time,
      arrivals: judgement.arrivals, lostBy: judgement.lostBy)
  }
}

/// What becomes of a record on a channel, known as soon as it is accepted.
package struct DeliveryOutcome: Hashable, Sendable {
  package let channel: Channel
  package let eventID: String
  package let eventName: String
  package let called: Timestamp
  /// When each copy arrives, ascending; empty for what is lost.
  package let arrivals: [Timestamp]
  /// The fault, or the refusal of a target, that took it.
  package let lostBy: String?

  package init(
    channel: Channel, eventID: String, eventName: String, called: Timestamp,
    arrivals: [Timestamp], lostBy: String?
  ) {
    self.channel = channel
    self.eventID = eventID
    self.eventName = eventName
    self.called = called
    self.arrivals = arrivals
    self.lostBy = lostBy
  }
}
