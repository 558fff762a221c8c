import AWS
import ArgumentParser
import Documents
import Remediation
import RulePacks

/// The rules: which ship, and whether a file of one's own is right.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the rules that ship; check policy files.",
    subcommands: [List.self, Check.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rules that ship, or those of policy files.")

    @Argument(help: "Policy files; none lists what ships.")
    var files: [String] = []

    func run() throws {
      let rows = try RuleSources.policies(files).map { policy in
        [
          policy.name, policy.resourceType.name, policy.actionNames.joined(separator: ", "),
          policy.summary?.split(separator: "\n").first.map(String.init) ?? "",
        ]
      }
      print(Console.table(["rule", "resource", "actions", "what it is"], rows))
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check policy files: everything wrong, with file, line and column.",
      discussion: "Exit status: 2 when a policy can't be used as it stands.")

    @Argument(help: "Policy files or folders.")
    var files: [String]

    func run() throws {
      var diagnostics: [Diagnostic] = []
      var count = 0
      for (file, text) in try RuleSources.texts(files) {
        let loaded = RuleSources.load(text, file: file)
        diagnostics += loaded.diagnostics
        count += loaded.policies.count
      }
      for diagnostic in diagnostics.inFileOrder { print(diagnostic.description) }
      let remarks = diagnostics.count == 1 ? "1 remark" : "\(diagnostics.count) remarks"
      print("\(count) policies can be used, \(remarks)")
      if diagnostics.hasErrors { throw ExitCode(2) }
    }
  }
}
