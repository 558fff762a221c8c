import ArgumentParser
import Foundation
import Ledger
import Remediation

/// One scan of what is there, on real AWS or on any endpoint.
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Scan an account once; with --mode enforce, repair.",
    discussion: """
      Exit status: 0 when nothing is wrong or all of it was repaired, 1 when something is left, \
      2 when a policy was left out because something that it names can't be read.
      """)

  @OptionGroup var live: LiveOptions
  @OptionGroup var engine: EngineOptions

  func run() throws {
    let tally = Tally()
    let stop = StopSignal()
    Signals.onEnd { stop.set() }
    let started = try LiveEngine(live, engine, stop: stop) { event in
      tally.add(event)
      if let line = EventLine.text(event) { Console.line(line) }
    }
    Console.error(
      "account \(started.identity.account) as \(started.identity.arn), "
        + "\(started.settings.regions.joined(separator: ", ")), mode \(engine.mode.rawValue)")
    try started.driver.run([.scan]) { $0.isIdle }
    Console.line(tally.summary)
    try started.selection.finish()
    if tally.left > 0 || tally.warnings > 0 { throw ExitCode(1) }
  }
}

/// What a scan came to.
final class Tally {
  private var resources = 0
  private var found: Set<String> = []
  private var fixed: Set<String> = []
  private var exempt: Set<String> = []
  private(set) var warnings = 0

  var left: Int { found.subtracting(fixed).subtracting(exempt).count }

  func add(_ event: EngineEvent) {
    switch event {
    case .scanFinished(_, _, let count): resources += count
    case .findingOpened(let finding, _, _, _, _): found.insert(finding)
    case .findingHeld(let finding, let reason):
      // One that an earlier scan opened is still there.
      found.insert(finding)
      if reason.contains("exempt") { exempt.insert(finding) }
    case .verified(let finding, true): fixed.insert(finding)
    case .warning: warnings += 1
    default: break
    }
  }

  var summary: String {
    "\(resources) read, \(found.count) found, \(fixed.count) fixed, \(exempt.count) exempt, "
      + "\(left) left"
  }
}
