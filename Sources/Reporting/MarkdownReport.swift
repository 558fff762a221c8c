import AWS
package import Journal

/// summary.md: a table for the summary page of a CI job, and what did not hold.
enum MarkdownReport {
  /// `grid` is of the one run; without it, all that the runs make are shown.
  static func write(_ runs: [RunResult], grid: ProngGrid? = nil) -> String {
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
    for grid in grid.map({ [$0] }) ?? ProngGrid.grids(of: runs) where grid.columns.count > 1 {
      out += "\n### \(escape(grid.scenario)): which prong stops what\n\n" + table(grid)
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

  /// The prong grid: a row a labelled step, a column a variant.
  private static func table(_ grid: ProngGrid) -> String {
    var out = "| step | \(grid.columns.map { escape($0.title) }.joined(separator: " | ")) |\n"
    out += "|---|\(grid.columns.map { _ in "---|" }.joined())\n"
    for row in grid.attacks + grid.others {
      let name = row.about.isEmpty ? "\(row.actor): \(row.call)" : row.about
      let kind = row.kind == .attack ? "" : "\(row.kind.rawValue): "
      let cells = row.cells.map { cell in
        cell.map { "\(sign($0.judgement(row.kind))) \(escape($0.text(row.kind)))" } ?? "not made"
      }
      out += "| \(escape(kind + name)) | \(cells.joined(separator: " | ")) |\n"
    }
    return out
  }

  private static func sign(_ judgement: ProngGrid.Cell.Judgement) -> String {
    switch judgement {
    case .good: "\u{1F7E2}"
    case .slow: "\u{1F7E1}"
    case .bad: "\u{1F534}"
    case .plain: "\u{26AA}"
    }
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
      name(run), outcome(run), metric("attacks"), metric("missed"),
      metric("time-to-detect.p50"), metric("time-to-remediate.p50"),
      metric("time-to-remediate.max"), metric("wrongly-touched"), metric("collateral-changes"),
      metric("violations-open"),
    ]
  }

  /// The scenario, and what this run of it does without.
  package static func name(_ run: RunResult) -> String {
    let without = run.start.without
    if without.isEmpty { return run.start.scenario }
    return "\(run.start.scenario) without "
      + (ProngGrid.isNothing(without) ? "all" : without.joined(separator: ","))
  }

  /// `held`, `violated as meant`, `compared` where nothing is expected of a variant, or how many
  /// expectations failed.
  package static func outcome(_ run: RunResult) -> String {
    if run.expectations.isEmpty, !run.start.without.isEmpty { return "compared" }
    let failed = run.expectations.count { !$0.passes }
    if failed > 0 { return "FAILED \(failed)/\(run.expectations.count)" }
    return run.start.expectViolated.isEmpty ? "held" : "violated as meant"
  }

  /// How one expectation came out: `4m 2s, over by 2s`.
  package static func outcome(of it: ExpectationResult) -> String { ExpectationText.outcome(it) }
}
