package import AWS

/// The engine's calls of one purpose and operation in one stretch of time, counted.
package struct EngineCalls: JournalPayload {
  /// `feed`, `scan`, `read`, `remediate`, `verify`, `undo`
  package var purpose = ""
  /// `cloudtrail:LookupEvents`
  package var call = ""
  package var from = Timestamp(microseconds: 0)
  package var until = Timestamp(microseconds: 0)
  /// Calls that ended, however often each was tried.
  package var count = 0
  /// Requests put on the wire, tries included.
  package var attempts = 0
  /// Tries that were throttled.
  package var throttled = 0
  /// Calls that ended in an error for good.
  package var failed = 0

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("purpose", &purpose)
    f.text("call", &call)
    f.time("from", &from)
    f.time("until", &until)
    f.integer("count", &count)
    f.integer("attempts", &attempts)
    f.integer("throttled", &throttled)
    f.integer("failed", &failed)
  }
}

/// A call of the engine that changes something: kept one by one.
package struct EngineCall: JournalPayload {
  /// `remediate` or `undo`
  package var purpose = ""
  package var call = ""
  package var finding: String?
  /// The resource it changes, as the finding names it.
  package var subject: Subject?
  /// The call's input as JSON.
  package var input = ""
  package var attempts = 0
  package var error: String?
  /// Rows of customers' resources that it changed, over all its tries.
  package var rowsChanged = 0

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("purpose", &purpose)
    f.text("call", &call)
    f.text("finding", &finding)
    f.subject("subject", &subject)
    f.text("input", &input)
    f.integer("attempts", &attempts)
    f.text("error", &error)
    f.integer("rowsChanged", &rowsChanged)
  }
}

/// The engine's process died, or came back with what its ledger held.
package struct EngineCrash: JournalPayload {
  package enum Phase: String, Hashable, Sendable { case died, restarted }
  package var phase = Phase.died
  package var ledgerEntries = 0
  /// Calls that were on the wire.
  package var callsLost = 0

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.choice("phase", &phase)
    f.integer("ledgerEntries", &ledgerEntries)
    f.integer("callsLost", &callsLost)
  }
}

/// An entry that the engine wrote to its ledger; checkpoints are left out.
package struct Ledger: JournalPayload {
  package var number = 0
  /// `finding`, `plan`, `step-started` ...
  package var entry = ""
  package var finding: String?
  /// The entry's document as JSON.
  package var document = ""

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.integer("number", &number)
    f.text("entry", &entry)
    f.text("finding", &finding)
    f.text("document", &document)
  }
}

/// A message to people that a `notify` or `webhook` action sent.
package struct NoticeSent: JournalPayload {
  package var transport = ""
  package var body = ""

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("transport", &transport)
    f.text("body", &body)
  }
}

/// A net change by the engine that no label allows.
package struct CollateralChange: JournalPayload {
  package enum Change: String, Hashable, Sendable { case inserted, modified, deleted }
  package var subject = Subject.none
  package var table = ""
  package var change = Change.modified
  /// Which columns, with their values before and after.
  package var about = ""
  /// The call that did it.
  package var call = ""
  package var finding: String?
  /// The benign label whose work it was; nil for what was there before the method began.
  package var label: String?

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.subject("subject", &subject)
    f.text("table", &table)
    f.choice("change", &change)
    f.text("about", &about)
    f.text("call", &call)
    f.text("finding", &finding)
    f.text("label", &label)
  }
}
