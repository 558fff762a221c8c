import AWS
import Documents
import Remediation
import Testing

@Suite struct PolicyConditionsTests {
  private static func readiness(
    _ conditions: String, region: String = "us-east-1", event: AWSValue? = nil
  ) throws -> Readiness {
    let (policies, diagnostics) = PolicyFile.load(
      text: "policies: [{name: p, resource: aws.vpc, metadata: {team: a}, \(conditions)}]",
      file: "p.yml")
    #expect(diagnostics.isEmpty)
    let policy = try #require(policies.first)
    return policy.readiness(
      EvaluationContext(
        now: CalendarTime(year: 2026, month: 1, day: 31, hour: 9).timestamp,
        account: "123456789012", region: region, event: event))
  }

  @Test(arguments: [
    ("region: us-east-1", true), ("region: eu-west-1", false), ("start: '2026-01-31'", true),
    ("start: '2026-01-31T09:00:00Z'", true), ("start: '2026-02-01'", false),
    ("end: '2026-01-31'", false), ("end: '2026-02-01', tz: Europe/Berlin", true),
    ("conditions: [{region: us-east-1}]", true), ("conditions: [{resource: aws.vpc}]", true),
    ("conditions: [{provider: aws}, {account_id: '1'}]", false),
    ("conditions: [{policy.metadata.team: a}]", true),
    ("conditions: [{or: [{name: q}, {not: [{region: eu-west-1}]}]}]", true),
    ("conditions: [{and: [{name: p}, {region: eu-west-1}]}]", false),
    ("conditions: [{type: value, key: region, op: in, value: [us-east-1, us-east-2]}]", true),
    (
      "conditions: [{type: value, key: now, value_type: date, op: greater-than, "
        + "value: '2026-01-01'}]", true
    ),
    ("conditions: [{type: value, key: region, op: glob, value: eu-*}]", false),
    ("conditions: [{type: event, key: detail.x, value: 1}]", true),
    ("conditions: [{type: value, key: policy.name, value: '{region}'}]", false),
    ("conditions: [{type: value, key: region, value: '{region}'}]", true), ("conditions: []", true),
  ]) func conditionsDecideWhetherAPolicyRuns(text: String, isReady: Bool) throws {
    #expect(try Self.readiness(text) == Readiness(isReady: isReady))
  }

  @Test func anEventConditionAsksTheRecord() throws {
    let text = "mode: {type: cloudtrail, events: [CreateVolume]}, "
      + "conditions: [{type: event, key: detail.x, value: 1}]"
    #expect(try Self.readiness(text, event: ["detail": ["x": 1]]).isReady)
    #expect(!(try Self.readiness(text, event: ["detail": ["x": 2]]).isReady))
  }

  @Test func whatCanNotBeDecidedKeepsThePolicyFromRunning() throws {
    let readiness = try Self.readiness(
      "conditions: [{not: [{type: value, key: 'abs(name)', value: 1}]}]")
    #expect(!readiness.isReady)
    #expect(readiness.problems.count == 1)
  }

  @Test(arguments: [
    ("conditions: [{type: ingress}]", "p.yml:1:61: error: filter `ingress` can't be a condition"),
    ("conditions: [x]", "p.yml:1:54: error: a condition can't be a string"),
    ("conditions: {region: x}", "p.yml:1:53: error: `conditions` can't be a mapping"),
    ("start: soon", "p.yml:1:48: error: `start` can't be `soon`"),
    ("tz: nowhere", "p.yml:1:45: error: `nowhere` is no time zone"),
    ("region: [a]", "p.yml:1:49: error: `region` can't be a list"),
    ("conditions: [{type: value, key: x, op: nope, value: 1}]", "p.yml:1:80: error: `op` can't"),
  ]) func mistakesHaveTheirPlace(text: String, problem: String) {
    let (policies, diagnostics) = PolicyFile.load(
      text: "policies: [{name: p, resource: aws.vpc, \(text)}]", file: "p.yml")
    #expect(policies.isEmpty)
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.description.hasPrefix(problem) == true, "\(diagnostics)")
  }
}
