import ArgumentParser
import Documents
import PolicyLanguage

/// Whether documents are policies, with AWS's message for those that aren't.
struct PolicyCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check policy documents: what AWS would say, with file, line and column.",
    discussion: "Exit status: 2 when a document is no policy.")

  @Argument(help: "Policy documents, JSON; YAML where the name ends in .yaml or .yml.")
  var files: [String]

  @Option(name: .customLong("as"), help: "What they are attached to: \(Attached.names).")
  var attached: Attached = .identity

  enum Attached: String, ExpressibleByArgument, CaseIterable {
    case identity, resource, trust, control

    static let names = allCases.map(\.rawValue).joined(separator: ", ")

    var grammar: PolicyGrammar {
      switch self {
      case .identity: .identity
      case .resource: .resource
      case .trust: .trust
      case .control: .control
      }
    }
  }

  func run() throws {
    var diagnostics: [Diagnostic] = []
    for file in files {
      do {
        _ = try PolicyDocuments.read(file, as: attached.grammar)
      } catch let unreadable as PolicyDocuments.Unreadable {
        diagnostics += unreadable.diagnostics
      }
    }
    if diagnostics.hasErrors { throw Failure(diagnostics) }
    print(files.count == 1 ? "1 policy can be used" : "\(files.count) policies can be used")
  }
}
