import ArgumentParser
import Remediation

/// The rules that ship, or those of policy files.
struct RulesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the rules that ship, or those of policy files.")

  @Argument(help: "Policy files; none lists what ships.")
  var files: [String] = []

  func run() throws {
    let selection = try RuleSources.load(files)
    let rows = selection.policies.map { policy in
      [
        policy.name, policy.resourceType.name, policy.actionNames.joined(separator: ", "),
        policy.summary?.split(separator: "\n").first.map(String.init) ?? "",
      ]
    }
    print(Console.table(["rule", "resource", "actions", "what it is"], rows))
    try selection.finish()
  }
}
