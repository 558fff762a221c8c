package import AWS

/// Records that a feed read in one stretch of time, counted.
package struct RecordsSeen: JournalPayload {
  package var feed = ""
  package var from = Timestamp(microseconds: 0)
  package var until = Timestamp(microseconds: 0)
  package var count = 0
  /// Of them, those whose event id had been seen before.
  package var duplicates = 0
  /// Resources put on the list again while they were on it.
  package var coalesced = 0

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("feed", &feed)
    f.time("from", &from)
    f.time("until", &until)
    f.integer("count", &count)
    f.integer("duplicates", &duplicates)
    f.integer("coalesced", &coalesced)
  }
}

/// The engine read the record of a labelled step.
package struct LabelRecordSeen: JournalPayload {
  package var label = ""
  package var eventID = ""
  package var eventName = ""
  package var eventTime = Timestamp(microseconds: 0)
  package var feed = ""
  package var duplicate = false

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("label", &label)
    f.text("eventID", &eventID)
    f.text("eventName", &eventName)
    f.time("eventTime", &eventTime)
    f.text("feed", &feed)
    f.flag("duplicate", &duplicate)
  }
}

/// A resource was put on the list of what is to be read again; kept for labelled resources.
package struct Queued: JournalPayload {
  package var subject = Subject.none
  /// `event-queue`, `lookup-events`, `scan`
  package var source = ""
  package var eventIDs: [String] = []
  package var coalesced = false

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.subject("subject", &subject)
    f.text("source", &source)
    f.texts("eventIDs", &eventIDs)
    f.flag("coalesced", &coalesced)
  }
}

/// A scheduled scan of one rule began, or ended with that many resources read.
package struct Scan: JournalPayload {
  package var rule = ""
  /// `aws/123456789012/us-east-1`
  package var scope = ""
  /// nil as it begins.
  package var resources: Int?

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("rule", &rule)
    f.text("scope", &scope)
    f.integer("resources", &resources)
  }
}

/// A rule matched a resource as it stood when it was read.
package struct FindingOpened: JournalPayload {
  package var finding = ""
  package var rule = ""
  package var subject = Subject.none
  /// `event-queue`, `lookup-events`, `scan`
  package var source = ""
  package var eventIDs: [String] = []

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("finding", &finding)
    f.text("rule", &rule)
    f.subject("subject", &subject)
    f.text("source", &source)
    f.texts("eventIDs", &eventIDs)
  }
}

/// Nothing was done on a finding, and why.
package struct FindingHeld: JournalPayload {
  package var finding = ""
  package var reason = ""

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("finding", &finding)
    f.text("reason", &reason)
  }
}

package struct Planned: JournalPayload {
  package var finding = ""
  /// Each as `service:Operation`.
  package var steps: [String] = []

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("finding", &finding)
    f.texts("steps", &steps)
  }
}

package struct StepFinished: JournalPayload {
  package var finding = ""
  package var step = 0
  package var error: String?

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("finding", &finding)
    f.integer("step", &step)
    f.text("error", &error)
  }
}

/// The resource was read again after the last step.
package struct Verified: JournalPayload {
  package var finding = ""
  package var fixed = false

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("finding", &finding)
    f.flag("fixed", &fixed)
  }
}

/// A finding ended without a fix of ours.
package struct FindingClosed: JournalPayload {
  package var finding = ""
  package var reason = ""

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("finding", &finding)
    f.text("reason", &reason)
  }
}

package struct Undone: JournalPayload {
  package var finding = ""
  package var complete = false

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("finding", &finding)
    f.flag("complete", &complete)
  }
}

/// After an undo: whether the rows are to the letter what they were before the fix.
package struct UndoCompared: JournalPayload {
  package var finding = ""
  package var exact = false
  /// `security_group_rule.rule_id of sg-...`: identifiers that AWS makes anew are listed apart.
  package var differences: [String] = []

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("finding", &finding)
    f.flag("exact", &exact)
    f.texts("differences", &differences)
  }
}

/// Something people must know.
package struct Warning: JournalPayload {
  package var text = ""

  package init() {}

  package mutating func fields(_ f: inout Fields) { f.text("text", &text) }
}
