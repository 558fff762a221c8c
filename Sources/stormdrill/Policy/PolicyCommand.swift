import ArgumentParser

/// IAM policies: may this principal do that, and why; whom a policy lets in from outside; and
/// whether a document is a policy at all.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Explain decisions of IAM policies; say whom they let in; check documents.",
    subcommands: [
      PolicyExplainCommand.self, PolicyExposureCommand.self, PolicyCheckCommand.self,
    ])
}
