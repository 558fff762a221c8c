import AWS
import ArgumentParser
import Foundation

/// Trims botocore's service models to what stands on the wire, without documentation.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trim botocore's service models into Sources/ServiceModelData/data.",
    discussion: """
      The version is pinned in Tests/Clients/requirements.txt. For example:
        python3 -m pip install --target /somewhere botocore==<that version>
        swift run dev models --botocore /somewhere
      """)

  @Option(help: "A directory that holds botocore, or botocore's own directory.")
  var botocore: String

  @Option(help: "The root of stormdrill's source.")
  var root = "."

  func run() throws {
    let library = try BotocoreLibrary(at: botocore)
    let pinned = try pinnedVersion()
    guard library.version == pinned else {
      throw ValidationError("botocore there is \(library.version), the pinned one is \(pinned)")
    }
    for service in ServiceModel.allNames {
      let trimmer = try ModelTrimmer(service, of: library)
      if let trait = trimmer.unread {
        throw ValidationError("the wire does not know the trait `\(trait)` of \(service)")
      }
      let bytes = Data(trimmer.text().utf8)
      let path = "\(root)/Sources/ServiceModelData/data/\(service).json"
      try bytes.write(to: URL(fileURLWithPath: path))
      print("\(service): \(trimmer.operationCount) operations, \(bytes.count) bytes")
    }
  }

  /// `botocore==1.2.3` of the client tests' requirements: the one home of the version.
  private func pinnedVersion() throws -> String {
    let path = "\(root)/Tests/Clients/requirements.txt"
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("botocore==") }) else {
      throw ValidationError("no `botocore==` in \(path)")
    }
    return String(line.dropFirst("botocore==".count))
  }
}
