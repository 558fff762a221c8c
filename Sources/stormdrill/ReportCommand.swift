import ArgumentParser
import Journal
import Reporting

/// Reports from journals that were kept.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write the reports of runs from their journals.")

  @Argument(help: "journal.jsonl files, or folders that hold some.")
  var journals: [String]

  @Option(help: "Where to write the reports.")
  var output = "Reports/latest"

  func run() throws {
    try Files.checkFolder(output, "--output")
    var runs: [RunResult] = []
    for path in try Files.found(journals, endings: [".jsonl"]) {
      guard let run = RunResult(try entries(path)) else {
        throw Failure("\(path):2:1: error: the first entry is no start of a run")
      }
      runs.append(run)
    }
    if runs.isEmpty { throw Failure("no journals in \(journals.joined(separator: ", "))") }
    for file in ReportWriter.files(for: runs) {
      try Files.write(file.bytes, to: "\(output)/\(file.path)")
    }
    print("\(runs.count) reports in \(output)/index.html")
  }

  private func entries(_ path: String) throws(Failure) -> [JournalEntry] {
    let bytes = try Files.bytes(path)
    do throws(Journal.ReadError) {
      return try Journal.read(bytes)
    } catch {
      throw Failure("\(path):\(error.line):1: error: \(error.message)")
    }
  }
}
