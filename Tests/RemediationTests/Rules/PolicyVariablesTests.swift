import AWS
import Documents
import Testing

@testable import Remediation

/// Expected values were read off Cloud Custodian 0.9.53's VarFormat under Python 3.11.
@Suite struct PolicyVariablesTests {
  private static func fill(_ text: String, mode: String? = nil) -> (AWSValue?, [String]) {
    var policy: AWSObject = [
      "name": "p", "resource": "vpc", "tags": ["a", "b'c"],
      "metadata": ["d": 3, "t": true, "z": .null, "f": 1.5], "x": .string(text),
    ]
    if let mode { policy["mode"] = ["type": .string(mode)] }
    let (node, _) = Document.parse(JSON.text(.object(policy)), file: "p.json")
    guard let node else { return (nil, ["no document"]) }
    let now = Timestamp(
      microseconds: CalendarTime(
        year: 2026, month: 1, day: 31, hour: 9, minute: 5, second: 3
      ).timestamp.microseconds + 120)
    var variables = PolicyVariables(
      node, account: "123456789012", region: "us-east-1", now: now)
    let filled = variables.filled()
    return (filled["x"]?.value, variables.diagnostics.map(\.message))
  }

  @Test(arguments: [
    ("{account_id}", "123456789012"), ("x{{y}}", "x{y}"), ("{foo}{", "{foo}{"), ("{{", "{"),
    ("}}", "}"), ("{now} ", "2026-01-31 09:05:03.000120 "), ("{now:+3d%Y-%m-%d}", "2026-02-03"),
    ("{now:+1h+5M%H:%M}", "10:10"), ("{now:%Y {region}}", "2026 us-east-1"),
    ("{now:%Q|%-d|%e|%j|%U}", "%Q|31|31|031|04"),
    ("{now:%Y%f%z%Z%%%s%c}", "2026000120%1769850303Sat Jan 31 09:05:03 2026"),
    ("{now.year}", 2026), ("{policy[tags]}", ["a", "b'c"]),
    ("{policy[tags]} x", "['a', \"b'c\"] x"), ("{policy[metadata][d]}", 3),
    ("{policy[metadata][d]} ", "3 "), ("{policy[metadata][t]:d} ", "1 "),
    ("{policy[metadata]}|", "{'d': 3, 't': True, 'z': None, 'f': 1.5}|"),
    ("{policy[name]}", "p"), ("{policy[y]}", "{policy[y]}"), ("{account_id[0]}", "1"),
    ("{account_id[20]}", "{account_id[20]}"), ("{account_id:>15}|", "   123456789012|"),
    ("{account_id:020}|", "12345678901200000000|"), ("{account_id!r}", "'123456789012'"),
    ("{account_id:.3}", "123"), ("{policy[metadata][d]:05d}", "00003"), ("{}", "{}"),
    ("{0}", "{0}"), ("^a{2,3}$", "^a{2,3}$"), ("{a.b}", "{a.b}"), ("{!r}", "{!r}"),
    ("{op}", "{op}"), ("{account_id}-{op}", "123456789012-{op}"), ("{event}", "{event}"),
    ("Foo.{a: b}", "Foo.{a: b}"), ("{partition}", "aws"),
    ("{account_id}{nope}", "{account_id}{nope}"),
  ] as [(String, AWSValue)])
  func fieldsAreFilledInAsPythonDoes(text: String, value: AWSValue) {
    let (found, problems) = Self.fill(text)
    #expect(found == value)
    #expect(problems.isEmpty)
  }

  @Test(arguments: [
    ("{", "a single `{`"), ("a}", "a single `}`"), ("{account_id.}", "an empty attribute"),
    ("{policy.name}", "expected `[name]`"), ("{account_id[x]}", "has no member"),
    ("{account_id!x}", "no conversion"), ("{op:x}", "no format"), ("{a!}", "a format"),
    ("{account_id:{region}}", "no format"), ("{account_id:=5}", "aligned"),
    ("{a[}", "doesn't end"), ("{account_id[0}", "doesn't end"), ("{event[detail]}", "no member"),
    ("{account_id:99999}", "no format"),
  ]) func whatPythonWouldRaiseOnIsDiagnosed(text: String, why: String) {
    let (found, problems) = Self.fill(text)
    #expect(found == .string(text))
    #expect(problems.count == 1)
    #expect(problems.first?.contains(why) == true, "\(problems)")
  }

  @Test func aModeOfLambdaLeavesNowToItsActions() {
    #expect(Self.fill("{now}", mode: "cloudtrail").0 == "{now}")
    #expect(Self.fill("{now:%Y}-{region}", mode: "periodic").0 == "{now:%Y}-us-east-1")
    #expect(Self.fill("{now:%Y}", mode: "pull").0 == "2026")
  }

  @Test func aPolicyIsAnotherOneInEachPlace() throws {
    let (policies, diagnostics) = PolicyFile.load(
      text: """
        policies:
          - name: p
            resource: vpc
            filters:
              - type: value
                key: "tag:{region}"
                value_regex: '^{account_id}-(.*)'
                value: "{now:%Y}"
        """, file: "p.yml")
    #expect(diagnostics.isEmpty)
    let policy = try #require(policies.first)
    let documents: [AWSObject] = [
      ["VpcId": "a", "Tags": [["Key": "eu-west-1", "Value": "210987654321-2026"]]],
      ["VpcId": "b", "Tags": [["Key": "eu-west-2", "Value": "210987654321-2026"]]],
    ]
    func matched(_ account: String, _ region: String) -> [String] {
      policy.evaluate(
        resources(documents, of: policy.resourceType),
        EvaluationContext(
          now: CalendarTime(year: 2026, month: 5, day: 1).timestamp, account: account,
          region: region)
      ).matches.map(\.resource.id)
    }
    #expect(matched("210987654321", "eu-west-1") == ["a"])
    #expect(matched("210987654321", "eu-west-2") == ["b"])
    #expect(matched("123456789012", "eu-west-1") == [])
  }

  @Test func aLoneBraceAnywhereKeepsThePolicyFromBeingUsed() {
    let (policies, diagnostics) = PolicyFile.load(
      text: "policies: [{name: p, resource: vpc, comment: 'see {this'}]", file: "p.yml")
    #expect(policies.isEmpty)
    #expect(
      diagnostics.map(\.description) == [
        "p.yml:1:46: error: the variables in `see {this` can't be filled in: "
          + "a field that `}` doesn't end; "
          + "expected `{{` and `}}` for braces that stand for themselves"
      ])
  }

  @Test func theSubjectOfANoticeAndTheRoleOfMembersKeepTheirBraces() throws {
    let (node, _) = Document.parse(
      """
      mode: {type: cloudtrail, member-role: 'arn:aws:iam::{account_id}:role/x'}
      actions: [{type: notify, subject: '{{ account }} {region}', to: ['{region}']}]
      """, file: "p.yml")
    var variables = PolicyVariables.sample(try #require(node))
    let filled = variables.filled()
    #expect(filled["mode"]?["member-role"]?.string == "arn:aws:iam::{account_id}:role/x")
    let action = try #require(filled["actions"]?.sequence?.first)
    #expect(action["subject"]?.string == "{{ account }} {region}")
    #expect(action["to"]?.value == ["us-east-1"])
  }

  @Test func whatOnlyTellsMakesNoPolicyAnotherOne() throws {
    let (policies, _) = PolicyFile.load(
      text: """
        policies:
          - {name: p, resource: vpc, comment: 'of {account_id}', filters: [{a: '{{b}}'}],
             mode: {type: periodic, role: 'arn:aws:iam::{account_id}:role/x'}}
          - {name: q, resource: vpc, actions: [{type: tag, key: k, value: '{region}'}]}
        """, file: "p.yml")
    #expect(policies.map { $0.template == nil } == [true, false])
    let document = policies[0].document(
      in: EvaluationContext(now: Timestamp(seconds: 0), account: "1", region: "r"))
    #expect(document["comment"] == "of 1")
    #expect(document["mode"]?["role"] == "arn:aws:iam::1:role/x")
  }
}
