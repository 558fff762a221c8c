import Documents
import Foundation

/// The files that the user names, read and written with errors that say which and why.
enum Files {
  static func bytes(_ path: String) throws(Failure) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Failure("\(path): \(reason(error))")
    }
  }

  static func text(_ path: String) throws(Failure) -> String {
    let bytes = try bytes(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure("\(path): no UTF-8 text")
    }
    return text
  }

  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    do {
      let url = URL(fileURLWithPath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw Failure("\(path): can't be written: \(reason(error))")
    }
  }

  /// The files at or below the given paths whose names end so, in order of their names; a path
  /// that isn't there is an error.
  static func found(_ paths: [String], endings: [String], leavingOut: Set<String> = [])
    throws(Failure) -> [String]
  {
    var found: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Failure("\(path): no such file or folder")
      }
      if !isFolder.boolValue {
        found.append(path)
        continue
      }
      let below = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
      for name in below.sorted()
      where endings.contains(where: { name.hasSuffix($0) })
        && !name.split(separator: "/").contains(where: { leavingOut.contains(String($0)) })
      {
        found.append(path.hasSuffix("/") ? path + name : "\(path)/\(name)")
      }
    }
    return found
  }

  private static func reason(_ error: any Error) -> String {
    let code = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let code, code.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(code.code)))
    }
    return (error as NSError).code == NSFileReadNoSuchFileError
      ? "no such file" : (error as NSError).localizedDescription
  }

  /// A JSON document, whatever the file is called.
  static func json(_ path: String) throws -> Node {
    let (node, diagnostics) = Document.parse(
      try text(path), file: path.hasSuffix(".json") ? path : path + ".json")
    guard let node else { throw Failure(diagnostics) }
    return node
  }
}
