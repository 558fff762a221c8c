// What people and machines read of a run: each format a recorder of its own, all of them pure
// functions of the run's journal and its metrics.
//
// Neighbours: Journal (what is told), AWS (values and JSON). Whoever calls writes the files.
// Invariant: the same run gives the same bytes; nothing is told that the journal doesn't hold.

package import Journal

/// One file of a report, by its path below the folder of all reports.
package struct ReportFile: Hashable, Sendable {
  package let path: String
  package let bytes: [UInt8]

  init(_ path: String, _ bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  init(_ path: String, _ text: String) { self.init(path, Array(text.utf8)) }
}

/// All reports of some runs.
package enum ReportWriter {
  /// For each run a folder with report.html, report.json, junit.xml, summary.md and journal.jsonl;
  /// above them index.html, junit.xml and summary.md of all.
  package static func files(for runs: [RunResult]) -> [ReportFile] {
    var files: [ReportFile] = []
    for run in runs {
      let folder = folder(of: run, among: runs)
      let grid = grid(for: run, among: runs)
      files.append(ReportFile("\(folder)/report.html", HTMLReport.write(run, grid: grid)))
      files.append(ReportFile("\(folder)/report.json", JSONReport.write(run, grid: grid)))
      files.append(ReportFile("\(folder)/junit.xml", JUnitReport.write([run])))
      files.append(ReportFile("\(folder)/summary.md", MarkdownReport.write([run], grid: grid)))
      files.append(ReportFile("\(folder)/journal.jsonl", run.journal))
    }
    let folders = runs.map { folder(of: $0, among: runs) }
    files.append(ReportFile("index.html", HTMLIndex.write(runs, folders: folders)))
    files.append(ReportFile("junit.xml", JUnitReport.write(runs)))
    files.append(ReportFile("summary.md", MarkdownReport.write(runs)))
    return files
  }

  /// The scenario's own path; the seed on top where a scenario ran under several, and what it did
  /// without on top of that.
  private static func folder(of run: RunResult, among runs: [RunResult]) -> String {
    let others = runs.filter { $0.start.scenario == run.start.scenario }
    let isRepeated = others.contains { $0.start.seed != run.start.seed }
    var folder = run.start.scenario
    if isRepeated { folder += "/seed-\(run.start.seed)" }
    let without = run.start.without
    if without.isEmpty { return folder }
    if ProngGrid.isNothing(without) { return "\(folder)/without-all" }
    return "\(folder)/without-\(without.joined(separator: "+"))"
  }

  /// The run beside its variants under the same seed.
  private static func grid(for run: RunResult, among runs: [RunResult]) -> ProngGrid? {
    ProngGrid(
      runs.filter {
        $0.start.scenario == run.start.scenario && $0.start.seed == run.start.seed
      })
  }
}
