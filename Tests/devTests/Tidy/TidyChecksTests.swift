import Testing

@testable import dev

struct TidyChecksTests {
  private func check(_ path: String, _ text: String) -> [String] {
    TidyChecks.all(SourceFile(path: path, text: text)).map { "\($0.line): \($0.message)" }
  }

  @Test(arguments: [
    ("Sources/Remediation/A.swift", "import Emulator"),
    ("Sources/Remediation/A.swift", "package import AWSClient"),
    ("Sources/AWS/A.swift", "import Foundation"), ("Sources/AWS/A.swift", "import Synchronization"),
    ("Sources/Emulator/A.swift", "internal import CSQLiteSystem"),
    ("Sources/Emulator/A.swift", "import struct Foundation.Date"),
    ("Sources/Documents/A.swift", "@preconcurrency import Remediation"),
    ("Sources/Harness/A.swift", "import ArgumentParser"),
    ("Sources/Server/A.swift", "import CCurl"),
    ("Sources/JMESPath/A.swift", "import Yams"),
  ])
  func anImportAgainstTheTableIsNamed(path: String, line: String) {
    #expect(check(path, "// first\n\(line)\n").count == 1)
  }

  @Test(arguments: [
    ("Sources/Remediation/A.swift", "package import AWS"),
    ("Sources/Documents/A.swift", "internal import Yams"),
    ("Sources/Server/A.swift", "import Foundation"),
    ("Sources/dev/A.swift", "import ArgumentParser"),
    ("Sources/Simulation/A.swift", "import OrderedCollections"),
    ("Sources/AWS/A.swift", "// import Foundation"),
    ("Sources/AWS/A.swift", "let text = \"import Foundation\""),
    ("Tests/AWSTests/A.swift", "import Foundation"),
  ])
  func anImportOfTheTableIsFine(path: String, line: String) {
    #expect(check(path, line).isEmpty)
  }

  @Test(arguments: [
    "let now = Date()", "let id = UUID()", "var g = SystemRandomNumberGenerator()",
    "items.randomElement()", "items.shuffled()", "Task { run() }", "func run() async {}",
    "let x = try! parse()", "fatalError(\"no\")", "extension A: @unchecked Sendable {}",
    "nonisolated(unsafe) let pointer: OpaquePointer",
  ])
  func whatBreaksDeterminismIsBannedInCores(line: String) {
    #expect(check("Sources/Remediation/A.swift", line).count == 1)
  }

  @Test(arguments: [
    "let updated = lastUpdate()", "// Date() is banned", "let text = \"async\"",
    "items.shuffled(using: &generator)", "let asynchronous = true", "MyTask {}",
    "let tryable = a.try", "let description = \"\"\"\n  Task { }\n  \"\"\"",
  ])
  func likenessIsNotBanned(line: String) {
    #expect(check("Sources/Remediation/A.swift", line).isEmpty)
  }

  @Test func aWrapperOfALibraryMayVouchForIt() {
    let text = "import CPCRE2\nprivate nonisolated(unsafe) let code: OpaquePointer\n"
    #expect(check("Sources/Remediation/A.swift", text).isEmpty)
  }

  @Test func theRimMayBeAsynchronous() {
    #expect(check("Sources/Server/A.swift", "func run() async { Task { } }").isEmpty)
    #expect(check("Sources/Server/A.swift", "let x = try! parse()").count == 1)
  }

  @Test func longLinesAndFilesAreNamed() {
    let line = String(repeating: "x", count: 101)
    #expect(check("Tests/A.swift", "ok\n\(line)") == ["2: 101 columns; at most 100"])
    #expect(check("Tests/A.swift", "/// https://example.com/\(line)").isEmpty)
    let file = Array(repeating: "x", count: 401).joined(separator: "\n")
    #expect(check("Tests/A.swift", file).count == 1)
    #expect(check("Tests/A.swift", file + "\n").count == 1)
  }

  @Test func leftoversAreNamedInEveryKindOfFile() {
    for word in ["TO" + "DO", "FIX" + "ME", "XX" + "X"] {
      #expect(check("Tests/Clients/a.py", "# \(word): later").count == 1)
      #expect(check("Tests/Clients/a.py", "# \(word)S").isEmpty)
    }
    for path in ["/ho" + "me/user/x", "/ro" + "ot/.x", "/tmp/" + "bash_jobs"] {
      #expect(check("Scenarios/a.yaml", "path: \(path)").count == 1)
    }
    #expect(check("Scenarios/a.yaml", "arn:aws:iam::1:user/ho" + "me/x").isEmpty)
  }
}
