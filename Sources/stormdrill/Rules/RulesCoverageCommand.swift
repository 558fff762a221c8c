import ArgumentParser
import Remediation

/// Which filters and actions rules may use, by type of resource.
struct RulesCoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "List the filters and actions that work, Cloud Custodian's and our own, by resource.",
    discussion: """
      Without a type: how many of Cloud Custodian 0.9.53's work. With types: their names, our own, \
      and those that are refused.
      """)

  @Argument(help: "Types of resource, such as aws.s3.")
  var types: [String] = []

  func run() throws {
    if types.isEmpty {
      let rows = ResourceTypes.all.map { type in
        func count(_ coverage: Coverage) -> String {
          let all = coverage.supported.count + coverage.missing.count
          return "\(coverage.supported.count) of \(all), own: \(coverage.own.count)"
        }
        return [type.name, count(type.filterCoverage), count(type.actionCoverage)]
      }
      print(Console.table(["resource", "filters", "actions"], rows))
      return
    }
    for name in types {
      guard let type = ResourceTypes.named(name) else {
        throw Failure(TypeName.problem(with: name))
      }
      for (kind, coverage) in [
        ("filters", type.filterCoverage), ("actions", type.actionCoverage),
      ] {
        print("\(type.name) \(kind): \(coverage.supported.joined(separator: ", "))")
        if !coverage.own.isEmpty { print("  our own: \(coverage.own.joined(separator: ", "))") }
        if !coverage.missing.isEmpty {
          print("  refused: \(coverage.missing.joined(separator: ", "))")
        }
      }
    }
  }
}
