import ArgumentParser
import Documents
import Remediation

/// Everything wrong with policy files.
struct RulesCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check policy files: everything wrong, with file, line and column.",
    discussion: """
      Warns of what the dialect is known to do otherwise than one means: each warning has a code, \
      a resource that shows it, and a corrected form.

      Exit status: 2 when a policy can't be used as it stands, or there is none.
      """)

  @Argument(help: "Policy files or folders.")
  var files: [String]

  func run() throws {
    let loaded = try RuleSources.all(files, values: .offline)
    let diagnostics = loaded.diagnostics + loaded.policies.flatMap(\.hazards).map(\.diagnostic)
    let count = loaded.policies.count
    for diagnostic in diagnostics.inFileOrder { print(diagnostic.description) }
    let policies = count == 1 ? "1 policy" : "\(count) policies"
    let remarks = diagnostics.count == 1 ? "1 remark" : "\(diagnostics.count) remarks"
    print("\(policies) can be used, \(remarks)")
    if diagnostics.hasErrors { throw ExitCode(2) }
    if count == 0 { throw Failure("no policy in \(files.joined(separator: ", "))") }
  }
}
