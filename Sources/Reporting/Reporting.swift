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
      files.append(ReportFile("\(folder)/report.html", HTMLReport.write(run)))
      files.append(ReportFile("\(folder)/report.json", JSONReport.write(run)))
      files.append(ReportFile("\(folder)/junit.xml", JUnitReport.write([run])))
      files.append(ReportFile("\(folder)/summary.md", MarkdownReport.write([run])))
      files.append(ReportFile("\(folder)/journal.jsonl", run.journal))
    }
    let folders = runs.map { folder(of: $0, among: runs) }
    files.append(ReportFile("index.html", HTMLIndex.write(runs, folders: folders)))
    files.append(ReportFile("junit.xml", JUnitReport.write(runs)))
    files.append(ReportFile("summary.md", MarkdownReport.write(runs)))
    return files
  }

  /// The scenario's own path; the seed on top where a scenario ran under several.
  private static func folder(of run: RunResult, among runs: [RunResult]) -> String {
    let isRepeated = runs.count { $0.start.scenario == run.start.scenario } > 1
    return isRepeated ? "\(run.start.scenario)/seed-\(run.start.seed)" : run.start.scenario
  }
}
