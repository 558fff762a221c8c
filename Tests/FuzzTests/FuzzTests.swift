import Foundation
import FuzzTargets
import Testing

/// The inputs that fuzzing keeps: those that once crashed something, and those that reach far.
@Suite struct FuzzTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fuzz/corpus")

  @Test(arguments: FuzzTarget.allCases) func noKeptInputCrashes(target: FuzzTarget) throws {
    let folder = Self.root.appending(path: target.rawValue)
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    for file in files.sorted(by: { $0.path < $1.path }) {
      target.run([UInt8](try Data(contentsOf: file)))
    }
    #expect(files.count >= 20)
  }
}
