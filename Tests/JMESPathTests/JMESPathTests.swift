import AWS
import JMESPath
import Testing

private func search(_ text: String, _ document: String) throws -> AWSValue {
  try JMESPathExpression(text).evaluate(try JSON.parse(document))
}

private func failure(_ text: String, on value: AWSValue = .null, steps: Int = 20_000)
  -> JMESPathError?
{
  do throws(JMESPathError) {
    _ = try JMESPathExpression(text).evaluate(value, steps: steps)
    return nil
  } catch {
    return error
  }
}

@Suite struct JMESPathTests {
  static let document = """
    {"a": {"b": [1, 2, {"c": "x"}], "d e": null}, "n": [3, 1, 2], "s": ["b", "a", "ü"],
     "people": [{"name": "bo", "age": 30, "tags": ["x"]}, {"name": "al", "age": 20, "tags": []},
                {"name": "cy", "age": 30}], "t": "a,b,,c", "z": 0, "e": [], "true": true,
     "nested": [[0, 1], [2, [3]], 4], "map": {"x": {"v": 1}, "y": {"v": 2}, "q": 5},
     "json": "{\\"k\\": [1]}"}
    """

  /// What jmespath.py 1.1.0 answers, with Cloud Custodian's functions.
  @Test(arguments: [
    ("a.b[2].c", "\"x\""), ("a.b[-1].c", "\"x\""), ("a.b[9]", "null"), ("a.\"d e\"", "null"),
    ("n[::-1]", "[2,1,3]"), ("n[1:]", "[1,2]"), ("n[-2:9]", "[1,2]"), ("n[5::-2]", "[2,3]"),
    ("nested[]", "[0,1,2,[3],4]"), ("nested[][]", "[0,1,2,3,4]"), ("nested[*][0]", "[0,2]"),
    ("people[*].name", "[\"bo\",\"al\",\"cy\"]"), ("people[].tags[]", "[\"x\"]"),
    ("people[?age > `20`].name", "[\"bo\",\"cy\"]"), ("people[?tags].name | [0]", "\"bo\""),
    ("people[?!tags].name", "[\"al\",\"cy\"]"),
    ("people[?name=='al' || age==`30`] | length(@)", "3"),
    ("people[*].tags | [0]", "[\"x\"]"),
    ("people[*].[name, age]", "[[\"bo\",30],[\"al\",20],[\"cy\",30]]"),
    ("people[0].{n: name, \"a g\": age}", "{\"n\":\"bo\",\"a g\":30}"), ("missing.{a: a}", "null"),
    ("map.*.v", "[1,2]"), ("*.x.v", "[1]"), ("map.* | [2]", "5"), ("z || `1`", "0"),
    ("e || `1`", "1"), ("!z", "false"), ("z && 'y'", "\"y\""), ("z == `false`", "false"),
    ("`1` == `1.0`", "true"), ("`[1]` == `[true]`", "true"), ("'a' < 'b'", "true"),
    ("\"true\" < `1`", "null"), ("a < `1`", "null"), ("sort(n)", "[1,2,3]"),
    ("sort_by(people, &age)[*].name", "[\"al\",\"bo\",\"cy\"]"),
    ("max_by(people, &age).name", "\"bo\""),
    ("min_by(e, &x)", "null"), ("map(&name, people)", "[\"bo\",\"al\",\"cy\"]"),
    ("join('-', s)", "\"b-a-ü\""), ("length('üx')", "2"), ("reverse('üx')", "\"xü\""),
    ("split(',', t)", "[\"a\",\"b\",\"\",\"c\"]"), ("from_json(json).k[0]", "1"),
    ("from_json('no')", "null"), ("to_string(s)", "\"[\\\"b\\\",\\\"a\\\",\\\"\\\\u00fc\\\"]\""),
    ("to_number(' 1_000 ')", "1000"), ("to_number('1e2')", "100.0"), ("to_number('x')", "null"),
    ("to_number(`true`)", "null"), ("avg(n)", "2.0"), ("avg(e)", "null"), ("sum(e)", "0"),
    ("ceil(`1.2`)", "2"), ("floor(`-1.2`)", "-2"), ("abs(`-1`)", "1"), ("keys(map.x)", "[\"v\"]"),
    ("values(map.x)", "[1]"), ("merge(map.x, `{\"w\": 2}`)", "{\"v\":1,\"w\":2}"),
    ("not_null(missing, z)", "0"), ("type(@)", "\"object\""), ("to_array(z)", "[0]"),
    ("contains(n, `3`)", "true"), ("contains('abc', 'bc')", "true"), ("contains(n, 'x')", "false"),
    ("starts_with('ab', 'a')", "true"), ("ends_with('ab', 'b')", "true"), ("'a\\'b'", "\"a'b\""),
    ("'a\\nb'", "\"a\\\\nb\""), ("`\"a\\`b\"`", "\"a`b\""), ("`foo`", "\"foo\""),
    ("people[?name=='bo'].age | [0]", "30"), ("n[*] | [1]", "1"), ("[n[0], z]", "[3,0]"),
    ("a.b[?c].c | [0]", "\"x\""), ("(a.b)[0]", "1"), ("people[:2].name", "[\"bo\",\"al\"]"),
    ("@.a.b[0]", "1"), ("people[?contains(tags || `[]`, 'x')].name", "[\"bo\"]"),
    ("nested[1][0:].x", "null"), ("nested[1][0:]", "[2,[3]]"),
    ("nested[?type(@)=='array'][0]", "[0,2]"), ("max(s)", "\"ü\""), ("min(n)", "1"),
    ("people[?age>=`20` && age<`30`].name", "[\"al\"]"), ("n[?@ != `3`]", "[1,2]"),
  ]) func expressionsSelectWhatTheyShould(text: String, expected: String) throws {
    let found = try search(text, Self.document)
    #expect(JSON.text(found) == expected, "\(text)")
  }

  @Test(arguments: [
    ("", 0), ("a.", 2), ("a[", 2), ("a[?b", 4), ("a b", 2), ("a.1", 2), ("foo[*]bar", 6), ("=", 0),
    ("'a", 0), ("`1", 0), ("a.b.", 4), ("{a b}", 3), ("[a,", 3), ("\"a\"(b)", 0), ("(a", 2),
    ("-", 0), ("#", 0), ("a[1:2:3:4]", 7), ("99999999999999999999", 0), ("a.[", 3), ("\"\\q\"", 0),
    ("a[*.b]", 3), ("!", 1), ("a && ", 5), ("@(a)", 1),
  ]) func brokenSyntaxIsRefusedWhereItBreaks(text: String, offset: Int) {
    let error = failure(text)
    #expect(error?.kind == .syntax, "\(text)")
    #expect(error?.offset == offset, "\(text)")
  }

  @Test(arguments: [
    ("nope(@)", JMESPathError.Kind.unknownFunction), ("length()", .invalidArity),
    ("length('a', 'b')", .invalidArity), ("not_null()", .invalidArity), ("abs('a')", .invalidType),
    ("sum(`[1, \"a\"]`)", .invalidType), ("sort(`[1, \"a\"]`)", .invalidType),
    ("sort_by(`[{\"a\": 1}, {\"a\": \"x\"}]`, &a)", .invalidType), ("map('a', `[]`)", .invalidType),
    ("length(&a)", .invalidType), ("`[1]`[::0]", .invalidValue), ("split('', 'a')", .invalidValue),
    ("max(`[true]`)", .invalidType), ("&a", .invalidType), ("merge(`{}`, `1`)", .invalidType),
    ("`1` < 'a'", .invalidType), ("contains('a', `1`)", .invalidType), ("keys(`[]`)", .invalidType),
  ]) func wrongArgumentsAreErrorsOfTheirClass(text: String, kind: JMESPathError.Kind) {
    #expect(failure(text)?.kind == kind, "\(text)")
  }

  @Test func unknownFunctionsAreKnownBeforeEvaluation() throws {
    #expect(try JMESPathExpression("a || nope(b)").unknownFunctions == ["nope"])
    #expect(failure("`1` || nope(b)") == nil)
  }

  @Test func timestampsAreStrings() throws {
    let value: AWSValue = ["t": .timestamp(Timestamp(seconds: 1_688_990_408))]
    #expect(try JMESPathExpression("type(t)").evaluate(value) == "string")
    #expect(try JMESPathExpression("t > '2023-07-10'").evaluate(value) == true)
    #expect(
      try JMESPathExpression("[t][?starts_with(@, '2023-07-10T12:00:08')] | length(@)")
        .evaluate(value) == 1)
  }

  @Test func composedAndDecomposedLettersDiffer() throws {
    #expect(try JMESPathExpression("'\u{e9}' == 'e\u{301}'").evaluate(.null) == false)
  }

  @Test func hostileExpressionsAreBounded() {
    #expect(failure(String(repeating: "[", count: 5000))?.kind == .limit)
    #expect(failure("a" + String(repeating: ".a", count: 5000))?.kind == .limit)
    #expect(failure("a" + String(repeating: "[0]", count: 5000))?.kind == .limit)
    #expect(failure(String(repeating: "!", count: 5000) + "a")?.kind == .limit)
    #expect(failure(String(repeating: "a", count: 40000))?.kind == .limit)
    let doubling = Array(repeating: "[@,@]", count: 40).joined(separator: "|")
    #expect(failure(doubling, on: 1)?.kind == .limit)
    #expect(failure(doubling + "|to_string(@)", on: 1)?.kind == .limit)
    #expect(failure(doubling + "|@==@", on: 1)?.kind == .limit)
    let flat = Array(repeating: "[@,@][]", count: 40).joined(separator: "|")
    #expect(failure(flat, on: [1])?.kind == .limit)
  }

  /// What shares its parts grows with each step, and is read as often as it occurs.
  @Test(arguments: [
    "contains(@, @[0])", "sort_by(@, &length(@))", "to_string(@)", "@ == @", "[@, @][]",
    "map(&to_string(@), @)",
  ]) func workOnSharedPartsIsBounded(end: String) {
    let doubling = Array(repeating: "[@,@]", count: 40).joined(separator: "|")
    #expect(failure(doubling + " | " + end, on: 1)?.kind == .limit, "\(end)")
  }

  @Test(arguments: [
    // Backslashes double at each level.
    String(repeating: "to_string([", count: 60) + "t" + String(repeating: "])", count: 60),
    "join(t, map(&to_string(@), n))", "map(&'\(String(repeating: "l", count: 30_000))', n)",
    "sort(map(&'\(String(repeating: "l", count: 20_000))', n))",
    "[" + Array(repeating: "reverse(t)", count: 1500).joined(separator: ",") + "]",
    "merge(" + Array(repeating: "o", count: 5000).joined(separator: ",") + ")",
    "[" + Array(repeating: "n[::-1]", count: 1500).joined(separator: ",") + "]",
  ]) func workOnLongTextsAndListsIsBounded(text: String) {
    let document: AWSValue = [
      "t": .string(String(repeating: "\"\\", count: 5_000)),
      "n": .list((0..<2000).map { .integer($0) }),
      "o": .object(AWSObject((0..<2000).map { ("k\($0)", .integer($0)) })),
    ]
    #expect(failure(text, on: document)?.kind == .limit, "\(text.prefix(40))")
  }

  @Test func partsAreFoundHoweverTheyRepeatThemselves() throws {
    let text = String(repeating: "ab", count: 10_000)
    for (part, isThere) in [
      (String(repeating: "ab", count: 2_000), true),
      (String(repeating: "ab", count: 2_000) + "b", false),
      (String(repeating: "a", count: 20), false), ("abababababababababa", true), ("", true),
    ] {
      let document: AWSValue = ["t": .string(text), "p": .string(part)]
      #expect(try JMESPathExpression("contains(t, p)").evaluate(document) == .bool(isThere))
    }
    let pieces = try search(
      "split(p, t)", #"{"p": "abababababababababab", "t": "xababababababababababaay"}"#)
    #expect(pieces == ["x", "aay"])
  }

  @Test func deepTextsOfJSONAreNotRead() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(try JMESPathExpression("from_json(@)").evaluate(.string(deep)) == .null)
  }

  @Test func wholeNumbersAddUpBeyondTheirRangeOnTheWay() throws {
    #expect(try search("sum(@)", "[-1, -9223372036854775808, 100]") == -9_223_372_036_854_775_709)
    #expect(try search("sum(@)", "[1, 2.5, 3]") == 6.5)
    #expect(try search("to_string(`1e16`)", "1") == "1e+16")
    #expect(try search("to_string(`-12345678901234567.0`)", "1") == "-1.2345678901234568e+16")
    #expect(try search("@[99999999999999999999]", "[1]") == .null)
  }
}
