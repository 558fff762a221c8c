import AWS
import Documents
import Remediation
import Testing

@Suite struct MarkZoneTests {
  /// The tag that `mark-for-op` would set, and the warnings.
  private func mark(_ keys: String, at now: String) throws -> (tag: String?, warnings: [String]) {
    let (policies, diagnostics) = PolicyFile.load(
      text: """
        policies:
          - name: p
            resource: ec2
            actions: [{type: mark-for-op, op: stop, msg: "{op}@{action_date}", \(keys)}]
        """, file: "p.yml")
    let policy = try #require(policies.first, "\(diagnostics)")
    let here = context(Timestamp(iso8601: now))
    let instance = try #require(resources([["InstanceId": "i-1"]], of: policy.resourceType).first)
    let plan = policy.plan(Match(resource: instance, annotations: [:]), here)
    return (
      plan.steps.first?.call.input["Tags"]?.list?.first?["Value"]?.string,
      diagnostics.map(\.description)
    )
  }

  @Test(arguments: [
    ("days: 1", "2026-03-07T03:00:00Z", "stop@2026/03/08"),
    // It is the evening before in New York.
    ("days: 1, tz: et", "2026-03-07T03:00:00Z", "stop@2026/03/07"),
    ("hours: 2, tz: et", "2026-03-07T03:00:00Z", "stop@2026/03/07 0000 EST"),
    // A day later the clock shows the same hour, in summer time by then.
    ("hours: 24, tz: et", "2026-03-07T17:00:00Z", "stop@2026/03/08 1200 EDT"),
    // An hour that the clock leaves out.
    ("hours: 1, tz: et", "2026-03-08T06:30:00Z", "stop@2026/03/08 0230 EDT"),
    // An hour that it shows twice.
    ("hours: 1, tz: et", "2026-11-01T04:30:00Z", "stop@2026/11/01 0130 EDT"),
    ("hours: 1, tz: it", "2026-03-07T03:00:00Z", "stop@2026/03/07 0930 IST"),
    ("hours: 1, tz: brt", "2026-03-07T03:00:00Z", "stop@2026/03/07 0100 -03"),
    ("hours: 1, tz: utc", "2026-03-07T03:00:00Z", "stop@2026/03/07 0400 UTC"),
  ])
  func datesAreByTheClockOfTheZone(keys: String, now: String, tag: String) throws {
    let made = try mark(keys, at: now)
    #expect(made.tag == tag)
    #expect(made.warnings.isEmpty)
  }

  @Test(arguments: [
    ("Europe/Berlin", "did you mean `cet`?"), ("America/Los_Angeles", "did you mean `pt`?"),
    ("nzt", "did you mean `nzst`?"), ("nowhere", "expected `utc` or a short name"),
  ])
  func zonesThatCloudCustodianTakesForTheMachinesAreRemarkedOn(zone: String, hint: String) throws {
    let made = try mark("hours: 1, tz: \(zone)", at: "2026-03-07T03:00:00Z")
    #expect(made.tag == "stop@2026/03/07 0400 UTC")
    let warning = made.warnings.first ?? ""
    #expect(warning.contains("warning: Cloud Custodian knows no zone `\(zone)` for marks"))
    #expect(warning.contains(hint))
  }

  /// Python reads over the zone's name, so that the mark counts by the machine's clock: UTC.
  @Test func marksInOtherZonesComeDueByTheirClockInUTC() throws {
    let filter: AWSValue = ["type": "marked-for-op", "op": "stop", "tz": "et"]
    let policy: AWSObject = ["name": "p", "resource": "ec2", "filters": [filter]]
    let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
    let compiled = try #require(PolicyFile.load(text: text, file: "p.json").policies.first)
    let instance: AWSObject = [
      "InstanceId": "i-1", "Tags": [["Key": "maid_status", "Value": "x: stop@2026/03/07 0400 EST"]],
    ]
    let marked = resources([instance], of: compiled.resourceType)
    func isDue(_ time: String) -> Bool {
      !compiled.evaluate(marked, context(Timestamp(iso8601: time))).matches.isEmpty
    }
    #expect(isDue("2026-03-07T04:00:00Z"))
    #expect(!isDue("2026-03-07T03:59:00Z"))
  }
}
