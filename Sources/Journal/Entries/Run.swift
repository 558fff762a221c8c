package import AWS

/// The first entry: what is run, and how to run it again.
package struct RunStarted: JournalPayload {
  /// `foundational/ssh-under-flood`: the file's path below Scenarios, without its ending.
  package var scenario = ""
  package var title = ""
  package var about = ""
  package var tags: [String] = []
  package var seed: UInt64 = 0
  /// Repeats this run.
  package var commandLine = ""
  /// The storm's length; the calm follows.
  package var duration: Duration = .zero
  /// When the faults and workloads stop.
  package var calmFrom = Timestamp(microseconds: 0)
  /// When the run is over at the latest.
  package var until = Timestamp(microseconds: 0)
  package var rules: [String] = []
  package var feeds: [String] = []
  package var mode = ""
  /// The metrics that this scenario wants to see violated.
  package var expectViolated: [String] = []
  /// Where policies count: `enforce`.
  package var iam: String?
  /// The layers of defence that this run does without: `scp`, `remediation`.
  package var without: [String] = []

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("scenario", &scenario)
    f.text("title", &title)
    f.text("about", &about)
    f.texts("tags", &tags)
    f.unsigned("seed", &seed)
    f.text("commandLine", &commandLine)
    f.duration("duration", &duration)
    f.time("calmFrom", &calmFrom)
    f.time("until", &until)
    f.texts("rules", &rules)
    f.texts("feeds", &feeds)
    f.text("mode", &mode)
    f.texts("expectViolated", &expectViolated)
    f.text("iam", &iam)
    f.texts("without", &without)
  }
}

/// A fault's time of effect: a band on the timeline.
package struct FaultWindow: JournalPayload {
  /// `event-delay`
  package var fault = ""
  /// `lognormal, median 90s on event-queue`
  package var about = ""
  /// The delivery channels or the service it acts on.
  package var targets: [String] = []
  package var from = Timestamp(microseconds: 0)
  package var until = Timestamp(microseconds: 0)

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("fault", &fault)
    f.text("about", &about)
    f.texts("targets", &targets)
    f.time("from", &from)
    f.time("until", &until)
  }
}

/// From here on no fault acts and no workload runs: the engine must converge.
package struct CalmStarted: JournalPayload {
  /// The violations that are open at that moment.
  package var openViolations = 0

  package init() {}

  package mutating func fields(_ f: inout Fields) { f.integer("openViolations", &openViolations) }
}

/// A probe of the steady-state hypothesis, before the method or after the calm.
package struct ProbeResult: JournalPayload {
  package enum Phase: String, Hashable, Sendable { case before, after }
  package var probe = ""
  package var phase = Phase.before
  package var expected = ""
  package var actual = ""
  package var holds = false

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("probe", &probe)
    f.choice("phase", &phase)
    f.text("expected", &expected)
    f.text("actual", &actual)
    f.flag("holds", &holds)
  }
}

/// The last scan, on a world that should be clean: each action of it says that fixing again and
/// again changes things, which idempotence forbids.
package struct FinalScan: JournalPayload {
  package var actions = 0

  package init() {}

  package mutating func fields(_ f: inout Fields) { f.integer("actions", &actions) }
}

/// The last entry of what happened; only expectations follow.
package struct RunEnded: JournalPayload {
  /// Nothing under way in the engine and nothing left in its queues.
  package var converged = false
  /// Messages that still wait in the engine's queue.
  package var messagesLeft = 0
  /// Records that no channel has delivered yet.
  package var deliveriesLeft = 0
  /// Requests that the emulator answered, the workloads' included.
  package var requests = 0

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.flag("converged", &converged)
    f.integer("messagesLeft", &messagesLeft)
    f.integer("deliveriesLeft", &deliveriesLeft)
    f.integer("requests", &requests)
  }
}
