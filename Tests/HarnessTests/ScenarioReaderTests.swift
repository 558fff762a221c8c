import AWS
import Documents
import Foundation
import Testing

@testable import Harness

struct ScenarioReaderTests {
  /// A scenario with one line of it replaced, or one added at the end.
  private func scenario(_ old: String = "", _ new: String = "") -> String {
    """
    title: SSH opened
    duration: 30m
    environment: one-account
    engine: {rules: [ssh], scan: every 10m}
    method:
      - at: 5m
        actor: mallory
        call: ec2:AuthorizeSecurityGroupIngress
        with: {GroupId: $web.sg}
        label: {attack: ec2-open-admin-port, resource: $web.sg}
    expect:
      missed: 0
    """.replacingOccurrences(of: old.isEmpty ? "\u{0}" : old, with: new)
  }

  @Test func aScenarioReadsAsItIsWritten() throws {
    let (found, messages) = Drill.read(scenario())
    let read = try #require(found, "\(messages)")
    #expect(read.duration == .minutes(30))
    #expect(read.engine.scanEvery == .minutes(10))
    #expect(read.steps.count == 1)
    #expect(read.requirements.map(\.metric) == ["missed"])
    #expect(read.calm == .minutes(45))
  }

  @Test(arguments: [
    ("duration: 30m", "duration: soon",
      "s.yaml:2:11: error: `duration` can't be `soon`; expected a duration such as `30s`, `5m` or "
        + "`1h30m`"),
    ("one-account", "two-acounts",
      "s.yaml:3:14: error: there is no environment `two-acounts`; expected the name of a file in "
        + "Scenarios/Environments"),
    ("actor: mallory", "actor: malory",
      "s.yaml:7:12: error: unknown actor `malory`; did you mean `mallory`?"),
    ("AuthorizeSecurityGroupIngress", "AuthoriseSecurityGroupIngress",
      "s.yaml:8:11: error: `ec2` has no operation `AuthoriseSecurityGroupIngress`; did you mean "
        + "`AuthorizeSecurityGroupIngress`?"),
    ("with: {GroupId", "with: {GroupID",
      "s.yaml:9:12: error: `ec2:AuthorizeSecurityGroupIngress` has no member `GroupID`; did you "
        + "mean `GroupId`?"),
    ("with: {GroupId: $web.sg}", "with: {GroupId: $web.gs}",
      "s.yaml:9:21: error: nothing is called `$web.gs`; did you mean `web.sg`?"),
    ("attack: ec2-open-admin-port", "attack: ec2-open-port",
      "s.yaml:10:21: error: no checker sees `ec2-open-port`; did you mean `ec2-open-admin-port`?"),
    ("missed: 0", "mised: 0",
      "s.yaml:12:3: error: unknown metric `mised`; did you mean `missed`?"),
    ("missed: 0", "time-to-detect.max: 3",
      "s.yaml:12:23: error: `time-to-detect.max` can't be held against `3`; expected a duration, "
        + "such as `< 32m`"),
    ("at: 5m", "at: 2h",
      "s.yaml:6:9: error: a step after the end of the storm; expected `at` within `duration`"),
    ("rules: [ssh]", "rules: [telnet]",
      "s.yaml:4:18: error: there is no rule `telnet`; expected `pack/rule`, or the path of a "
        + "policy file from this one"),
  ])
  func aMistakeNamesItsPlaceAndWhatWouldBeRight(old: String, new: String, message: String) {
    #expect(Drill.read(scenario(old, new)).messages == [message])
  }

  /// What an environment or a scenario with policies that count says wrongly.
  @Test(arguments: [
    ("iam: enforced", "iam: enforced",
      "`iam` can't be `enforced`; did you mean `enforce`?"),
    ("actors", "actors: {ci: {role: deploy}}",
      "`role` of an actor that nobody assumes; expected `assumed-by` with it"),
    ("actors", "actors: {ci: {assumed-by: cj}}", "unknown actor `cj`; did you mean `ci`?"),
    ("actors", "actors: {a: {assumed-by: b}, b: {assumed-by: a}}",
      "`a` is assumed by itself in the end; expected a user at the end of the chain"),
    ("actors", "actors: {a: {policies: [{Statement: [{Effect: Maybe, Action: \"*\"}]}]}}",
      "no policy that AWS would take"),
    ("actors", "actors: {a: {from: home}}", "`from` can't be `home`"),
    ("actors", "actors: {a: {groups: [b]}}", "unknown group `b`"),
    ("organization", "organization: {management: ap}", "unknown account `ap`; did you mean `app`?"),
    ("organization",
      "organization: {management: app, service-control-policies: [{name: x, targets: prod}]}",
      "nothing to hang a policy on is called `prod`"),
    ("exclusions", "exclusions: {x: {role: a}}", "no actor that is a role is called `a`"),
  ])
  func aMistakeInAnEnvironmentIsTold(what: String, line: String, message: String) {
    let text = """
      title: Policies
      duration: 30m
      environment:
        accounts: {app: "111111111111"}
        \(line)
      engine: {rules: [ssh]}
      expect: {missed: 0}
      """
    let messages = Drill.read(text).messages
    #expect(messages.contains { $0.contains("s.yaml:5:") && $0.contains(message) }, "\(messages)")
  }

  @Test(arguments: [
    ("variants: [{without: [scps]}]",
      "nothing to do without is called `scps`; did you mean `scp`?"),
    ("variants: [{without: [scp]}, {without: scp}]", "a second variant without the same"),
    ("variants: [{without: scp, expect: {prevnted: 1}}]", "unknown metric `prevnted`"),
    ("incidents: [{name: I, opens: gate, from: 1m, until: 2m, by: mallory}]",
      "unknown exclusion `gate`"),
    ("incidents: [{name: I, opens: gate, from: 3m, until: 2m, by: mallory}]",
      "an incident's end must come after its beginning"),
  ])
  func aMistakeInVariantsAndIncidentsIsTold(line: String, message: String) {
    let messages = Drill.read(scenario() + "\n" + line).messages
    #expect(messages.contains { $0.contains(message) }, "\(messages)")
  }

  @Test func allMistakesAreTold() {
    let (found, messages) = Drill.read(
      """
      titel: SSH
      duration: 30m
      environment: one-account
      engine: {rules: [ssh], feeds: [sns], scan: sometimes, mode: force}
      faults:
        - event-los: {loss: 3%}
      workloads:
        - flood: {rate: 5/s, mix: everything}
      expect: {missed: 0}
      expect-violated: [recall]
      """)
    #expect(found == nil)
    #expect(messages.count == 8, "\(messages.joined(separator: "\n"))")
  }

  /// Names in a text: whole, within, and IAM's own variables, which are left alone.
  @Test func namesAreReplacedWhereTheyStand() {
    var names = Names()
    names["web.sg"] = "sg-1"
    names["logs.bucket"] = "b"
    #expect(Reference.resolve("$web.sg", names) == "sg-1")
    #expect(Reference.resolve("arn:aws:s3:::${logs.bucket}/*", names) == "arn:aws:s3:::b/*")
    #expect(Reference.resolve("home/${aws:username}/", names) == "home/${aws:username}/")
    #expect(Reference.resolve("costs $5.50 a day", names) == "costs $5.50 a day")
  }

  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Scenarios")

  static let shipped: [String] = {
    let all = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix("Environments/") }.sorted()
  }()

  @Test(arguments: shipped)
  func everyScenarioThatShipsIsSound(path: String) throws {
    let root = Self.root
    let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    let files = ScenarioFiles(
      environment: { name in
        let file = root.appendingPathComponent("Environments/\(name).yaml")
        return (try? String(contentsOf: file, encoding: .utf8)).map { (file.path, $0) }
      }, rule: { name, _ in (name, "") })
    let (found, diagnostics) = ScenarioReader.read(
      text: text, path: path, name: path, files: files)
    #expect(found != nil && diagnostics.isEmpty, "\(diagnostics)")
  }
}

/// The page that explains scenarios shows some that work.
struct ScenarioPageTests {
  @Test func theExamplesOfThePageAreSound() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Scenarios")
    let page = try String(
      contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let examples = page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(examples.count == 3)
    let files = ScenarioFiles(
      environment: { name in
        let file = root.appendingPathComponent("Environments/\(name).yaml")
        return (try? String(contentsOf: file, encoding: .utf8)).map { (file.path, $0) }
      }, rule: { name, _ in (name, "") })
    for example in examples {
      let (found, diagnostics) = ScenarioReader.read(
        text: example, path: "README.md", name: "example", files: files)
      #expect(found != nil && diagnostics.isEmpty, "\(diagnostics)")
    }
  }
}
