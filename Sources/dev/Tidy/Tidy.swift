import ArgumentParser
import Foundation

/// Holds the source against the rules that the compiler doesn't know.
struct Tidy: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check imports, banned words, sizes and leftovers.",
    discussion: "Prints file:line: what is wrong, and ends with 1 if anything is.")

  @Option(help: "The root of stormdrill's source.")
  var root = "."

  /// What is written by hand; data and generated files aren't.
  private static let folders = ["Sources", "Tests", "Scenarios", ".ci", "docs"]
  private static let files = ["Package.swift", "Makefile", "README.md"]
  private static let extensions: Set<String> = [
    "swift", "c", "h", "py", "yml", "yaml", "md", "sh", "txt", "modulemap", "",
  ]

  func run() throws {
    let files = try sources()
    let found = files.flatMap(TidyChecks.all)
    for objection in found { print(objection.text) }
    if !found.isEmpty {
      throw ExitCode(1)
    }
    print("tidy: \(files.count) files")
  }

  private func sources() throws -> [SourceFile] {
    var paths = Self.files.filter { FileManager.default.fileExists(atPath: "\(root)/\($0)") }
    for folder in Self.folders {
      guard let inside = FileManager.default.enumerator(atPath: "\(root)/\(folder)") else {
        continue
      }
      for case let path as String in inside where isWritten(path) {
        paths.append("\(folder)/\(path)")
      }
    }
    if paths.isEmpty { throw ValidationError("no source in \(root)") }
    return paths.sorted().compactMap { path in
      guard let data = FileManager.default.contents(atPath: "\(root)/\(path)"),
        let text = String(data: data, encoding: .utf8)
      else { return nil }
      return SourceFile(path: path, text: text)
    }
  }

  private func isWritten(_ path: String) -> Bool {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let ending = name.split(separator: ".").dropFirst().last.map(String.init) ?? ""
    let generated = ["/data/", "__pycache__", ".venv", "/golden/"]
    return Self.extensions.contains(ending) && !generated.contains { "/\(path)".contains($0) }
  }
}
