import AWS
import ArgumentParser
import Remediation

/// Real CloudTrail files through the engine: what would have triggered which rule.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run real CloudTrail files through the engine.",
    discussion: """
      Every trigger is marked unverified: no world stands behind a log, so the engine can't read \
      the resource again, which it always does before it judges. `change` says whether the \
      recorded change by itself is what the rule looks for: yes, no, or unknown where the record \
      doesn't tell.
      """)

  @Argument(help: "Log files or folders: `{\"Records\": [...]}`, a list, gzipped or not.")
  var logs: [String]

  @Option(help: "A policy file or the name of a rule that ships. Default: all that ship.")
  var rules: [String] = []

  @Flag(help: "Only changes that by themselves are what a rule looks for.")
  var onlyConcerns = false

  @Flag(help: "A JSON object a line, the counts last.")
  var json = false

  func run() throws {
    let files = try CloudTrailFiles.read(logs)
    let selection = try RuleSources.load(rules)
    var engine = RemediationEngine(
      configuration: EngineConfiguration(scopes: []), rules: selection.rules)
    var triggers: [ReplayedTrigger] = []
    var counts = ReplayCounts()
    for record in files.records {
      for effect in engine.handle(.record(record), at: record.eventTime ?? Timestamp(seconds: 0)) {
        guard case .report(let event) = effect else { continue }
        counts.add(event)
        if case .wouldTrigger(let trigger) = event { triggers.append(trigger) }
      }
    }
    if onlyConcerns { triggers.removeAll { $0.concern != .yes } }
    json ? printLines(triggers, counts, files) : printTable(triggers, counts, files)
    try selection.finish()
  }

  private func printLines(
    _ triggers: [ReplayedTrigger], _ counts: ReplayCounts, _ files: CloudTrailFiles
  ) {
    for trigger in triggers { print(JSON.text(trigger.document, sorted: true)) }
    let summary: AWSObject = [
      "duplicates": .integer(Int64(counts.duplicates)),
      "failedCalls": .integer(Int64(counts.failedCalls)),
      "files": .integer(Int64(files.count)), "records": .integer(Int64(files.records.count)),
      "triggers": .integer(Int64(triggers.count)), "verified": false,
    ]
    print(JSON.text(summary, sorted: true))
  }

  private func printTable(
    _ triggers: [ReplayedTrigger], _ counts: ReplayCounts, _ files: CloudTrailFiles
  ) {
    let rows = triggers.map { trigger in
      [
        trigger.eventTime?.iso8601 ?? "", trigger.eventName, trigger.rule, trigger.resource.id,
        "\(trigger.resource.scope.account) \(trigger.resource.scope.region)",
        trigger.concern.rawValue, "unverified",
      ]
    }
    print(
      Console.table(
        ["time", "event", "rule", "resource", "where", "change", "state"], rows))
    print(
      "\n\(files.records.count) records in \(files.count) files, \(counts.duplicates) of them "
        + "duplicates; \(triggers.count) triggers, "
        + "\(triggers.count { $0.concern == .yes }) of which are by themselves what their rule "
        + "looks for; \(counts.failedCalls) failed calls that trigger nothing")
  }
}

private struct ReplayCounts {
  var duplicates = 0
  var failedCalls = 0

  mutating func add(_ event: EngineEvent) {
    switch event {
    case .recordSeen(_, _, _, _, true): duplicates += 1
    case .recordIgnored(_, _, .failedCall): failedCalls += 1
    default: break
    }
  }
}

extension ReplayedTrigger {
  var document: AWSObject {
    [
      "account": .string(resource.scope.account), "change": .string(concern.rawValue),
      "eventID": .string(eventID), "eventName": .string(eventName),
      "eventTime": .string(eventTime?.iso8601 ?? ""), "region": .string(resource.scope.region),
      "resource": .string(resource.id), "rule": .string(rule), "type": .string(resource.type),
      "verified": false,
    ]
  }
}
