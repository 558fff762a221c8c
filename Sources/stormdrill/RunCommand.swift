import AWS
import ArgumentParser
import Foundation
import Harness
import Journal
import Reporting

/// Rehearses scenarios and reports on them.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Rehearse scenarios: the engine in a storm, on virtual time.",
    discussion: """
      Writes, for each run, report.html, report.json, junit.xml, summary.md and journal.jsonl \
      below the output folder, and an index.html above them. The same seed gives the same bytes.
      """)

  @Argument(help: "Scenario files or folders.")
  var paths: [String] = ["Scenarios"]

  @Option(help: "Rehearse these policies instead of each scenario's own rules.")
  var rules: [String] = []

  @Option(
    help: ArgumentHelp(
      "Run each scenario beside itself without these layers of defence, separated by commas; once "
        + "for each time that it is given. In place of the scenarios' own variants.",
      discussion: "One or more of \(Defence.names.joined(separator: ", ")), or all.",
      valueName: "list"))
  var without: [DefenceList] = []

  @Option(help: "What chance is drawn from.")
  var seed: UInt64 = 1

  @Option(help: "How many seeds to run each scenario with, from --seed on.")
  var seeds = 1

  @Option(help: "Run only the i-th of n equal shares: `2/5`.")
  var shard: Shard?

  @Option(help: "Where to write the reports.")
  var output = "Reports/latest"

  @Option(help: "Runs at a time; each is on one thread. Default: one a core.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print one JSON document in place of the table.")
  var json = false

  func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds must be at least 1") }
    if jobs < 1 { throw ValidationError("--jobs must be at least 1") }
  }

  func run() throws {
    try Files.checkFolder(output, "--output")
    let scenarios = try ScenarioSources.load(paths)
    let override = rules.isEmpty ? nil : try RuleSources.load(rules)
    // A run and its variants, which stay together: a report sets them side by side.
    var groups: [[Drill]] = []
    var isWhole = true
    for scenario in scenarios {
      let selection = try override ?? RuleSources.load(of: scenario.scenario)
      isWhole = isWhole && selection.isWhole
      for seed in seed..<(seed + UInt64(seeds)) {
        groups.append(
          variants(of: scenario.scenario).map { variant in
            Drill(
              scenario: scenario.scenario, variant: variant, rules: selection.rules, seed: seed,
              commandLine: commandLine(scenario.path, seed, variant))
          })
      }
    }
    if let shard { groups = shard.share(of: groups) }
    let done = try DrillPool(groups.flatMap { $0 }, jobs: jobs).run()
    let results = done.map(\.result)
    for file in ReportWriter.files(for: results) {
      try Files.write(file.bytes, to: "\(output)/\(file.path)")
    }
    json ? printDocument(done) : printTable(done)
    if !isWhole { throw ExitCode(2) }
    if results.contains(where: { !$0.passes }) { throw ExitCode(1) }
  }

  /// The full run first; a defence that a scenario hasn't is nothing to do without.
  private func variants(of scenario: Scenario) -> [Variant] {
    var variants = [Variant.full(of: scenario)]
    let asked = without.isEmpty ? scenario.variants : without.map { Variant(without: $0.defences) }
    for variant in asked where variant.without.contains(where: { $0.counts(in: scenario) }) {
      if variants.contains(where: { $0.without == variant.without }) { continue }
      variants.append(variant)
    }
    return variants
  }

  private func commandLine(_ path: String, _ seed: UInt64, _ variant: Variant) -> String {
    let rules = rules.map { " --rules \(Self.quoted($0))" }.joined()
    let without =
      variant.names.isEmpty ? "" : " --without \(variant.names.joined(separator: ","))"
    return "stormdrill run \(Self.quoted(path)) --seed \(seed)\(rules)\(without)"
  }

  /// As a POSIX shell reads it back.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=@".contains($0))
    }
    return isPlain && !text.isEmpty
      ? text : "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }

  private func printTable(_ done: [DrillPool.Done]) {
    print(
      Console.table(
        RunSummary.header + ["wall"],
        done.map { RunSummary.cells($0.result) + [Self.seconds($0.wall)] },
        rightAligned: Set(2...RunSummary.header.count)))
    for run in done where !run.result.passes {
      for it in run.result.expectations where !it.passes {
        print(
          "\(RunSummary.name(run.result)): `\(it.metric) \(it.comparator.rawValue) \(it.required)` "
            + RunSummary.outcome(of: it))
      }
    }
    if seeds > 1 { printCampaigns(done.map(\.result)) }
    let failed = done.count { !$0.result.passes }
    let verdict = failed == 0 ? "all \(done.count) held" : "\(failed) of \(done.count) did not hold"
    print("\n\(verdict); see \(output)/index.html")
  }

  private func printCampaigns(_ results: [RunResult]) {
    var names: [String] = []
    for result in results where !names.contains(RunSummary.name(result)) {
      names.append(RunSummary.name(result))
    }
    let rows = names.map { name in
      let campaign = Campaign(results.filter { RunSummary.name($0) == name })
      return [
        name, "\(campaign.passed)/\(campaign.runs)", Self.rate(campaign.missRate),
        Self.rate(campaign.falsePositiveRate),
        campaign.distribution("time-to-remediate")[.p99].description,
      ]
    }
    print(
      "\n"
        + Console.table(
          ["over all seeds", "held", "missed (95%)", "false positives (95%)", "remediate p99"],
          rows))
  }

  private static func rate(_ interval: RateInterval) -> String {
    guard let bounds = interval.bounds else { return "-" }
    let lower = MetricValue.fraction(partsPerMillion: bounds.lower)
    let upper = MetricValue.fraction(
      partsPerMillion: interval.ruleOfThree.map { max($0, bounds.upper) } ?? bounds.upper)
    return "\(interval.events)/\(interval.trials) (\(lower) to \(upper))"
  }

  private func printDocument(_ done: [DrillPool.Done]) {
    let runs = done.map { run in
      AWSValue.object([
        "scenario": .string(run.result.start.scenario),
        "without": .list(run.result.start.without.map(AWSValue.string)),
        "seed": .string(String(run.result.start.seed)),
        "passes": .bool(run.result.passes),
        "outcome": .string(RunSummary.outcome(run.result)),
        "simulatedCalls": .integer(Int64(run.requests)),
        "wallSeconds": .double(Double(run.wall.microseconds) / 1_000_000),
        "metrics": .object(
          AWSObject(run.result.metrics.all.map { ($0.name, .string($0.value.description)) })),
      ])
    }
    let document: AWSObject = [
      "passes": .bool(done.allSatisfy(\.result.passes)), "runs": .list(runs),
    ]
    print(JSON.text(document))
  }

  private static func seconds(_ duration: Duration) -> String {
    let hundredths = duration.microseconds / 10_000
    return "\(hundredths / 100).\(String(hundredths % 100 + 100).dropFirst())s"
  }
}

/// `i/n` on the command line: one of n machines that share a campaign.
struct Shard: ExpressibleByArgument {
  let index: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/").map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count > 0,
      (1...count).contains(index)
    else { return nil }
    (self.index, self.count) = (index, count)
  }

  func share<Item>(of items: [Item]) -> [Item] {
    items.enumerated().filter { $0.offset % count == index - 1 }.map(\.element)
  }
}

/// `scp,remediation` on the command line.
struct DefenceList: ExpressibleByArgument {
  let defences: [Defence]

  init?(argument: String) {
    if argument == "all" {
      defences = Defence.allCases
      return
    }
    let words = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let found = words.compactMap(Defence.init(name:))
    guard !found.isEmpty, found.count == words.count else { return nil }
    defences = found
  }
}
