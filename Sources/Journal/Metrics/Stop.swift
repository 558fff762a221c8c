import AWS

/// What stopped a labelled step, if anything did.
///
/// Whether there was an effect is the checkers' word; a refusal only says why there was none.
package enum Stop: Hashable, Sendable {
  /// Refused, or held back from taking effect: `scp`, `public-access-block`, `service`.
  case prevented(by: String)
  /// The bad state was there for that long, until the engine ended it.
  case remediated(after: Duration)
  /// ... until somebody else ended it.
  case ended(by: String, after: Duration)
  /// ... until the attacker's next step ended it.
  case abandoned(after: Duration)
  /// The bad state was still there when the run ended.
  case open(for: Duration)
  /// An act that leaves nothing to mend.
  case done
  /// All policies let it through; the emulator doesn't serve the call.
  case letThrough
  /// It succeeded, and no checker saw a bad state of it: work that may go on, or half an attack.
  case passed

  /// Whether an attack that ended so did its harm, and nothing took it back.
  package var isHarm: Bool {
    switch self {
    case .open, .done, .letThrough, .abandoned: true
    case .prevented, .remediated, .ended, .passed: false
    }
  }

  package var preventer: String? {
    if case .prevented(let by) = self { by } else { nil }
  }

  /// As a word: `scp`, `remediation`, `nothing`.
  package var name: String {
    switch self {
    case .prevented(let by): by
    case .remediated: "remediation"
    case .ended: "others"
    case .open, .done, .letThrough, .abandoned: "nothing"
    case .passed: "none"
    }
  }

  /// How long it was bad, where it was.
  package var exposure: Duration? {
    switch self {
    case .remediated(let time), .ended(_, let time), .open(let time), .abandoned(let time): time
    case .prevented, .done, .letThrough, .passed: nil
    }
  }
}

extension StoryBuilder {
  /// The word under which a call is kept that policies let through and nobody serves.
  static let unserved = "unserved"
  /// What an attack violates whose harm is the call itself.
  static let act = "act"

  mutating func note(_ it: Stopped) {
    guard let label = it.label, let index = labels.firstIndex(where: { $0.label.label == label })
    else { return }
    labels[index].stopped = it
  }

  /// The bad state that an attack brought about or added to; what policies refused did neither.
  func harm(of story: LabelStory) -> ViolationStory? {
    guard let violation = violation(of: story) else { return nil }
    if violation.label == story.label.label { return violation }
    let isRefused = story.stopped.map {
      !$0.isEffectAlone && $0.by != "service" && $0.by != Self.unserved
    }
    return isRefused == true ? nil : violation
  }

  func stop(of story: LabelStory) -> Stop {
    if story.label.kind == .attack, let violation = harm(of: story) {
      guard let closed = violation.closed else { return .open(for: end - violation.opened) }
      let exposure = closed - violation.opened
      switch violation.closedBy {
      case "engine": return .remediated(after: exposure)
      case story.label.actor: return .abandoned(after: exposure)
      case let other: return .ended(by: other ?? "", after: exposure)
      }
    }
    if let stopped = story.stopped {
      return stopped.by == Self.unserved ? .letThrough : .prevented(by: stopped.by)
    }
    if story.error != nil { return .prevented(by: "service") }
    return story.label.violates == Self.act ? .done : .passed
  }
}
