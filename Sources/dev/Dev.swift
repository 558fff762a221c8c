import ArgumentParser

@main
struct Dev: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dev", abstract: "Maintenance of stormdrill's own source.",
    subcommands: [Measure.self, Models.self, Tidy.self, Wire.self])
}
