import Documents
import Foundation
import Harness
import RulePacks

/// Scenarios from files, with the environments and rules that they name.
enum ScenarioSources {
  struct Loaded {
    let path: String
    let scenario: Scenario
  }

  /// All scenarios at or below the paths; everything wrong with any of them at once.
  static func load(_ paths: [String]) throws -> [Loaded] {
    let found = try Files.found(
      paths, endings: [".yaml", ".yml"], leavingOut: ["Environments", "Rules"])
    if found.isEmpty {
      throw Failure("\(paths.joined(separator: ", ")): no scenarios; expected files *.yaml")
    }
    var loaded: [Loaded] = []
    var diagnostics: [Diagnostic] = []
    for path in found {
      let (scenario, problems) = ScenarioReader.read(
        text: try Files.text(path), path: path, name: name(of: path), files: neighbours(of: path))
      diagnostics += problems
      if let scenario { loaded.append(Loaded(path: path, scenario: scenario)) }
    }
    for warning in diagnostics.inFileOrder where warning.severity == .warning {
      Console.error(warning.description)
    }
    if diagnostics.hasErrors {
      throw Failure(diagnostics.filter { $0.severity == .error })
    }
    return loaded
  }

  /// `safety/undo` of `Scenarios/safety/undo.yaml`; the bare name of a file that lies elsewhere.
  private static func name(of path: String) -> String {
    let parts = path.split(separator: "/").map(String.init)
    let stem = (parts.last ?? path).split(separator: ".").dropLast().joined(separator: ".")
    guard let root = parts.lastIndex(of: "Scenarios"), root + 1 < parts.count else { return stem }
    return (parts[(root + 1)...].dropLast() + [stem]).joined(separator: "/")
  }

  private static func neighbours(of path: String) -> ScenarioFiles {
    ScenarioFiles(
      environment: { name in
        var folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        // The folder of the scenario, or one of those above it, up to the root.
        for _ in 0..<folder.pathComponents.count {
          let file = folder.appendingPathComponent("Environments/\(name).yaml")
          if let text = try? String(contentsOf: file, encoding: .utf8) {
            return (relative(file), text)
          }
          folder.deleteLastPathComponent()
        }
        return nil
      },
      rule: { name, scenario in
        if let pack = RulePacks.named(name) { return (pack.policyFile, pack.policy) }
        let file = URL(fileURLWithPath: scenario).deletingLastPathComponent()
          .appendingPathComponent(name)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
        return (relative(file), text)
      })
  }

  /// As the user would write it: below the current folder without its path.
  private static func relative(_ file: URL) -> String {
    let path = file.standardizedFileURL.path
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }
}
