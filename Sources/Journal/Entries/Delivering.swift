package import AWS

/// What one channel did with records in one stretch of time.
package struct Deliveries: JournalPayload {
  /// `event-history`, `log-files`, `event-queue`
  package var channel = ""
  package var from = Timestamp(microseconds: 0)
  package var until = Timestamp(microseconds: 0)
  /// Records that the channel took on.
  package var accepted = 0
  package var delivered = 0
  /// Lost by a fault.
  package var lost = 0
  /// Second and further copies.
  package var duplicated = 0
  /// Refused by a full channel.
  package var dropped = 0
  /// The most that waited at once.
  package var maxWaiting = 0
  /// From the call to the arrival.
  package var latency = LatencyHistogram()

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("channel", &channel)
    f.time("from", &from)
    f.time("until", &until)
    f.integer("accepted", &accepted)
    f.integer("delivered", &delivered)
    f.integer("lost", &lost)
    f.integer("duplicated", &duplicated)
    f.integer("dropped", &dropped)
    f.integer("maxWaiting", &maxWaiting)
    f.histogram("latency", &latency)
  }
}

/// The fate of a labelled step's record on one channel.
package struct LabelDelivery: JournalPayload {
  package enum Outcome: String, Hashable, Sendable { case delivered, duplicated, lost, dropped }
  package var label = ""
  package var eventID = ""
  package var eventName = ""
  package var channel = ""
  package var outcome = Outcome.delivered
  /// From the call to the arrival; absent for what is lost.
  package var latency: Duration?

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("label", &label)
    f.text("eventID", &eventID)
    f.text("eventName", &eventName)
    f.text("channel", &channel)
    f.choice("outcome", &outcome)
    f.duration("latency", &latency)
  }
}
