package import AWS

/// What a step of the method was: the ground truth that findings are held against.
package enum LabelKind: String, Hashable, Sendable, CaseIterable {
  /// It put a resource into a state that must be found and mended.
  case attack
  /// It tried and could not: nothing is there to be mended.
  case attempt
  /// Rightful work: nothing of it may be touched.
  case benign
}

/// A step's label, declared as the step is made.
package struct Label: JournalPayload {
  /// `L1`, in the order of the method.
  package var label = ""
  package var kind = LabelKind.benign
  /// What an attack violates: `ec2-open-admin-port`; empty where nothing is said.
  package var violates = ""
  package var subject = Subject.none
  package var actor = ""
  /// The call's event id in CloudTrail.
  package var eventID: String?
  /// What the scenario says of it, for people.
  package var about: String?
  /// The step's place in the method, from 1: the same in every variant of a scenario.
  package var step: Int?

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("label", &label)
    f.choice("kind", &kind)
    f.text("violates", &violates)
    f.subject("subject", &subject)
    f.text("actor", &actor)
    f.text("eventID", &eventID)
    f.text("about", &about)
    f.integer("step", &step)
  }
}

/// A call that a step of the method made.
package struct ActorCall: JournalPayload {
  package var actor = ""
  /// `ec2:AuthorizeSecurityGroupIngress`
  package var call = ""
  package var label: String?
  package var subject = Subject.none
  package var requestID = ""
  /// AWS's code, where it was refused or failed.
  package var error: String?

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("actor", &actor)
    f.text("call", &call)
    f.text("label", &label)
    f.subject("subject", &subject)
    f.text("requestID", &requestID)
    f.text("error", &error)
  }
}

/// A checker found a resource in a bad state.
package struct ViolationOpened: JournalPayload {
  /// `V1`, in the order of opening.
  package var violation = ""
  /// `ec2-open-admin-port`
  package var checker = ""
  package var subject = Subject.none
  /// The attack that caused it, where one did.
  package var label: String?
  /// `22/tcp from anywhere`
  package var about = ""
  /// Whose call it was: an actor, a workload, `operator` for an undo, `aws`, `set-up`.
  package var openedBy = ""

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("violation", &violation)
    f.text("checker", &checker)
    f.subject("subject", &subject)
    f.text("label", &label)
    f.text("about", &about)
    f.text("openedBy", &openedBy)
  }
}

/// The bad state is over.
package struct ViolationClosed: JournalPayload {
  package var violation = ""
  package var subject = Subject.none
  /// How long the state was bad.
  package var exposure: Duration = .zero
  /// `engine`, or the actor whose call ended it.
  package var closedBy = ""
  /// `ec2:RevokeSecurityGroupIngress`
  package var call = ""

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("violation", &violation)
    f.subject("subject", &subject)
    f.duration("exposure", &exposure)
    f.text("closedBy", &closedBy)
    f.text("call", &call)
  }
}

/// A workload's time.
package struct WorkloadWindow: JournalPayload {
  /// `flood 1`
  package var workload = ""
  package var mix = ""
  package var callsPerSecond = 0
  package var from = Timestamp(microseconds: 0)
  package var until = Timestamp(microseconds: 0)

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("workload", &workload)
    f.text("mix", &mix)
    f.integer("callsPerSecond", &callsPerSecond)
    f.time("from", &from)
    f.time("until", &until)
  }
}

/// The calls of a workload in one stretch of time, counted: a flood is never kept call by call.
package struct WorkloadCalls: JournalPayload {
  package var workload = ""
  /// `sts:AssumeRole`
  package var call = ""
  package var from = Timestamp(microseconds: 0)
  package var until = Timestamp(microseconds: 0)
  package var count = 0
  /// Refused by AWS's own rate limits.
  package var throttled = 0
  /// Ended in any other error.
  package var failed = 0

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("workload", &workload)
    f.text("call", &call)
    f.time("from", &from)
    f.time("until", &until)
    f.integer("count", &count)
    f.integer("throttled", &throttled)
    f.integer("failed", &failed)
  }
}
