import AWS
import Journal

/// The first thing to read: did it hold, and if not which expectation, by how much.
enum VerdictSection {
  static func write(_ run: RunResult) -> String {
    let failed = run.expectations.filter { !$0.passes }
    if let first = failed.first {
      let title = "\(failed.count) of \(run.expectations.count) expectations failed"
      return banner("bad", "\u{2717} Did not hold", title + ". " + sentence(first, failed.count))
    }
    let wanted = run.expectations.filter(\.wantsViolation)
    if !wanted.isEmpty {
      let shown = wanted.map { "\($0.metric) is \($0.actual)" }.joined(separator: ", ")
      return banner(
        "warn", "\u{2713} Violated as meant",
        "This scenario shows a rule or a setting that is wrong on purpose, and it does: \(shown).")
    }
    return banner("good", "\u{2713} Held", summary(run))
  }

  private static func sentence(_ it: ExpectationResult, _ count: Int) -> String {
    let required = "`\(it.metric) \(it.comparator.rawValue) \(it.required)`"
    let rest = count > 1 ? " The others stand below." : ""
    return it.wantsViolation
      ? "\(required) was to be violated and holds: \(it.actual).\(rest)"
      : "\(required) came to \(it.actual)\(it.miss.map { ", \($0)" } ?? "").\(rest)"
  }

  private static func summary(_ run: RunResult) -> String {
    let metrics = run.metrics
    let attacks = metrics.counts["attacks"]
    if attacks == 0 {
      return "Nothing was attacked, and the engine left everything alone."
    }
    let remediated = metrics.counts["remediated"]
    var text = "\(attacks) attack\(attacks == 1 ? "" : "s"), "
    let prevented = metrics.counts["prevented"]
    if prevented > 0 { text += "\(prevented) prevented, " }
    text += "\(metrics.counts["detected"]) found, \(remediated) violation"
    text += "\(remediated == 1 ? "" : "s") repaired"
    if let longest = metrics["time-to-remediate.max"], longest != .undefined {
      text += " within \(longest)"
    }
    return text + "; \(metrics.counts["wrongly-touched"]) wrongly touched."
  }

  private static func banner(_ tone: String, _ title: String, _ text: String) -> String {
    "<div class=\"banner \(tone)\"><strong>\(title)</strong><p>\(Markup.escape(text))</p></div>\n"
  }
}
