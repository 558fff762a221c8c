import AWS
import Journal

/// index.html: all runs on one page, each with its report.
enum HTMLIndex {
  static func write(_ runs: [RunResult], folders: [String]) -> String {
    let failed = runs.count { !$0.passes }
    let title = failed == 0 ? "All \(runs.count) held" : "\(failed) of \(runs.count) did not hold"
    let tone = failed == 0 ? "good" : "bad"
    let sign = failed == 0 ? "\u{2713}" : "\u{2717}"
    let rows = zip(runs, folders).map { run, folder in
      let cells = RunSummary.cells(run)
      let link =
        "<div class=\"wide\"><a href=\"\(Markup.escape(folder))/report.html\">"
        + "\(Markup.escape(cells[0]))</a>"
        + "<br><span class=\"soft\">\(Markup.escape(run.start.title))</span></div>"
      let kind: Page.Tone =
        !run.passes
        ? .bad
        : run.expectations.isEmpty ? .plain : run.start.expectViolated.isEmpty ? .good : .warn
      return [link, Page.tag(cells[1], kind)] + cells.dropFirst(2).map(Markup.escape)
    }
    let body = """
      <header><p class="eyebrow">Stormdrill</p><h1>Drills</h1></header>
      <div class="banner \(tone)"><strong>\(sign) \(title)</strong>
      <p>\(runs.count) runs; "violated as meant" is a scenario that shows a rule or a setting that \
      is wrong on purpose.</p></div>

      """
    let table = Page.table(
      RunSummary.header, rows, numbers: Set(2..<RunSummary.header.count))
    let grids = ProngSection.overview(ProngGrid.grids(of: runs)) { grid in
      let place = runs.firstIndex { $0.start.scenario == grid.scenario }
      return place.map { "\(folders[$0])/report.html#prongs" } ?? "#runs"
    }
    return Page.write(
      title: "Stormdrill: \(title)", body: body + grids + Page.section("runs", "Runs", table))
  }
}
