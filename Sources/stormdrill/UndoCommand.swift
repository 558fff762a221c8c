import ArgumentParser
import Ledger
import Remediation

/// Puts back what the engine took away.
struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Put back what a finding's plan took away.",
    discussion: """
      Newest step first. What was changed by somebody else since then is named and left alone, \
      unless --force is given. Exit status: 1 when something could not be put back.
      """)

  @OptionGroup var live: LiveOptions

  @Argument(help: "Findings, as `stormdrill ledger` lists them.")
  var findings: [String]

  @Option(help: "The rules that the findings came from, as they were given to the engine.")
  var rules: [String] = []

  @Flag(help: "Put back even where the resource is no longer as the fix left it.")
  var force = false

  func run() throws {
    let known = try LiveEngine.open(live.ledger, access: .read).all()
    for finding in findings where !known.contains(where: { $0.id == finding }) {
      throw Failure("no finding `\(finding)` in \(live.ledger); `stormdrill ledger` lists them")
    }
    var engine = EngineOptions()
    engine.rules = rules
    engine.exemptions = nil
    engine.alert = []
    engine.mode = .notify
    var ended: [String: Bool] = [:]
    let started = try LiveEngine(live, engine) { event in
      if case .undone(let finding, let complete) = event { ended[finding] = complete }
      if let line = EventLine.text(event) { Console.line(line) }
    }
    let commands = findings.map { OperatorCommand.undo(finding: $0, force: force) }
    try started.driver.run(commands) { $0.isIdle }
    if findings.contains(where: { ended[$0] != true }) { throw ExitCode(1) }
  }
}
