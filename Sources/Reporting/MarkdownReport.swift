import AWS
package import Journal

/// summary.md: a table for the summary page of a CI job, and what did not hold.
enum MarkdownReport {
  static func write(_ runs: [RunResult]) -> String {
    let failed = runs.count { !$0.passes }
    var out = "## Stormdrill: "
    out +=
      failed == 0 ? "all \(runs.count) held\n\n" : "\(failed) of \(runs.count) did not hold\n\n"
    let header = RunSummary.header
    out += "| \(header.joined(separator: " | ")) |\n"
    out += "|\(header.map { _ in "---|" }.joined())\n"
    for run in runs {
      let cells = RunSummary.cells(run).map(escape)
      out += "| \(cells.joined(separator: " | ")) |\n"
    }
    for run in runs where !run.passes {
      out += "\n### \(escape(run.start.scenario))\n\n"
      for it in run.expectations where !it.passes {
        out += "- `\(it.metric) \(it.comparator.rawValue) \(it.required)`: "
        out += "\(ExpectationText.outcome(it))\n"
      }
      out += "\n`\(run.start.commandLine)`\n"
    }
    return out
  }

  /// What Markdown would read as its own.
  private static func escape(_ text: String) -> String {
    var out = ""
    for character in text {
      if "\\`*_[]<>|#".contains(character) { out.append("\\") }
      out.append(character.isNewline ? " " : character)
    }
    return out
  }
}

/// One line a run, in tables of every format.
package enum RunSummary {
  package static let header = [
    "scenario", "outcome", "attacks", "missed", "detect p50", "remediate p50", "remediate max",
    "wrongly touched", "collateral", "open at end",
  ]

  package static func cells(_ run: RunResult) -> [String] {
    func metric(_ name: String) -> String {
      guard let value = run.metrics[name], value != .undefined else { return "-" }
      return value.description
    }
    return [
      run.start.scenario, outcome(run), metric("attacks"), metric("missed"),
      metric("time-to-detect.p50"), metric("time-to-remediate.p50"),
      metric("time-to-remediate.max"), metric("wrongly-touched"), metric("collateral-changes"),
      metric("violations-open"),
    ]
  }

  /// `held`, `violated as meant`, or how many expectations failed.
  package static func outcome(_ run: RunResult) -> String {
    let failed = run.expectations.count { !$0.passes }
    if failed > 0 { return "FAILED \(failed)/\(run.expectations.count)" }
    return run.start.expectViolated.isEmpty ? "held" : "violated as meant"
  }

  /// How one expectation came out: `4m 2s, over by 2s`.
  package static func outcome(of it: ExpectationResult) -> String { ExpectationText.outcome(it) }
}
