import ArgumentParser
import Documents
import Foundation
import Harness
import Remediation
import RulePacks

/// The rules that a command works with: files of the user's, or names of rules that ship.
enum RuleSources {
  /// The policies that a command works with.
  struct Selection {
    let policies: [Policy]
    /// Whether none was left out because something that it names can't be read.
    let isWhole: Bool

    var rules: [EngineRule] { policies.map(\.engineRule) }

    /// Ends a command that did its work with what there is: it says so if that isn't all.
    func finish() throws {
      if !isWhole { throw ExitCode(2) }
    }
  }

  /// The rules that a scenario names.
  static func load(of scenario: Scenario) throws -> Selection {
    var loaded = Loaded()
    for source in scenario.engine.rules {
      loaded.add(.success(source.text), file: source.file, .ambient)
    }
    return try select(loaded, warns: false)
  }

  /// All policies of the sources in their order, all that ship when none is given; everything that
  /// is wrong with any of them at once.
  static func load(_ sources: [String], values: RuleValues = .ambient) throws -> Selection {
    let loaded = try all(sources, values: values)
    let selection = try select(loaded, warns: true)
    if selection.policies.isEmpty {
      throw Failure("no policy in \(sources.joined(separator: ", "))")
    }
    return selection
  }

  /// What isn't there for a policy stops that one; what is wrong with a file stops all.
  private static func select(_ loaded: Loaded, warns: Bool) throws -> Selection {
    for diagnostic in loaded.diagnostics where warns && diagnostic.severity == .warning {
      Console.error(diagnostic.description)
    }
    let isBroken = loaded.errors.contains { !$0.isOutside }
    if isBroken || loaded.policies.isEmpty, !loaded.errors.isEmpty { throw Failure(loaded.errors) }
    for error in loaded.errors.inFileOrder { Console.error(error.description) }
    return Selection(policies: loaded.policies, isWhole: loaded.errors.isEmpty)
  }

  /// What can be used of the sources, and everything that is wrong with them.
  static func all(_ sources: [String], values: RuleValues) throws -> Loaded {
    var loaded = Loaded()
    for source in try texts(sources) { loaded.add(source.text, file: source.file, values) }
    return loaded
  }

  struct Loaded {
    var policies: [Policy] = []
    var diagnostics: [Diagnostic] = []
    private var places: [String: SourcePosition] = [:]

    var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }

    /// One file's policies, none under the name of one in a file before.
    mutating func add(
      _ text: Result<String, Document.Problem>, file: String, _ values: RuleValues
    ) {
      switch text {
      case .failure(let problem): diagnostics.append(problem.diagnostic)
      case .success(let text):
        let loaded = PolicyFile.load(
          text: text, file: file, values: values.fetch(for: file))
        diagnostics += loaded.diagnostics
        for policy in loaded.policies {
          if let first = places[policy.name] {
            diagnostics.append(
              Diagnostic(
                policy.position, "a policy is named `\(policy.name)` already",
                suggestion: "expected another name than at \(first)"))
          } else {
            policies.append(policy)
            places[policy.name] = policy.position
          }
        }
      }
    }
  }

  /// Each source by its file name, for diagnostics, with its text.
  private static func texts(_ sources: [String]) throws -> [(
    file: String, text: Result<String, Document.Problem>
  )] {
    if sources.isEmpty { return RulePacks.all.map { ($0.policyFile, .success($0.policy)) } }
    var texts: [(String, Result<String, Document.Problem>)] = []
    for source in sources {
      if FileManager.default.fileExists(atPath: source) {
        for file in try Files.found([source], endings: [".yml", ".yaml", ".json"]) {
          texts.append((file, Document.text(try bytes(file), file: file)))
        }
      } else if let pack = RulePacks.named(source) {
        texts.append((pack.policyFile, .success(pack.policy)))
      } else {
        let known = RulePacks.all.map { "`\($0.name)`" }.joined(separator: ", ")
        throw Failure(
          "`\(source)` is no file and no rule that ships; "
            + "expected a policy file or one of \(known)")
      }
    }
    return texts
  }

  /// A file's bytes, as many as a file may have and one more.
  private static func bytes(_ file: String) throws(Failure) -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: file) else { return try Files.bytes(file) }
    do {
      return Array(try handle.read(upToCount: Document.Limits().size + 1) ?? Data())
    } catch {
      throw Failure("\(file): \(Files.reason(error))")
    }
  }
}
