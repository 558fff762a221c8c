import AWS

/// All that is measured of one run: a pure function of its journal.
package struct RunMetrics: Hashable, Sendable {
  package private(set) var violations: [ViolationStory] = []
  package private(set) var labels: [LabelStory] = []
  package private(set) var matrix = ConfusionMatrix()
  package private(set) var distributions: [Named<Distribution>] = []
  package private(set) var counts = Counter()
  private(set) var exposureTotal: Duration = .zero

  package struct Named<Value: Hashable & Sendable>: Hashable, Sendable {
    package let name: String
    package var value: Value
  }

  package init(_ entries: [JournalEntry]) {
    var builder = StoryBuilder()
    for entry in entries { builder.add(entry) }
    builder.finish()
    violations = builder.violations
    labels = builder.labels
    counts = builder.counts
    measureLabels(builder)
    measureViolations(builder)
    measureTimes(builder)
  }

  /// The value under a name of `MetricCatalog`; nil for a name that isn't there.
  package subscript(name: String) -> MetricValue? {
    guard let (metric, _) = MetricCatalog.find(name) else { return nil }
    if case .distribution = metric.form {
      guard let named = distributions.first(where: { $0.name == metric.name }),
        let statistic = Distribution.Statistic(
          rawValue: String(name.dropFirst(metric.name.count + 1)))
      else { return .undefined }
      return named.value[statistic]
    }
    switch name {
    case "exposure-total": return .duration(exposureTotal)
    case "precision": return matrix.precision
    case "recall": return matrix.recall
    case "f1": return matrix.f1
    case "mcc": return matrix.matthews
    default: return .count(counts[name])
    }
  }

  /// Every metric by its name, in the catalogue's order.
  package var all: [(name: String, value: MetricValue)] {
    MetricCatalog.names.map { ($0, self[$0] ?? .undefined) }
  }

  package func distribution(_ name: String) -> Distribution {
    distributions.first { $0.name == name }?.value ?? Distribution()
  }

  private mutating func measureLabels(_ builder: StoryBuilder) {
    for story in labels {
      switch story.label.kind {
      case .attack:
        counts.add("attacks")
        if story.stop.isHarm { counts.add("unstopped") }
        switch story.verdict {
        case .prevented: counts.add("prevented", part: story.stop.preventer ?? "service")
        case .missed:
          counts.add("missed")
          matrix.attack.add(flagged: false)
        default:
          counts.add("detected")
          matrix.attack.add(flagged: true)
          if let source = builder.source(of: story) { counts.add("detected-by", part: source) }
        }
      case .attempt:
        counts.add("attempts")
        matrix.attempt.add(flagged: story.verdict != .leftAlone)
      case .benign:
        counts.add("benign")
        if case .prevented(let by) = story.stop { counts.add("wrongly-refused", part: by) }
        matrix.benign.add(flagged: story.verdict != .leftAlone)
      }
    }
    matrix.unlabelledFlagged = builder.unlabelledFlagged.count
    let touched = labels.count { $0.verdict == .wronglyTouched }
    counts.set("wrongly-touched", touched + builder.unlabelledTouched.count)
    counts.set("true-positives", matrix.truePositives)
    counts.set("false-negatives", matrix.falseNegatives)
    counts.set("false-positives", matrix.falsePositives)
    counts.set("true-negatives", matrix.trueNegatives)
  }

  private mutating func measureViolations(_ builder: StoryBuilder) {
    counts.set("violations", violations.count)
    for story in violations {
      if story.closed == nil {
        counts.add("violations-open")
        if !story.isExempt { counts.add("unremediated", builder.attacks(on: story)) }
      } else if story.closedBy == "engine" {
        counts.add("remediated")
      } else {
        counts.add("ended-by-others")
      }
    }
    counts.set("flapping", builder.flapping)
  }

  private mutating func measureTimes(_ builder: StoryBuilder) {
    var (detect, remediate) = (Distribution(), Distribution())
    var (verify, exposure) = (Distribution(), Distribution())
    func add(_ end: Timestamp?, _ start: Timestamp, to distribution: inout Distribution) {
      if let end {
        distribution.add(end - start)
      } else {
        distribution.addCensored(builder.end - start)
      }
    }
    for story in violations {
      add(story.closed, story.opened, to: &exposure)
      exposureTotal += (story.closed ?? builder.end) - story.opened
      let endedByOthers = story.closed != nil && story.closedBy != "engine"
      if story.detected != nil || !endedByOthers { add(story.detected, story.opened, to: &detect) }
      if endedByOthers || story.isExempt { continue }
      add(story.closed, story.opened, to: &remediate)
      add(story.verified, story.opened, to: &verify)
    }
    distributions = [
      Named(name: "time-to-deliver", value: builder.deliverTimes()),
      Named(name: "time-to-detect", value: detect),
      Named(name: "time-to-remediate", value: remediate),
      Named(name: "time-to-verify", value: verify), Named(name: "exposure", value: exposure),
    ]
  }
}

/// Counts by metric name; a part counts for its sum too.
package struct Counter: Hashable, Sendable {
  private var values: [String: Int] = [:]

  package subscript(name: String) -> Int { values[name] ?? 0 }

  mutating func add(_ name: String, _ amount: Int = 1) { values[name, default: 0] += amount }
  mutating func set(_ name: String, _ amount: Int) { values[name] = amount }
  mutating func add(_ name: String, part: String, _ amount: Int = 1) {
    add(name, amount)
    add("\(name).\(part)", amount)
  }
  /// For depths: the largest of the parts, and of all.
  mutating func raise(_ name: String, part: String, to amount: Int) {
    values[name] = max(self[name], amount)
    values["\(name).\(part)"] = max(self["\(name).\(part)"], amount)
  }
}
