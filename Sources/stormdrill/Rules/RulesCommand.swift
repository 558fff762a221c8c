import ArgumentParser

/// The rules: which ship, whether a file of one's own is right, and what it says of resources.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List the rules that ship; check, explain and evaluate policies; how to write one.",
    subcommands: [
      RulesListCommand.self, RulesCheckCommand.self, RulesExplainCommand.self,
      RulesEvaluateCommand.self, RulesQueryCommand.self, RulesSchemaCommand.self,
      RulesCoverageCommand.self,
    ])
}
