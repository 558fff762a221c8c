import AWS
import ArgumentParser
import Foundation

/// botocore as pip installs it: gzipped JSON, a directory a service and API version.
struct BotocoreLibrary {
  private let root: String
  let version: String

  init(at path: String) throws {
    let files = FileManager.default
    let candidates = [path, "\(path)/botocore", "\(path)/.."]
    guard
      let root = candidates.first(where: {
        files.fileExists(atPath: "\($0)/data/endpoints.json")
          && files.fileExists(atPath: "\($0)/__init__.py")
      })
    else { throw ValidationError("no botocore in \(path)") }
    self.root = root
    let source = try String(contentsOfFile: "\(root)/__init__.py", encoding: .utf8)
    let mark = "__version__ = '"
    guard let line = source.split(separator: "\n").first(where: { $0.hasPrefix(mark) }) else {
      throw ValidationError("no __version__ in \(root)/__init__.py")
    }
    version = String(line.dropFirst(mark.count).prefix { $0 != "'" })
  }

  func endpoints() throws -> AWSValue {
    try parse(Array(Data(contentsOf: URL(fileURLWithPath: "\(root)/data/endpoints.json"))))
  }

  /// The newest version of a document with its extras merged in, as botocore loads it; an empty
  /// object where there is none.
  func document(_ service: String, _ name: String) throws -> AWSValue {
    let directory = "\(root)/data/\(service)"
    let versions = try FileManager.default.contentsOfDirectory(atPath: directory)
      .filter { $0.count == 10 && $0.hasPrefix("20") }
    guard let newest = versions.max() else {
      throw ValidationError("no API version in \(directory)")
    }
    let base = try read("\(directory)/\(newest)/\(name)") ?? [:]
    let extras = try read("\(directory)/\(newest)/\(name).sdk-extras")
    return merge(base, extras?["merge"] ?? [:])
  }

  private func read(_ stem: String) throws -> AWSValue? {
    if let plain = FileManager.default.contents(atPath: "\(stem).json") {
      return try parse(Array(plain))
    }
    guard let packed = FileManager.default.contents(atPath: "\(stem).json.gz") else { return nil }
    return try parse(try Gzip.decompress(Array(packed)))
  }

  private func parse(_ bytes: [UInt8]) throws -> AWSValue { try JSON.parse(bytes) }

  private func merge(_ base: AWSValue, _ extra: AWSValue) -> AWSValue {
    guard case .object(var merged) = base, case .object(let more) = extra else { return extra }
    for (name, value) in more { merged[name] = merged[name].map { merge($0, value) } ?? value }
    return .object(merged)
  }
}
