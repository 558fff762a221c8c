import AWS
import Documents
import Testing

/// Files made to exhaust who reads them: each ends soon, with a diagnostic that has a place.
@Suite struct HostileDocumentTests {
  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private static func levels(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map(line).joined(separator: "\n") + "\n"
  }

  static let files: [(name: String, text: String, problem: String)] = [
    ("deep.json", repeated("[", 300_000), "nesting goes deeper"),
    ("deep-objects.json", repeated("{\"a\":", 300_000), "nesting goes deeper"),
    ("deep.yml", "a: " + repeated("[", 100_000), "Maximum nesting level"),
    ("dashes.yml", repeated("- ", 100_000), "Maximum nesting level"),
    ("questions.yml", repeated("? ", 50_000), "Maximum nesting level"),
    (
      "bomb.yml",
      "a0: &a0 [x, x]\n"
        + levels(60) { "a\($0 + 1): &a\($0 + 1) {p: *a\($0), q: *a\($0)}" }, "more than 1000000"
    ),
    (
      "merge-bomb.yml",
      "a0: &a0 {k: v}\n"
        + levels(40) { "a\($0 + 1): &a\($0 + 1) {<<: [*a\($0), *a\($0), *a\($0)], k\($0): v}" },
      "more than 1000000"
    ),
    ("cycle.yml", "policies: &p\n  - name: x\n    filters: *p\n", "its own anchor"),
    ("own.yml", "a: &a {b: *a}\n", "its own anchor"),
    ("nul.yml", "a: \"x\0y\"", "control characters"),
    ("nul.json", "{\"a\": \"x\0y\"}", "a control character"),
    ("documents.yml", repeated("---\n", 50_000), "a second document"),
    ("tabs.yml", repeated("\t", 300_000), "a tab can't indent"),
    ("number.json", "[1" + repeated("0", 300_000) + "]", "too large"),
    ("number.yml", "a: 1" + repeated("0", 300_000), "64 bits"),
    ("sixties.yml", "a: 1" + repeated(":1", 200_000), "64 bits"),
    ("large.yml", "# " + repeated("x", 17 << 20), "bytes"),
    ("many.yml", "[" + repeated("1,", 1_000_001) + "1]", "more than 1000000"),
    ("twice.json", "{" + repeated("\"k\":1,", 20_000) + "\"k\":1}", "duplicate key"),
    ("twice.yml", "{" + repeated("k: 1,", 20_000) + "k: 1}", "duplicate key"),
  ]

  @Test(arguments: files.indices) func aFileThatExhaustsIsRefusedSoon(index: Int) throws {
    let file = Self.files[index]
    var found: (node: Node?, diagnostics: [Diagnostic]) = (nil, [])
    let time = ContinuousClock().measure {
      found = Document.parse(file.text, file: file.name)
    }
    #expect(found.node == nil, "\(file.name)")
    let first = try #require(found.diagnostics.first)
    #expect(first.message.contains(file.problem), "\(first)")
    #expect(first.position.line >= 1 && first.position.column >= 1)
    #expect(found.diagnostics.allSatisfy { $0.description.utf8.count < 3000 })
    #expect(found.diagnostics.count <= Diagnostic.limit + 1)
    #expect(time < .seconds(60), "\(file.name) took \(time)")
  }

  @Test func aMessageIsAsShortAsAHumanReadsAndHasNoControlCharacters() {
    let place = SourcePosition(file: "f", line: 1, column: 1)
    let long = Diagnostic(place, Self.repeated("x", 100_000), suggestion: Self.repeated("y", 9000))
    #expect(long.message.count == 603)
    #expect(long.suggestion?.count == 603)
    #expect(Diagnostic(place, "a\u{1B}[2Jb\0\u{9B}c").message == "a\\u{1b}[2Jb\\u{0}\\u{9b}c")
    #expect(Diagnostic(place, "ünïcode stays").message == "ünïcode stays")
  }

  @Test func ofManyUnknownKeysSomeAreTold() {
    let text = "{" + (0..<20_000).map { "key\($0): 1" }.joined(separator: ", ") + "}"
    let node = Document.parse(text, file: "f.yml").node
    var reader = MappingReader(node ?? Node(.null, at: SourcePosition(
      file: "", line: 1, column: 1)), of: "a thing")
    _ = reader.string("key")
    let found = reader.finish()
    #expect(found.count == 51)
    #expect(found.last?.message == "more keys of a thing are unknown")
  }

  @Test func bytesThatAreNoTextHaveAPlace() throws {
    func problem(_ bytes: [UInt8]) -> String? {
      switch Document.text(bytes, file: "f.yml") {
      case .success: nil
      case .failure(let problem): problem.diagnostic.description
      }
    }
    #expect(problem(Array("a: ü\n".utf8)) == nil)
    #expect(
      problem(Array("a: ü\nb: ü".utf8) + [0xFF]) == "f.yml:2:5: error: a byte that is no UTF-8; "
        + "expected the file to be saved as UTF-8")
    #expect(problem([0xFF, 0xFE, 0x61])?.hasPrefix("f.yml:1:1:") == true)
    #expect(problem(Array("abc".utf8) + [0xC3])?.hasPrefix("f.yml:1:4:") == true)
    #expect(problem(Array(repeating: 0x20, count: (16 << 20) + 1))?.contains("bytes") == true)
  }

  @Test(arguments: [
    ("2024-05-06", true), ("2024-5-6", false), ("2024-05-06T07:08:09Z", true),
    ("2024-05-06 07:08:09.5 +02:00", true), ("2024-5-6t7:08:09", true), ("2024-05", false),
    ("20240506", false), ("'2024-05-06'", false), ("2024-05-06x", false), ("2024-05-06T07", false),
  ]) func datesWithoutQuotesAreMarked(text: String, isDate: Bool) throws {
    let node = try #require(Document.parse("a: \(text)", file: "f.yml").node?["a"])
    #expect(node.isPlainDate == isDate)
  }
}
