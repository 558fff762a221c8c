package import AWS

/// What became of one violation, from the checker's first sight of it to its end.
package struct ViolationStory: Hashable, Sendable {
  package let violation: String
  package let checker: String
  package let subject: Subject
  /// The attack that opened it, where one did.
  package let label: String?
  package let about: String
  package let opened: Timestamp
  /// The engine's finding on it; the first, should there be several.
  package var finding: String?
  package var rule: String?
  package var detected: Timestamp?
  /// `event-queue`, `lookup-events`, `scan`
  package var detectedBy: String?
  /// Why nothing was done, where nothing was.
  package var heldReason: String?
  package var verified: Timestamp?
  package var closed: Timestamp?
  /// `engine`, or an actor.
  package var closedBy: String?
  /// The remediating calls made on its findings, in order.
  package var calls: [Call] = []

  package struct Call: Hashable, Sendable {
    package var time: Timestamp
    package var call: String
    package var error: String?
    package var rowsChanged: Int
  }

  package var isExempt: Bool { heldReason.map(HoldKind.init)?.name == "exemption" }
}

/// What became of one labelled step.
package struct LabelStory: Hashable, Sendable {
  package let label: Label
  package let time: Timestamp
  /// Of the step's call; nil where it succeeded.
  package var error: String?
  /// `ec2:CreateInternetGateway`
  package var call = ""
  /// What kept it, or its effect, back.
  package var stopped: Stopped?
  package var stop = Stop.passed
  /// How its record fared, channel by channel.
  package var deliveries: [LabelDelivery] = []
  /// When a feed of the engine first read it.
  package var seen: Timestamp?
  package var seenBy: String?
  package var verdict = Verdict.leftAlone

  package enum Verdict: String, Hashable, Sendable {
    /// An attack that was found.
    case found
    /// An attack that nobody found.
    case missed
    /// An attack that the world refused, or that left no bad state.
    case prevented
    /// No attack, and nothing was done: right.
    case leftAlone = "left-alone"
    /// No attack, yet a finding was opened on it while nothing was wrong.
    case falselyFlagged = "falsely-flagged"
    /// No attack, yet the engine changed it.
    case wronglyTouched = "wrongly-touched"
  }
}

/// Why a finding was held, as a word that metrics count by.
package struct HoldKind: Hashable, Sendable {
  package let name: String

  package init(_ reason: String) {
    let words: [(String, String)] = [
      ("exempt", "exemption"), ("loop", "loop-guard"), ("undid", "undone"),
      ("notify mode", "mode"), ("max-resources", "blast-radius"), ("approval", "approval"),
    ]
    name = words.first { reason.contains($0.0) }?.1 ?? "other"
  }
}
