import Documents
import Foundation
import Harness
import Remediation
import RulePacks

/// The rules that a command works with: files of the user's, or names of rules that ship.
enum RuleSources {
  /// All rules of the sources in their order, all that ship when none is given; everything that is
  /// wrong with any of them at once.
  static func load(_ sources: [String]) throws -> [EngineRule] {
    try policies(sources).map(\.engineRule)
  }

  /// The rules that a scenario names.
  static func load(of scenario: Scenario) throws -> [EngineRule] {
    var rules: [EngineRule] = []
    var diagnostics: [Diagnostic] = []
    for source in scenario.engine.rules {
      let loaded = load(source.text, file: source.file)
      rules += loaded.policies.map(\.engineRule)
      diagnostics += loaded.diagnostics
    }
    if diagnostics.hasErrors {
      throw Failure(diagnostics.filter { $0.severity == .error })
    }
    return rules
  }

  static func policies(_ sources: [String]) throws -> [Policy] {
    var policies: [Policy] = []
    var diagnostics: [Diagnostic] = []
    for (file, text) in try texts(sources) {
      let loaded = load(text, file: file)
      policies += loaded.policies
      diagnostics += loaded.diagnostics
    }
    for diagnostic in diagnostics where diagnostic.severity == .warning {
      Console.error(diagnostic.description)
    }
    if diagnostics.hasErrors {
      throw Failure(diagnostics.filter { $0.severity == .error })
    }
    if policies.isEmpty { throw Failure("no policy in \(sources.joined(separator: ", "))") }
    return policies
  }

  /// One file's policies; `value_from` may name files beside it.
  static func load(_ text: String, file: String) -> (
    policies: [Policy], diagnostics: [Diagnostic]
  ) {
    PolicyFile.load(text: text, file: file, values: ValueFiles(policyFile: file).fetch)
  }

  /// Each source by its file name, for diagnostics, with its text.
  static func texts(_ sources: [String]) throws -> [(file: String, text: String)] {
    if sources.isEmpty { return RulePacks.all.map { ($0.policyFile, $0.policy) } }
    var texts: [(String, String)] = []
    for source in sources {
      if FileManager.default.fileExists(atPath: source) {
        for file in try Files.found([source], endings: [".yml", ".yaml", ".json"]) {
          texts.append((file, try Files.text(file)))
        }
      } else if let pack = RulePacks.named(source) {
        texts.append((pack.policyFile, pack.policy))
      } else {
        let known = RulePacks.all.map { "`\($0.name)`" }.joined(separator: ", ")
        throw Failure(
          "`\(source)` is no file and no rule that ships; "
            + "expected a policy file or one of \(known)")
      }
    }
    return texts
  }
}
