import AWS
import Journal

/// report.html: one file that tells within a minute whether it held, what happened to each
/// violation, what was touched that should not have been, and what the storm did.
enum HTMLReport {
  /// `grid` sets the run beside the variants that were run with it.
  static func write(_ run: RunResult, grid: ProngGrid? = nil) -> String {
    let body =
      header(run) + VerdictSection.write(run) + figures(run)
      + ProngSection.write(grid, here: run.start.without)
      + Page.section("expectations", "What was expected", expectations(run))
      + Page.section(
        "timeline", "What happened", Timeline.write(run),
        note: "Virtual time since the start; rest on a mark to read it.")
      + IncidentSection.write(run) + HarmSection.write(run) + StorySection.write(run)
      + LatencySection.write(run)
      + JudgementSection.write(run) + StormSection.write(run) + CallSection.write(run)
      + warnings(run) + repeatSection(run) + allMetrics(run)
    return Page.write(title: "\(run.start.title): Stormdrill", body: body)
  }

  private static func header(_ run: RunResult) -> String {
    let about = run.start.about.isEmpty ? "" : "<p>\(Markup.escape(run.start.about))</p>\n"
    return "<header>\n<p class=\"eyebrow\">Stormdrill \u{00B7} \(Markup.escape(run.start.scenario))"
      + "\(without(run)) \u{00B7} seed \(run.start.seed)</p>\n"
      + "<h1>\(Markup.escape(run.start.title))</h1>\n"
      + about + "</header>\n"
  }

  private static func without(_ run: RunResult) -> String {
    run.start.without.isEmpty
      ? "" : " \u{00B7} without \(run.start.without.joined(separator: ", "))"
  }

  private static func figures(_ run: RunResult) -> String {
    let shown: [(String, String, Bool)] = [
      ("attacks", "attacks", false), ("missed", "missed", true),
      ("time-to-detect.p50", "time to detect, median", false),
      ("time-to-remediate.p50", "time to remediate, median", false),
      ("time-to-remediate.max", "time to remediate, longest", false),
      ("exposure-total", "exposed in all", false),
      ("wrongly-touched", "wrongly touched", true),
      ("collateral-changes", "collateral changes", true),
    ]
    var out = "<div class=\"figures\">\n"
    for (name, label, isHarm) in shown {
      guard let value = run.metrics[name] else { continue }
      var isBad = false
      if isHarm, case .count(let number) = value { isBad = number > 0 }
      let text = value == .undefined ? "\u{2013}" : value.description
      out += "<div class=\"figure\(isBad ? " bad" : "")\"><b>\(Markup.escape(text))</b>"
      out += "<span>\(label)</span></div>\n"
    }
    return out + "</div>\n"
  }

  private static func expectations(_ run: RunResult) -> String {
    if run.expectations.isEmpty { return "<p>The scenario expects nothing.</p>\n" }
    let rows = run.expectations.map { it in
      [
        it.passes
          ? Page.tag(it.wantsViolation ? "\u{2713} violated as meant" : "\u{2713} holds", .good)
          : Page.tag(it.wantsViolation ? "\u{2717} should be violated" : "\u{2717} fails", .bad),
        Page.code(it.metric),
        Markup.escape("\(it.comparator.rawValue) \(it.required)"),
        Markup.escape(it.actual.description), Markup.escape(it.miss ?? ""),
        "<span class=\"soft\">"
          + "\(Markup.escape(MetricCatalog.find(it.metric)?.0.about ?? ""))</span>",
      ]
    }
    return Page.table(
      ["", "metric", "required", "actual", "by how much", "what it is"], rows, numbers: [2, 3])
  }

  private static func warnings(_ run: RunResult) -> String {
    var counted: [(text: String, count: Int, first: Timestamp)] = []
    for entry in run.entries {
      guard case .warning(let it) = entry.kind else { continue }
      if let index = counted.firstIndex(where: { $0.text == it.text }) {
        counted[index].count += 1
      } else {
        counted.append((it.text, 1, entry.time))
      }
    }
    if counted.isEmpty { return "" }
    let rows = counted.prefix(40).map {
      ["+\(($0.first - run.startedAt).brief)", "\($0.count)", Markup.escape($0.text)]
    }
    return Page.section(
      "warnings", "What the engine warned of",
      Page.table(["first", "times", "warning"], Array(rows), numbers: [1]))
  }

  private static func repeatSection(_ run: RunResult) -> String {
    Page.section(
      "repeat", "Run it again",
      "<pre>\(Markup.escape(run.start.commandLine))</pre>\n",
      note: "The same seed gives the same bytes. All times are virtual: the emulator's clock, not "
        + "the wall's. Rules: \(run.start.rules.joined(separator: ", ")); feeds: "
        + "\(run.start.feeds.isEmpty ? "none" : run.start.feeds.joined(separator: ", ")); mode: "
        + "\(run.start.mode).")
  }

  private static func allMetrics(_ run: RunResult) -> String {
    let rows = run.metrics.all.filter { $0.value != .undefined && $0.value != .count(0) }.map {
      [Page.code($0.name), Markup.escape($0.value.description)]
    }
    return "<section><details><summary>All metrics that aren't zero</summary>\n"
      + Page.table(["metric", "value"], rows, numbers: [1]) + "</details></section>\n"
  }
}
