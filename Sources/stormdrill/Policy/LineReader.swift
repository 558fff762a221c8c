import Foundation

/// Reads a file line by line in large pieces: for files of millions of lines.
enum LineReader {
  /// - Parameters:
  ///   - file: `-` is standard input.
  ///   - idle: called when all that has come so far is read, before waiting for more.
  static func read(
    _ file: String, each: (ArraySlice<UInt8>) throws -> Void, idle: () -> Void
  ) throws {
    let handle: FileHandle
    if file == "-" {
      handle = .standardInput
    } else {
      guard let opened = FileHandle(forReadingAtPath: file) else {
        throw Failure("\(file): can't be read")
      }
      handle = opened
    }
    var rest: [UInt8] = []
    while true {
      idle()
      let piece: Data
      do {
        piece = try handle.read(upToCount: 1 << 20) ?? Data()
      } catch {
        throw Failure("\(file): can't be read")
      }
      if piece.isEmpty { break }
      var searched = rest.count
      rest.append(contentsOf: piece)
      var start = 0
      while let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        try each(rest[start..<end])
        start = end + 1
        searched = start
      }
      rest.removeFirst(start)
    }
    if !rest.isEmpty { try each(rest[...]) }
  }
}

/// Lines for standard output, written in large pieces.
struct OutputBuffer {
  private var bytes: [UInt8] = []

  mutating func line(_ line: [UInt8]) {
    bytes.append(contentsOf: line)
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count > 1 << 16 { flush() }
  }

  mutating func flush() {
    guard !bytes.isEmpty else { return }
    FileHandle.standardOutput.write(Data(bytes))
    bytes.removeAll(keepingCapacity: true)
  }
}
