import AWS
import Testing

struct JSONTests {
  private static let valid: [(String, AWSValue)] = [
    ("0", 0), ("-12", -12), ("1.0", 1.0), ("1e3", 1000.0), ("-0.5", -0.5),
    ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("true", true), ("null", .null),
    ("\"a\\u0041\\n\\/\\ud83d\\ude00\"", "aA\n/😀"), ("\"\\ud83d\"", "\u{FFFD}"),
    (" [ 1 , \"x\" , [ ] ] ", [1, "x", []]), ("{\"b\":1,\"a\":{}}", ["b": 1, "a": [:]]),
    ("{\"a\":1,\"a\":2}", ["a": 2]), ("\"é日\"", "é日"),
  ]

  @Test(arguments: valid)
  func validTextParses(text: String, value: AWSValue) throws {
    #expect(try JSON.parse(text) == value)
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}",
   
    "\"", "\"\\x\"", "\"\\u12\"", "\"a\nb\"", "01", "01.5", "-00",
    "1.", "1.e5", ".5", "+1", "-", "1e", "1e400", "--1",
    "nul", "True", "1 2", "[1]]", "NaN", "Infinity", "'a'", "{\"a\" 1}", "\u{0}",
  ])
  func brokenTextIsRefused(text: String) {
    #expect(throws: JSON.ParseError.self) { try JSON.parse(text) }
  }

  @Test func errorSaysWhere() throws {
    let error = #expect(throws: JSON.ParseError.self) { try JSON.parse("{\"a\": tru}") }
    #expect(error?.offset == 6)
  }

  @Test func nestingIsBounded() {
    let fits = String(repeating: "[", count: JSON.depthLimit)
      + String(repeating: "]", count: JSON.depthLimit)
    #expect(throws: Never.self) { try JSON.parse(fits) }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSON.ParseError.self) { try JSON.parse(deep) }
    let objects = String(repeating: "{\"a\":", count: 100_000)
    #expect(throws: JSON.ParseError.self) { try JSON.parse(objects) }
  }

  @Test func membersKeepTheirOrder() throws {
    let text = "{\"z\":1,\"a\":[true,null],\"m\":{\"y\":\"\",\"b\":-1.5}}"
    #expect(JSON.text(try JSON.parse(text)) == text)
    #expect(
      JSON.text(try JSON.parse(text), sorted: true)
        == "{\"a\":[true,null],\"m\":{\"b\":-1.5,\"y\":\"\"},\"z\":1}")
  }

  @Test func textIsEscapedAndReadsBack() throws {
    let text = "\"\\/\u{8}\u{1F}\n\r\t é😀\u{7F}"
    let written = JSON.text(.string(text))
    #expect(written == "\"\\\"\\\\/\\u0008\\u001f\\n\\r\\t é😀\u{7F}\"")
    #expect(try JSON.parse(written) == .string(text))
  }

  @Test func everyPrefixOfADocumentIsRefused() {
    let bytes = Array("{\"a\":[1,-2.5e3,\"x\\u00e9\",{\"b\":null}],\"c\":false}".utf8)
    for end in bytes.indices {
      #expect(throws: JSON.ParseError.self) { try JSON.parse(Array(bytes[..<end])) }
    }
  }
}
