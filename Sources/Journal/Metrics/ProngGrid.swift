/// The variants of one scenario side by side: what stopped each labelled step in each of them.
///
/// A row is a step of the method, which is the same in every variant though labels are numbered as
/// they come.
package struct ProngGrid: Sendable {
  package struct Column: Hashable, Sendable {
    /// Empty for the full run.
    package let without: [String]
    /// `all prongs`, `without SCPs`
    package let title: String
    package let passes: Bool
    package let hasExpectations: Bool
    /// Attacks that nothing stopped, repaired or ended.
    package let unstopped: Int
    /// Benign steps that were refused or touched.
    package let hindered: Int
  }

  package struct Row: Sendable {
    package let step: Int
    package let kind: LabelKind
    package let actor: String
    package let call: String
    package let resource: String
    package let about: String
    /// One a column; nil where the step was never made.
    package let cells: [Cell?]
  }

  package struct Cell: Hashable, Sendable {
    package let stop: Stop
    /// Rightful work that the engine changed.
    package let isTouched: Bool
    /// Which policy and statement.
    package let reason: String?
    /// It was a role that could not be taken on.
    package let isTrust: Bool

    /// Nothing forbade it; nobody had ever granted it, which no variant changes.
    package var isUngranted: Bool {
      stop == .prevented(by: "resource-policy") && reason?.contains("explicit deny") == false
    }
  }

  package let scenario: String
  package let title: String
  package let columns: [Column]
  package let rows: [Row]

  package var attacks: [Row] { rows.filter { $0.kind == .attack } }
  package var others: [Row] { rows.filter { $0.kind != .attack } }

  /// Of runs of the same scenario and seed, the full one first; nil where there is nothing to
  /// compare and no policy counts.
  package init?(_ runs: [RunResult]) {
    guard let full = runs.first, runs.count > 1 || full.start.iam != nil else { return nil }
    scenario = full.start.scenario
    title = full.start.title
    columns = runs.map { run in
      Column(
        without: run.start.without, title: Self.title(without: run.start.without),
        passes: run.passes, hasExpectations: !run.expectations.isEmpty,
        unstopped: run.metrics.counts["unstopped"],
        hindered: run.metrics.labels.count { $0.isHindered })
    }
    var steps: [Int: LabelStory] = [:]
    for story in runs.flatMap(\.metrics.labels) {
      if let step = story.label.step, steps[step] == nil { steps[step] = story }
    }
    rows = steps.sorted { $0.key < $1.key }.map { step, story in
      Row(
        step: step, kind: story.label.kind, actor: story.label.actor, call: story.call,
        resource: story.label.subject.id,
        about: story.label.about ?? (story.label.kind == .attack ? "" : story.label.violates),
        cells: runs.map { run in
          run.metrics.labels.first { $0.label.step == step }.map { story in
            Cell(
              stop: story.stop, isTouched: story.verdict == .wronglyTouched,
              reason: story.stopped?.reason,
              isTrust: story.stopped?.action == "sts:AssumeRole")
          }
        })
    }
    if rows.isEmpty { return nil }
  }

  /// The grids of several scenarios' runs, each seed by itself, in their order.
  package static func grids(of runs: [RunResult]) -> [ProngGrid] {
    var groups: [(key: String, runs: [RunResult])] = []
    for run in runs {
      let key = "\(run.start.scenario) \(run.start.seed)"
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].runs.append(run)
      } else {
        groups.append((key, [run]))
      }
    }
    return groups.compactMap { ProngGrid($0.runs) }
  }

  private static func title(without names: [String]) -> String {
    if names.isEmpty { return "all prongs" }
    if isNothing(names) { return "no prong at all" }
    return "without \(names.map(word).joined(separator: ", "))"
  }

  /// Whether a run does without all of them: the prongs of the world, and remediation in place of
  /// the services' own refusals, which can't be switched off.
  package static func isNothing(_ without: [String]) -> Bool {
    without.count == MetricCatalog.prongs.count
  }

  /// What stops a step, as a table calls it.
  package static func word(_ name: String) -> String {
    switch name {
    case "identity": "identity policy"
    case "session": "session policy"
    case "scp": "SCP"
    case "rcp": "RCP"
    case "resource-policy": "resource policy"
    case "public-access-block": "public access block"
    case "service": "the service itself"
    default: name
    }
  }
}

extension LabelStory {
  /// Rightful work that was refused, or changed by the engine.
  package var isHindered: Bool {
    label.kind == .benign && (stop.preventer != nil || verdict == .wronglyTouched)
  }
}

extension ProngGrid.Cell {
  /// How a cell is to be judged: green, amber, red, or neither.
  package enum Judgement: String, Hashable, Sendable { case good, slow, bad, plain }

  package func judgement(_ kind: LabelKind) -> Judgement {
    switch (kind, stop) {
    case (.benign, .prevented): .bad
    case (.benign, _): isTouched ? .bad : .good
    case (.attempt, .prevented): .good
    case (.attempt, _): .plain
    case (.attack, .prevented): .good
    case (.attack, .remediated), (.attack, .ended): .slow
    case (.attack, .open), (.attack, .done), (.attack, .letThrough), (.attack, .abandoned):
      .bad
    case (.attack, .passed): .plain
    }
  }

  private var ungranted: String { isTrust ? "the role's trust" : "never granted" }

  /// A few words: `SCP`, `remediated after 1m 4s`, `open for 2h`.
  package func text(_ kind: LabelKind) -> String {
    switch stop {
    case .prevented(let by):
      (kind == .benign ? "refused: " : "") + (isUngranted ? ungranted : ProngGrid.word(by))
    case .remediated(let time): "remediated after \(time.brief)"
    case .ended(let by, let time): "ended by \(by) after \(time.brief)"
    case .abandoned(let time): "nothing: open for \(time.brief), then ended by the attacker"
    case .open(let time): "nothing: open for \(time.brief)"
    case .done: "nothing: done"
    case .letThrough: "nothing: let through"
    case .passed: kind == .benign ? (isTouched ? "undone by the engine" : "works") : "no effect"
    }
  }
}
