import AWS
import Documents
import Testing

private func parse(_ text: String, file: String = "f.yml") -> (Node?, [String]) {
  let (node, diagnostics) = Document.parse(text, file: file)
  return (node, diagnostics.map(\.description))
}

/// Expected values were read off PyYAML 6.0.3's SafeLoader.
@Suite struct DocumentTests {
  @Test(arguments: [
    ("yes", AWSValue.bool(true)), ("Off", .bool(false)), ("y", "y"), ("~", .null), ("", .null),
    ("017", 15), ("0o17", "0o17"), ("08", "08"), ("0x1F", 31), ("0b101", 5), ("1_000", 1000),
    ("1:30", 90), ("190:20:30", 685_230), ("-1", -1), ("+3", 3), ("1e5", "1e5"),
    ("1.0e+5", 100_000.0), ("1.", 1.0), (".5", 0.5), ("-.5", "-.5"), ("1.5_5", 1.55),
    ("1:30.5", 90.5), ("-.inf", .double(-.infinity)), ("2024-05-06", "2024-05-06"),
    ("012345678901", "012345678901"), ("0", 0), ("-0", 0), ("0_", 0), ("22/tcp", "22/tcp"),
    ("'1'", "1"), ("!!str 1", "1"), ("!!float 1", 1.0), ("10.0.0.0/8", "10.0.0.0/8"),
    ("1:70", "1:70"), ("01:30", "01:30"), ("0x", "0x"), ("-", .list([.null])),
  ]) func scalarsResolveAsInPyYAML(text: String, value: AWSValue) {
    #expect(parse("a: \n  \(text)").0?.value["a"] == value, "\(text)")
  }

  @Test func nodesKnowTheirPlaces() throws {
    let (node, _) = parse("a: 1\nb:\n  - x\n  - {c: ü, d: 4}\n")
    let d = try #require(node?["b"]?.sequence?[1]["d"])
    #expect(d.position == SourcePosition(file: "f.yml", line: 4, column: 15))
  }

  @Test func aliasesAndMergeKeysAreFollowed() {
    let (node, diagnostics) = parse(
      """
      base: &b {x: 1, y: 2}
      more: &m {y: 3, z: 4}
      one: {<<: *b, y: 9}
      two: {q: 0, <<: [*b, *m]}
      """)
    #expect(diagnostics.isEmpty)
    #expect(node?["one"]?.value == ["x": 1, "y": 9])
    #expect(node?["two"]?.value == ["x": 1, "y": 2, "z": 4, "q": 0])
  }

  @Test func duplicateKeysAreDiagnosed() {
    #expect(parse("a: 1\nb: 2\na: 3").1.first?.contains("duplicate key `a`") == true)
    #expect(
      parse("1: a\n0x1: b").1
        == ["f.yml:2:1: error: duplicate key `1`; it stands on line 1 already"])
  }

  @Test func aBombIsRefused() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(parse(text).1.first?.contains("more than 1000000 values") == true)
    text += "? *a40\n: 1\n"
    #expect(parse(text).1.first?.contains("as a key") == true)
    #expect(parse("a: &a [*a]").1.first?.contains("its own anchor") == true)
  }

  @Test(arguments: ["[", "{a: ", "- ", "a:\n "]) func deepNestingIsRefused(opening: String) {
    var text = ""
    for level in 0..<5000 {
      text += opening.hasSuffix("\n ")
        ? String(repeating: " ", count: level) + "a:\n" : opening
    }
    let (node, diagnostics) = parse(text)
    #expect(node == nil)
    #expect(!diagnostics.isEmpty)
  }

  @Test func whatIsNotYAMLIsDiagnosedWhereItIs() {
    #expect(parse("a: [1, 2").1.first?.contains("the list that opens here") == true)
    #expect(parse("a: 1\n\tb: 2").1.first?.hasPrefix("f.yml:2:1: error: not YAML") == true)
    #expect(parse("a: 99999999999999999999").1.first?.contains("64 bits") == true)
    #expect(parse("").1 == ["f.yml:1:1: error: the file is empty; expected a mapping"])
    #expect(parse("a: !python/x 1").1.first?.contains("tag `!python/x`") == true)
  }

  @Test func jsonFilesAreReadAsJSON() throws {
    let (node, diagnostics) = parse(
      #"{"a": [1e5, -0.5, "\u00fc\ud83d\ude00\/", true, null],"# + "\n\t\"yes\": \"no\"}",
      file: "f.json")
    #expect(diagnostics.isEmpty)
    #expect(node?.value == ["a": [100_000.0, -0.5, "ü😀/", true, .null], "yes": "no"])
    #expect(node?["yes"]?.position == SourcePosition(file: "f.json", line: 2, column: 9))
  }

  @Test(arguments: [
    ("{\"a\": 1,}", "f.json:1:9"), ("{\"a\" 1}", "f.json:1:6"), ("[1 2]", "f.json:1:4"),
    ("\n [01]", "f.json:2:5"), ("\"\\q\"", "f.json:1:3"), ("{\"a\":1,\"a\":2}", "f.json:1:8"),
    ("[1] x", "f.json:1:5"), ("\"\\ud800\"", "f.json:1:7"), ("", "f.json:1:1"),
  ]) func brokenJSONIsDiagnosedWhereItIs(text: String, place: String) {
    let (node, diagnostics) = parse(text, file: "f.json")
    #expect(node == nil)
    #expect(diagnostics.first?.hasPrefix(place + ": error:") == true, "\(diagnostics)")
  }
}

extension DocumentTests {
  @Test func placesOnALongLineCostItsLengthOnce() throws {
    let text = "{\"ü\": [" + String(repeating: "\"ü\",", count: 100_000) + "1]}"
    let (node, diagnostics) = Document.parse(text, file: "f.json")
    #expect(diagnostics.isEmpty)
    #expect(node?["ü"]?.sequence?.last?.position.column == 400_008)
  }
}
