import AWS
import Emulator
import Foundation

/// The file of `serve --access-log`: each permission that a call needed, a line of JSON each. What
/// a policy of least privilege for a program is written from: run the program, read the log.
struct AccessLog: Sendable {
  private let file: FileHandle
  private let path: String

  init(_ path: String) throws(Failure) {
    try Files.write([], to: path)
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw Failure("\(path): can't be written")
    }
    self.file = file
    self.path = path
  }

  func write(_ observation: AccessObservation) {
    do {
      try file.write(contentsOf: Data((JSON.text(observation.document) + "\n").utf8))
    } catch {
      Console.error("\(path): can't be written: \(Files.reason(error))")
    }
  }
}
