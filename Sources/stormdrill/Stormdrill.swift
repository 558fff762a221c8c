import ArgumentParser
import Foundation

/// The command line. One file a subcommand; exit status 0 when all holds, 1 when some expectation
/// doesn't, 2 for wrong usage or a broken file.
@main
struct Stormdrill: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "stormdrill",
    abstract: "Rehearses automated AWS security remediation.",
    discussion: """
      The real remediation engine, with your real rules, runs against a local AWS that delivers \
      its audit events late, twice, out of order, in floods or not at all.

      Exit status: 0 all holds, 1 an expectation doesn't, 2 wrong usage or a broken file.
      """,
    version: version,
    subcommands: [
      RunCommand.self, ServeCommand.self, ScanCommand.self, WatchCommand.self, UndoCommand.self,
      LedgerCommand.self, ReplayCommand.self, RulesCommand.self, PolicyCommand.self,
      ReportCommand.self, ServicesCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      Console.error(failure.description)
      Foundation.exit(failure.status)
    } catch {
      let status = exitCode(for: error)
      let message = fullMessage(for: error)
      if status == .success {
        if !message.isEmpty { print(message) }
        Foundation.exit(0)
      }
      if !message.isEmpty { Console.error(message) }
      // ArgumentParser says 64 for wrong usage.
      Foundation.exit(error is ExitCode ? status.rawValue : 2)
    }
  }
}
