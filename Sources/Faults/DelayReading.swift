package import AWS
package import Documents
import Simulation

extension MappingReader {
  /// A delay in one of its forms: `latency` (with `jitter` to both sides), `uniform: [5s, 90s]`,
  /// `lognormal: {median: 20s, p99: 90s}`, `histogram: {width: 1m, counts: [...]}`, `preset`.
  mutating func delay() -> (distribution: DelayDistribution, about: String) {
    let forms = ["latency", "uniform", "lognormal", "histogram", "preset"]
    let given = forms.filter { node[$0] != nil }
    let read = [latencyForm(), uniformForm(), lognormalForm(), histogramForm(), presetForm()]
    if given.count != 1, node.mapping != nil {
      let problem =
        given.isEmpty
        ? "\(subject) says no delay"
        : "\(subject) says its delay twice: `\(given.joined(separator: "` and `"))`"
      let words = forms.map { "`\($0)`" }.joined(separator: ", ")
      error(problem, suggestion: "expected one of \(words)")
    }
    return read.compactMap { $0 }.first ?? (.fixed(.zero), "no delay")
  }

  private typealias Form = (distribution: DelayDistribution, about: String)

  private mutating func latencyForm() -> Form? {
    let jitter = duration("jitter")
    guard let latency = duration("latency") else { return nil }
    guard let jitter, jitter > .zero else { return (.fixed(latency), latency.text) }
    let least = max(Duration.zero, latency - jitter)
    return (.uniform(least...(latency + jitter)), "\(latency.text) +- \(jitter.text)")
  }

  private mutating func uniformForm() -> Form? {
    guard let node = node("uniform") else { return nil }
    guard let items = node.sequence, items.count == 2, let low = Duration(node: items[0]),
      let high = Duration(node: items[1]), low <= high
    else {
      error(
        at: node.position, "`uniform` needs two durations",
        suggestion: "expected the least and the most, such as `[5s, 90s]`")
      return nil
    }
    return (.uniform(low...high), "\(low.text) to \(high.text)")
  }

  private mutating func lognormalForm() -> Form? {
    mapping("lognormal", of: "a lognormal delay") { reader in
      let median = reader.requiredDuration("median")
      let p99 = reader.requiredDuration("p99")
      if p99 < median { reader.error("`p99` is below `median`", suggestion: "expected it above") }
      return (
        .lognormal(median: median, p99: max(median, p99)),
        "median \(median.text), p99 \(p99.text)"
      )
    }
  }

  private mutating func histogramForm() -> Form? {
    let form = mapping("histogram", of: "a histogram") { reader -> Form? in
      let width = reader.requiredDuration("width")
      let counts = (reader.sequence("counts") ?? []).map { $0.integer.map(Int.init) ?? -1 }
      let areCounts = counts.allSatisfy { (0...1_000_000_000).contains($0) }
      guard width > .zero, areCounts, counts.contains(where: { $0 > 0 }) else {
        reader.error(
          "a histogram needs a `width` and `counts`",
          suggestion: "expected such as `{width: 1m, counts: [33, 599, 746]}`")
        return nil
      }
      return (.histogram(DelayHistogram(width: width, counts: counts)), "by histogram")
    }
    return form ?? nil
  }

  private mutating func presetForm() -> Form? {
    guard let node = node("preset") else { return nil }
    if let preset = DelayPreset.all.first(where: { $0.name == node.string }) {
      return (preset.distribution, preset.name)
    }
    error(
      at: node.position, "`\(node.scalarText ?? node.kindName)` is no preset of a delay",
      suggestion: Spelling.suggestion(
        for: node.scalarText ?? "", among: DelayPreset.all.map(\.name)))
    return nil
  }

  /// `400/s`, `30/m`: so many in a second.
  package mutating func rate(_ key: String) -> Rate? {
    value(key, expected: "a rate such as `400/s` or `30/m`") { Rate(node: $0) }
  }
}

/// So many in some time.
package struct Rate: Hashable, Sendable {
  package let count: Int64
  package let per: Duration

  package init(count: Int64, per: Duration) {
    precondition(count > 0 && per > .zero, "a rate of nothing")
    self.count = count
    self.per = per
  }

  package init?(node: Node) {
    let parts = (node.scalarText ?? "").split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int64(parts[0]), (1...1_000_000).contains(count) else {
      return nil
    }
    switch parts[1] {
    case "s": self.init(count: count, per: .seconds(1))
    case "m": self.init(count: count, per: .seconds(60))
    case "h": self.init(count: count, per: .seconds(3600))
    default: return nil
    }
  }

  /// From the first to the n-th at this rate.
  package func time(of n: Int64) -> Duration {
    .microseconds(per.microseconds * n / count)
  }
}

extension Rate: CustomStringConvertible {
  package var description: String {
    let unit = per == .seconds(1) ? "s" : per == .seconds(60) ? "m" : "h"
    return "\(count)/\(unit)"
  }
}

extension Duration {
  /// As a scenario file would write it: `90s`, `250ms`.
  package var text: String {
    let total = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    if total % 1_000_000 != 0 {
      return total % 1000 == 0 ? "\(total / 1000)ms" : "\(total)us"
    }
    let seconds = total / 1_000_000
    if seconds > 0, seconds % 3600 == 0 { return "\(seconds / 3600)h" }
    if seconds > 60, seconds % 60 == 0 { return "\(seconds / 60)m" }
    return "\(seconds)s"
  }
}

extension MappingReader {
  /// One a second where it is missing, which is diagnosed.
  package mutating func requiredRate(_ key: String) -> Rate {
    guard requiredNode(key) != nil else { return Rate(count: 1, per: .seconds(1)) }
    return rate(key) ?? Rate(count: 1, per: .seconds(1))
  }

  /// Never where it is missing, which is diagnosed.
  mutating func requiredProbability(_ key: String) -> Probability {
    guard requiredNode(key) != nil else { return .never }
    return probability(key) ?? .never
  }
}

extension Probability {
  /// `30%`, `0.5%`
  package var text: String {
    var decimals = String(partsPerMillion % 10_000 + 10_000).dropFirst()
    while decimals.last == "0" { decimals = decimals.dropLast() }
    return "\(partsPerMillion / 10_000)\(decimals.isEmpty ? "" : ".\(decimals)")%"
  }
}
