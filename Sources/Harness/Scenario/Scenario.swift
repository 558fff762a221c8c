import AWS
import Documents
package import Faults
package import Journal

/// A rehearsal as its file describes it: who does what when, what goes wrong meanwhile, and what
/// must come of it.
package struct Scenario: Sendable {
  /// `foundational/ssh-under-flood`
  package var name: String
  package var title: String
  package var about: String
  package var tags: [String]
  /// How long the storm lasts.
  package var duration: Duration
  /// How long the engine has afterwards.
  package var calm: Duration
  package var environment: Environment
  package var engine: EngineSettings
  package var faults: [any Fault]
  package var workloads: [Workload]
  package var steps: [Step]
  package var probes: [Probe]
  package var requirements: [Requirement]
  package var incidents: [Incident]
  /// The same run with layers of defence switched off, beside the full one.
  package var variants: [Variant]
}

/// A declared emergency: from its beginning to its end an exclusion is open.
package struct Incident: Sendable {
  package var name: String
  package var exclusion: String
  package var from: Duration
  package var until: Duration
  /// The actor that declares and ends it.
  package var by: String
}

/// A call that a file asks for.
package struct ScriptedCall: Sendable {
  /// Of an actor, or of nobody in particular: then the account's root makes it.
  package var actor: String?
  package var account: String?
  package var region: String?
  package var service: String
  package var operation: String
  package var input: Template
  /// Names for parts of the answer: JMESPath by the member they are kept under.
  package var captures: [(member: String, path: String)] = []
  package var name: String?

  package var text: String { "\(service):\(operation)" }
}

/// One thing that happens in a run.
package struct Step: Sendable {
  package enum Action: Sendable {
    case call(ScriptedCall, StepLabel?)
    /// The engine dies as it has written its next ledger entry of that kind, or at once; it comes
    /// back after a time with what its ledger holds.
    case crash(atLedger: String?, restartAfter: Duration)
    /// An operator has what was done about a resource undone.
    case undo(resource: Template)
    /// An operator has everything scanned.
    case scan
  }

  package var at: Duration
  package var action: Action
}

package struct StepLabel: Sendable {
  /// What an attack violates whose harm is the call itself, such as reading a secret: it leaves no
  /// bad state that a checker could see, and none that could be mended.
  static let act = "act"

  package var kind: LabelKind
  /// The name of a checker, for an attack.
  package var violates: String
  /// nil takes the resource that the call names.
  package var resource: Template?
  /// What it is about, for people.
  package var about = ""
}

/// A call of the steady-state hypothesis, whose answer must be as it should before and after.
package struct Probe: Sendable {
  package var name: String
  package var call: ScriptedCall
  /// JMESPath into the answer.
  package var path: String
  package var tolerance: Template
}

/// What a metric must come to.
package struct Requirement: Sendable {
  package var metric: String
  package var comparator: ExpectationResult.Comparator
  package var value: MetricValue
  package var wantsViolation: Bool
}

/// Calls that nobody labels: a flood, or a day's work.
package struct Workload: Sendable {
  package enum Kind: String, Sendable { case flood, background }
  package var kind: Kind
  package var from: Duration
  /// nil lasts as long as the storm.
  package var length: Duration?
  package var rate: Rate
  package var mix: String
  package var account: String?
  package var region: String?
}

/// How the engine is set up for a run.
package struct EngineSettings: Sendable {
  /// Where each rule comes from, as the file names it, with its text.
  package var rules: [RuleSource] = []
  /// `event-queue`, `lookup-events`
  package var feeds: [String] = ["event-queue"]
  /// nil never scans.
  package var scanEvery: Duration?
  package var enforces = true
  package var exemptions: [Exempted] = []
  package var loopGuard: LoopLimit?

  package struct RuleSource: Sendable {
    package var name: String
    package var file: String
    package var text: String

    package init(name: String, file: String, text: String) {
      self.name = name
      self.file = file
      self.text = text
    }
  }

  package struct Exempted: Sendable {
    package var rule: String?
    package var resource: Template
    /// Into the run; nil never ends.
    package var until: Duration?
    package var reason: String
  }

  package struct LoopLimit: Sendable {
    package var fixes: Int
    package var within: Duration
  }
}
