import AWS
import ArgumentParser
import Emulator
import Foundation
import PolicyLanguage

/// A request put to the policies of a world that `serve --database` keeps.
struct WorldQuestion: ParsableArguments {
  @Option(help: "The world's file; it is left as it is.")
  var database: String?

  @Option(help: "Who asks: the ARN of a user, role, session or root user.")
  var principal: String?

  @Option(help: "What for: `s3:GetObject`.")
  var action: String?

  @Option(help: "On what: an ARN, or `*`.")
  var resource = "*"

  @Option(help: "A condition key, as `aws:SourceIp=10.0.0.1`; one option for each value.")
  var context: [String] = []

  func validate() throws {
    if database == nil {
      guard principal == nil, action == nil, context.isEmpty, resource == "*" else {
        throw ValidationError("--principal, --action, --resource and --context need --database")
      }
      return
    }
    guard let principal, ARN(principal) != nil else {
      throw ValidationError("--database needs --principal with an ARN")
    }
    guard let action, action.contains(":") else {
      throw ValidationError("--database needs --action, such as `s3:GetObject`")
    }
    for entry in context where !entry.contains("=") {
      throw ValidationError("`\(entry)` is no condition key with its value; expected `key=value`")
    }
  }

  func explanation() throws(Failure) -> Explanation {
    guard let database, let principal = principal.flatMap({ ARN($0) }), let action else {
      throw Failure("--database needs --principal and --action")
    }
    var keys: [String: [String]] = [:]
    for entry in context {
      let halves = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      keys[String(halves[0]), default: []].append(String(halves[1]))
    }
    return try withCopy(of: database) { path throws(Failure) in
      var options = WorldOptions()
      options.databasePath = path
      options.iam = .enforce
      do throws(AWSError) {
        return try World(options: options).explanation(
          of: principal, action: action, resource: resource, context: keys)
      } catch {
        throw Failure("\(database): \(error.message)")
      }
    }
  }

  /// Opening a world writes to its file, so a copy is opened, what SQLite keeps beside it included.
  private func withCopy(
    of path: String, _ body: (String) throws(Failure) -> Explanation
  ) throws(Failure) -> Explanation {
    let files = FileManager.default
    guard files.fileExists(atPath: path) else { throw Failure("\(path): no such file") }
    let folder = files.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? files.removeItem(atPath: folder) }
    let copy = "\(folder)/world.db"
    do {
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for suffix in ["", "-wal"] where files.fileExists(atPath: path + suffix) {
        try files.copyItem(atPath: path + suffix, toPath: copy + suffix)
      }
    } catch {
      throw Failure("\(path): can't be copied: \(Files.reason(error))")
    }
    return try body(copy)
  }
}
