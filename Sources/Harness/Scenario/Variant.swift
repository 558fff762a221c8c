package import Emulator

/// A layer of defence that a run can do without.
package enum Defence: Hashable, Sendable, CaseIterable {
  /// Of the world: a kind of policy, S3's blocks.
  case prong(Prong)
  /// The engine then only finds and tells.
  case remediation

  package static let allCases: [Defence] = Prong.allCases.map(Defence.prong) + [.remediation]

  /// `scp`, `remediation`
  package var name: String {
    switch self {
    case .prong(let prong): prong.rawValue
    case .remediation: "remediation"
    }
  }

  package init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  package static var names: [String] { allCases.map(\.name) }

  /// Whether it does anything in a scenario: without `iam: enforce` no principal's policy counts.
  package func counts(in scenario: Scenario) -> Bool {
    scenario.environment.iam == .enforce || self == .remediation
      || self == .prong(.publicAccessBlock)
  }
}

/// A scenario's run with some defences off, and what is expected of it.
package struct Variant: Sendable {
  /// In the order of `Defence.allCases`.
  package let without: [Defence]
  package var requirements: [Requirement]

  package init(without: some Sequence<Defence>, requirements: [Requirement] = []) {
    let off = Set(without)
    self.without = Defence.allCases.filter(off.contains)
    self.requirements = requirements
  }

  /// The full run.
  package static func full(of scenario: Scenario) -> Variant {
    Variant(without: [], requirements: scenario.requirements)
  }

  package var names: [String] { without.map(\.name) }

  /// What the world does without.
  var prongsOff: Set<Prong> {
    Set(without.compactMap { if case .prong(let prong) = $0 { prong } else { nil } })
  }

  /// Without them new buckets have none, and those that the set-up puts are taken off, so that the
  /// engine reads what counts, and one that it puts works.
  var hasBlocks: Bool { !without.contains(.prong(.publicAccessBlock)) }

  var mends: Bool { !without.contains(.remediation) }
}
