/// A metric by the name that scenario files, reports and tables use.
package struct MetricDefinition: Hashable, Sendable {
  package enum Unit: String, Hashable, Sendable { case count, duration, fraction }
  package enum Form: Hashable, Sendable {
    /// One value under its own name.
    case single
    /// `name.min`, `.p50`, `.p90`, `.p99`, `.max`, and as counts `.count` and `.censored`.
    case distribution
    /// `name` is the sum; `name.WORD` one part: a feed, a channel, a kind of hold.
    case parts([String])
  }

  package let name: String
  package let unit: Unit
  package let form: Form
  package let about: String

  init(_ name: String, _ unit: Unit, _ form: Form, _ about: String) {
    self.name = name
    self.unit = unit
    self.form = form
    self.about = about
  }

  init(_ name: String, _ unit: Unit, _ about: String) {
    self.init(name, unit, .single, about)
  }
}

/// All metrics: the one table that says how each is called, measured and meant.
package enum MetricCatalog {
  package static let channels = ["event-history", "log-files", "event-queue"]
  package static let sources = ["event-queue", "lookup-events", "scan"]
  package static let holds = [
    "exemption", "loop-guard", "mode", "undone", "approval", "blast-radius", "other",
  ]
  /// What can refuse a call, from the caller's side to the resource's.
  package static let prongs = [
    "identity", "boundary", "session", "scp", "rcp", "resource-policy", "public-access-block",
    "service",
  ]

  package static let all: [MetricDefinition] = [
    .init(
      "time-to-deliver", .duration, .distribution,
      "from an attack's call to the first arrival of its record on a channel that a feed reads"),
    .init(
      "time-to-detect", .duration, .distribution,
      "from the opening of a violation to the first finding on its resource"),
    .init(
      "time-to-remediate", .duration, .distribution,
      "from the opening of a violation to its end by the engine; exempt resources left out"),
    .init(
      "time-to-verify", .duration, .distribution,
      "from the opening of a violation to the engine's reading that it is gone"),
    .init(
      "exposure", .duration, .distribution,
      "how long a violation stayed open, whoever ended it"),
    .init("exposure-total", .duration, "the exposure of all violations, summed"),
    .init("attacks", .count, "steps labelled `attack`"),
    .init("attempts", .count, "steps labelled `attempt`"),
    .init("benign", .count, "steps labelled `benign`"),
    .init(
      "prevented", .count, .parts(prongs),
      "attacks that the world itself refused, or whose effect it held back, by what did"),
    .init("unstopped", .count, "attacks that nothing stopped, repaired or ended"),
    .init(
      "wrongly-refused", .count, .parts(prongs), "benign steps that were refused, by what did it"),
    .init("violations", .count, "bad states that checkers saw"),
    .init("violations-open", .count, "violations still open at the end"),
    .init("detected", .count, "attacks on whose resource a finding was opened"),
    .init(
      "detected-by", .count, .parts(sources), "attacks, by what brought the first finding"),
    .init("remediated", .count, "violations that a call of the engine ended"),
    .init("missed", .count, "attacks that no finding was opened on"),
    .init("unremediated", .count, "attacks whose violation is open at the end and not exempt"),
    .init("ended-by-others", .count, "violations that somebody else ended"),
    .init(
      "wrongly-touched", .count,
      "benign steps and unlabelled resources that a call of the engine changed"),
    .init("collateral-changes", .count, "rows that the engine changed and no label allows"),
    .init("true-positives", .count, "attacks that were found"),
    .init("false-negatives", .count, "attacks that were not found"),
    .init(
      "false-positives", .count,
      "attempts, benign steps and unlabelled resources found bad without a violation, or touched"),
    .init("true-negatives", .count, "attempts and benign steps that were left alone"),
    .init("precision", .fraction, "true positives of all that was flagged"),
    .init("recall", .fraction, "true positives of all attacks"),
    .init("f1", .fraction, "the harmonic mean of precision and recall"),
    .init("mcc", .fraction, "Matthews correlation coefficient, from -100% to 100%"),
    .init("findings", .count, "findings that the engine opened"),
    .init(
      "flapping", .count,
      "violations that opened again on a resource after the engine had ended one, without a new "
        + "attack or an operator's undo"),
    .init("duplicate-actions", .count, "remediating calls that changed nothing"),
    .init("failed-actions", .count, "remediating calls that ended in an error"),
    .init("final-scan-actions", .count, "remediating calls of the last scan: not idempotent"),
    .init("undo-exact", .count, "undos that restored every row"),
    .init("undo-inexact", .count, "undos that left a difference"),
    .init("holds", .count, .parts(holds), "findings on which nothing was done, by the reason"),
    .init("api-calls", .count, "requests that the engine put on the wire"),
    .init("api-throttles", .count, "of them, those that were throttled"),
    .init("workload-calls", .count, "calls of the workloads"),
    .init("workload-throttles", .count, "of them, those that were throttled"),
    .init("records-delivered", .count, .parts(channels), "records that arrived, copies too"),
    .init("records-lost", .count, .parts(channels), "records lost by a fault"),
    .init("records-duplicated", .count, .parts(channels), "second and further copies"),
    .init("records-dropped", .count, .parts(channels), "records refused by a full channel"),
    .init("max-queue-depth", .count, .parts(channels), "the most records under way at once"),
    .init("records-seen", .count, .parts(sources), "records that feeds read"),
    .init("records-seen-twice", .count, "of them, those seen before"),
    .init("coalesced", .count, "times that a resource already on the list was put on it again"),
    .init("engine-crashes", .count, "times that the engine's process died"),
    .init("warnings", .count, "warnings of the engine"),
    .init("notices", .count, "messages sent to people"),
    .init("messages-left", .count, "messages in the engine's queue at the end"),
    .init("unconverged", .count, "1 when the engine still had work at the end"),
    .init("probes-failed", .count, "probes of the steady-state hypothesis that did not hold"),
  ]

  /// The metric that a name stands for, its statistic or part included, and the unit of its value.
  package static func find(_ name: String) -> (MetricDefinition, unit: MetricDefinition.Unit)? {
    for metric in all {
      switch metric.form {
      case .single: if metric.name == name { return (metric, metric.unit) }
      case .distribution:
        for statistic in Distribution.Statistic.allCases
        where name == "\(metric.name).\(statistic.rawValue)" {
          let isCount = statistic == .count || statistic == .censored
          return (metric, isCount ? .count : metric.unit)
        }
      case .parts(let parts):
        if metric.name == name || parts.contains(where: { name == "\(metric.name).\($0)" }) {
          return (metric, metric.unit)
        }
      }
    }
    return nil
  }

  /// Every name that `find` knows, in the table's order.
  package static var names: [String] {
    all.flatMap { metric in
      switch metric.form {
      case .single: [metric.name]
      case .distribution:
        Distribution.Statistic.allCases.map { "\(metric.name).\($0.rawValue)" }
      case .parts(let parts): [metric.name] + parts.map { "\(metric.name).\($0)" }
      }
    }
  }
}
