import AWS
import Documents
import Remediation
import Testing

/// Policy files made to exhaust the loader: each is answered soon, at a place.
@Suite struct HostilePolicyTests {
  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private static func policy(_ members: String) -> String {
    "policies: [{name: a, resource: ec2, \(members)}]"
  }

  static let files: [(name: String, text: String, problem: String)] = [
    ("braces", policy("comment: \"\(repeated("{", 100_001))\""), "a single `{`"),
    ("policy in itself", policy("comment: \"\(repeated("{policy}", 20_000))\""), "too l"),
    (
      "text in itself",
      policy(
        "metadata: {x: \"\(repeated("y", 100_000))\"}, "
          + "comment: \"\(repeated("{policy[metadata][x]}", 20_000))\""), "too l"
    ),
    (
      "values in themselves",
      policy("tags: [\(repeated("\"{policy}\",", 20_000)) a]"), "too large"
    ),
    ("wide format", policy("comment: \"{account_id:999999999}\""), "is no format"),
    ("formats in formats", policy("comment: \"{now:{now:{now:{now}}}}\""), "too deep"),
    ("filter name", policy("filters: [\(repeated("x", 100_000))]"), "there is no filter"),
    ("policy name", policy("title: b").replacing("name: a", "name: \(repeated("a-", 50_000))"),
     "can't be named"),
    (
      "regular expression",
      policy(
        "filters: [{type: value, key: a, op: regex, value: \"\(repeated("(a+)+", 50_000))\"}]"),
      "longer than"
    ),
    (
      "expression",
      policy("filters: [{type: list-item, key: \"\(repeated("a[?", 50_000))\"}]"), "no JMESPath"
    ),
    (
      "groups",
      policy("filters: [\(repeated("{not: [", 70))x\(repeated("]}", 70))]"), "deeper than 128"
    ),
    (
      "same names",
      "policies:\n" + repeated("  - {name: p, resource: ec2}\n", 3000), "named `p` already"
    ),
    (
      "bad policies",
      "policies:\n"
        + (0..<3000).map { "  - {name: p\($0), resource: ec3, filterz: []}\n" }.joined(),
      "there is no resource type"
    ),
  ]

  @Test(arguments: files.indices) func aFileThatExhaustsIsRefusedSoon(index: Int) throws {
    let file = Self.files[index]
    var found: (policies: [Policy], diagnostics: [Diagnostic]) = ([], [])
    let time = ContinuousClock().measure {
      found = PolicyFile.load(text: file.text, file: "p.yml")
    }
    #expect(found.diagnostics.hasErrors, "\(file.name)")
    #expect(
      found.diagnostics.contains { $0.message.contains(file.problem) },
      "\(file.name): \(found.diagnostics.first?.description ?? "")")
    #expect(found.diagnostics.count < 1100)
    #expect(found.diagnostics.allSatisfy { $0.description.utf8.count < 3000 })
    #expect(time < .seconds(60), "\(file.name) took \(time)")
  }

  @Test func thousandsOfPoliciesAreLoaded() {
    let text = "policies:\n" + (0..<3000).map {
      "  - {name: p\($0), resource: ec2, filters: [{\"tag:a\": absent}, default-vpc]}\n"
    }.joined()
    let (policies, diagnostics) = PolicyFile.load(text: text, file: "p.yml")
    #expect(policies.count == 3000)
    #expect(diagnostics.isEmpty)
  }

  @Test func delaysThatNoCalendarHoldsAreRefused() {
    for number in ["1.0e+300", "-1", "9000000000000000000", ".nan", ".inf"] {
      let text = Self.policy(
        "actions: [{type: mark-for-op, op: stop, days: \(number)}], "
          + "filters: [{type: marked-for-op, op: stop, skew: \(number)}]")
      #expect(PolicyFile.load(text: text, file: "p.yml").diagnostics.count == 2, "\(number)")
    }
  }
}

extension String {
  fileprivate func replacing(_ old: String, _ new: String) -> String {
    guard let range = utf8.firstRange(of: Array(old.utf8)) else { return self }
    return String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}
