import ArgumentParser

@main
struct Stormdrill: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stormdrill", abstract: "Rehearses automated AWS security remediation.")
}
