import Documents
import Foundation

/// The files that the user names, read and written with errors that say which and why.
enum Files {
  static func bytes(_ path: String) throws(Failure) -> [UInt8] {
    if isFolder(path) { throw Failure("\(path): it is a folder; expected a file") }
    do {
      // As a stream: devices and pipes have no size to go by.
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      return Array(try file.readToEnd() ?? Data())
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

  /// Writes a file as a whole; the folders that it is in are made.
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let url = URL(fileURLWithPath: path)
    if isFolder(path) {
      throw Failure("\(path): can't be written: it is a folder; expected the name of a file")
    }
    if let file = fileInTheWay(of: url) {
      throw Failure(
        "\(path): can't be written: `\(file)` is a file; expected a folder, or a name that is "
          + "not taken")
    }
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw Failure("\(path): can't be written: \(reason(error))")
    }
  }

  /// Refuses a folder for results that can't be one, before work that would be lost.
  static func checkFolder(_ path: String, _ option: String) throws(Failure) {
    let place = URL(fileURLWithPath: path).appendingPathComponent("file")
    if let file = fileInTheWay(of: place) {
      throw Failure(
        "\(option): `\(file)` is a file; expected a folder, or a name that is not taken")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// What is no folder although a folder of that name would be needed.
  private static func fileInTheWay(of url: URL) -> String? {
    var folder = url.deletingLastPathComponent()
    while folder.pathComponents.count > 1 {
      if FileManager.default.fileExists(atPath: folder.path) {
        return isFolder(folder.path) ? nil : folder.relativePath
      }
      folder = folder.deletingLastPathComponent()
    }
    return nil
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

  /// What is wrong with a file, in plain words: Foundation's own name its domains and numbers.
  static func reason(_ error: any Error) -> String {
    let error = error as NSError
    if let code = posixCode(error) { return posix(code) }
    switch error.code {
    case NSFileNoSuchFileError, NSFileReadNoSuchFileError: return "no such file"
    case NSFileReadNoPermissionError, NSFileWriteNoPermissionError:
      return "this user may not do that"
    case NSFileWriteOutOfSpaceError: return "the disk is full"
    case NSFileWriteVolumeReadOnlyError: return "the file system can only be read"
    case NSFileWriteFileExistsError: return "there is a file of that name"
    case NSFileReadInvalidFileNameError, NSFileWriteInvalidFileNameError:
      return "no name for a file"
    case NSFileReadTooLargeError: return "the file is too large"
    default: return "it is no file that can be read or written"
    }
  }

  private static func posix(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file"
    case EISDIR: "it is a folder; expected a file"
    case ENOTDIR: "a part of the path is a file; expected folders"
    case EACCES, EPERM: "this user may not do that"
    default: String(cString: strerror(code)).lowercased()
    }
  }

  private static func posixCode(_ error: NSError) -> Int32? {
    if error.domain == NSPOSIXErrorDomain { return Int32(error.code) }
    return (error.userInfo[NSUnderlyingErrorKey] as? NSError).flatMap(posixCode)
  }

  /// A JSON document, whatever the file is called.
  static func json(_ path: String) throws -> Node {
    let (node, diagnostics) = Document.parse(try text(path), file: path, isJSON: true)
    guard let node else { throw Failure(diagnostics) }
    return node
  }
}
