import AWS
import Journal
import Reporting
import Testing

/// Variants of a scenario side by side.
@Suite struct ProngReportTests {
  /// An attack that an SCP stops, and rightful work; without the SCP the attack goes through.
  private func runs() throws -> [RunResult] {
    try [[], ["scp"]].map { (without: [String]) in
      var entries: [JournalEntry] = []
      func add(_ seconds: Int64, _ kind: JournalEntry.Kind) {
        entries.append(
          JournalEntry(
            sequence: Int64(entries.count + 1), time: RunFixture.start + .seconds(seconds),
            kind: kind))
      }
      var start = RunStarted()
      (start.scenario, start.title, start.seed) = ("prongs/one", "One", 7)
      (start.iam, start.without) = ("enforce", without)
      add(0, .runStarted(start))
      step(1, .attack, "act", "ec2:CreateInternetGateway", isStopped: without.isEmpty, add)
      step(2, .benign, "", "ec2:DescribeVpcs", isStopped: without.isEmpty, add)
      add(60, .runEnded(RunEnded()))
      return try #require(RunResult(entries))
    }
  }

  private func step(
    _ number: Int, _ kind: LabelKind, _ violates: String, _ name: String, isStopped: Bool,
    _ add: (Int64, JournalEntry.Kind) -> Void
  ) {
    var label = Label()
    (label.label, label.kind, label.violates, label.step) = ("L\(number)", kind, violates, number)
    (label.actor, label.about) = ("sam", "step <\(number)>")
    add(10, .label(label))
    var call = ActorCall()
    (call.actor, call.call, call.label) = ("sam", name, label.label)
    call.error = isStopped ? "UnauthorizedOperation" : nil
    add(10, .actorCall(call))
    guard isStopped else { return }
    var stopped = Stopped()
    (stopped.label, stopped.actor, stopped.call, stopped.by) = (label.label, "sam", name, "scp")
    stopped.reason = "with an explicit deny in a service control policy"
    add(10, .stopped(stopped))
  }

  @Test func theGridSetsVariantsSideBySide() throws {
    let grid = try #require(ProngGrid(runs()))
    #expect(grid.columns.map(\.title) == ["all prongs", "without SCP"])
    #expect(grid.attacks.map { $0.cells.map { $0?.stop } } == [[.prevented(by: "scp"), .done]])
    #expect(grid.columns.map(\.unstopped) == [0, 1])
    // Rightful work that was refused counts against the prong.
    #expect(grid.columns.map(\.hindered) == [1, 0])
    #expect(grid.others[0].cells.map { $0?.judgement(.benign) } == [.bad, .good])
  }

  @Test func everyFormatShowsIt() throws {
    var files: [String: String] = [:]
    for file in ReportWriter.files(for: try runs()) {
      files[file.path] = String(decoding: file.bytes, as: UTF8.self)
    }
    let page = try #require(files["prongs/one/report.html"])
    #expect(page.contains("\u{2717} nothing: done"))
    #expect(page.contains("step &lt;1&gt;"))
    #expect(page.contains("title=\"with an explicit deny in a service control policy\""))
    #expect(try #require(files["index.html"]).contains("Which prong stops what"))
    let markdown = try #require(files["summary.md"])
    #expect(markdown.contains("| \u{1F7E2} SCP | \u{1F534} nothing: done |"))
    let report = try JSON.parse(try #require(files["prongs/one/without-scp/report.json"]))
    #expect(report["without"] == ["scp"])
    let stops = report["prongs"]?["steps"]?.list?.first?["stoppedBy"]?.list ?? []
    #expect(stops.compactMap { $0["by"]?.string } == ["scp", "nothing"])
    let junit = try #require(files["junit.xml"])
    #expect(junit.contains("<testsuite name=\"prongs/one without scp\""))
    #expect(
      junit.contains(
        "name=\"stopped-by: step 1 attack ec2:CreateInternetGateway\" value=\"nothing\""))
  }

  @Test func aJournalKeepsWhatStoppedItsSteps() throws {
    let run = try #require(try runs().first)
    let again = try #require(RunResult(Journal.read(run.journal)))
    #expect(again.entries == run.entries)
    #expect(again.metrics["prevented.scp"] == .count(1))
    #expect(again.metrics["wrongly-refused.scp"] == .count(1))
  }
}
