import ArgumentParser

/// IAM policies: may this principal do that, and why; and whether a document is a policy at all.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Explain decisions of IAM policies; check documents.",
    subcommands: [PolicyExplainCommand.self, PolicyCheckCommand.self])
}
