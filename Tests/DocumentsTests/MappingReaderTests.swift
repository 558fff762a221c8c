import AWS
import Documents
import Testing

private func node(_ text: String) throws -> Node {
  try #require(Document.parse(text, file: "s.yaml").node)
}

@Suite struct MappingReaderTests {
  enum Mode: String, CaseIterable { case notify, enforce }

  @Test func everyProblemIsCollected() throws {
    var reader = MappingReader(
      try node(
        "titel: x\nduration: 5\nmode: enforc\nretries: 12\nsteps:\n  - {at: 1h30m, lop: 1}\n"),
      of: "a scenario")
    #expect(reader.requiredString("title") == "")
    #expect(reader.duration("duration") == nil)
    #expect(reader.choice("mode", as: Mode.self) == nil)
    #expect(reader.integer("retries", in: 0...9) == nil)
    let steps = reader.mappings("steps", of: "a step") { step in
      _ = step.value("loop", expected: "x") { $0.string }
      return step.requiredDuration("at")
    }
    #expect(steps == [.minutes(90)])
    #expect(
      reader.finish().inFileOrder.map(\.description) == [
        "s.yaml:1:1: error: a scenario has no `title`; expected `title`",
        "s.yaml:1:1: error: unknown key `titel` in a scenario; did you mean `title`?",
        "s.yaml:2:11: error: `duration` can't be `5`; "
          + "expected a duration such as `30s`, `5m` or `1h30m`",
        "s.yaml:3:7: error: `mode` can't be `enforc`; did you mean `enforce`?",
        "s.yaml:4:10: error: `retries` can't be `12`; expected a whole number from 0 to 9",
        "s.yaml:6:17: error: unknown key `lop` in a step; did you mean `loop`?",
      ])
  }

  @Test func aMappingOfTheWrongKindIsOneProblem() throws {
    var reader = MappingReader(try node("[1]"), of: "a rule")
    #expect(reader.requiredString("name") == "")
    #expect(
      reader.finish().map(\.description) == [
        "s.yaml:1:1: error: a rule can't be a list; expected a mapping"
      ])
  }

  @Test func keysThatAreNoStringsAreNamed() throws {
    var reader = MappingReader(try node("on: push"), of: "a rule")
    #expect(reader.finish().first?.message == "key `true` is a boolean")
  }

  @Test(arguments: [
    ("30m", Duration.minutes(30)), ("1h30m", .minutes(90)), ("2d", .hours(48)), ("0", .zero),
    ("1.5s", .milliseconds(1500)), ("250ms", .milliseconds(250)), ("5", nil), ("", nil),
    ("5 m", nil), ("m", nil), ("1.s", nil), ("-5m", nil), ("99999999999999d", nil),
  ]) func durations(text: String, duration: Duration?) {
    #expect(Duration(text: text) == duration)
  }

  @Test(arguments: [
    ("5%", 50_000), ("0.1%", 1000), ("0.05", 50_000), ("1", 1_000_000), ("100%", 1_000_000),
    ("101%", nil), ("-1%", nil), ("%", nil), ("1.%", nil), ("0.00001%", nil), ("2", nil),
  ]) func probabilities(text: String, millionths: Int?) {
    #expect(Probability(text: text)?.partsPerMillion == millionths)
  }

  @Test func onlyNearWordsAreSuggested() {
    #expect(Spelling.nearest(to: "ingres", among: ["egress", "ingress"]) == "ingress")
    #expect(Spelling.nearest(to: "max_resources", among: ["max-resources"]) == "max-resources")
    #expect(Spelling.nearest(to: "zebra", among: ["egress", "ingress"]) == nil)
  }
}
