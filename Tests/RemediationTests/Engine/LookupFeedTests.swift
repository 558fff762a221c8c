import AWS
import Testing

@testable import Remediation

@Suite struct LookupFeedTests {
  private static let configuration = EngineConfiguration(
    mode: .enforce, scopes: [FakeAWS.scope],
    feeds: [.lookupEvents(EngineConfiguration.LookupSettings())])

  /// Opens a port and lets the history show it only after a while.
  private func lag(_ late: Duration) -> (stage: Rehearsal, seenAfter: Duration?) {
    var stage = Rehearsal(Self.configuration)
    stage.aws.groups["sg-1"] = FakeAWS.Group(name: "web")
    stage.boot()
    stage.run(for: .minutes(7))
    let opening = FakeAWS.Opening(port: 22, cidr: "0.0.0.0/0")
    stage.aws.set("sg-1", opening, isOpen: true)
    let id = stage.aws.record(
      "AuthorizeSecurityGroupIngress", "sg-1", opening, by: "mallory", at: stage.now)
    stage.run(for: late)
    if let record = stage.aws.records[id] { stage.aws.history.append(record) }
    let shown = stage.now
    for _ in 0..<500 {
      stage.run(for: .seconds(10))
      if stage.aws.groups["sg-1"]?.openings.isEmpty ?? false {
        return (stage, stage.now - shown)
      }
    }
    return (stage, nil)
  }

  @Test(arguments: [(0, 40), (60, 40), (12 * 60, 160), (150 * 60, 31 * 60)])
  func lateEventIsFoundBehindTheCursor(_ late: Int, _ bound: Int) throws {
    let after = try #require(lag(.seconds(late)).seenAfter)
    #expect(after <= .seconds(bound))
  }

  @Test func eventLaterThanAllWindowsIsLeftToTheScan() {
    #expect(lag(.hours(4)).seenAfter == nil)
  }

  @Test func quietAccountIsReadWholeInFewPages() {
    let stage = lag(.zero).stage
    let polls = stage.calls.filter { $0.1.operation == "LookupEvents" }
    #expect(polls.allSatisfy { $0.1.input["LookupAttributes"] == nil })
    #expect(polls.count <= 16)
  }

  @Test func throttledHistoryIsReadOnceItAnswersAgain() {
    var stage = Rehearsal(Self.configuration)
    stage.aws.failures["LookupEvents"] = Array(
      repeating: AWSError("ThrottlingException", "Rate exceeded"), count: 4)
    stage.aws.groups["sg-1"] = FakeAWS.Group(name: "web")
    let opening = FakeAWS.Opening(port: 22, cidr: "0.0.0.0/0")
    stage.aws.set("sg-1", opening, isOpen: true)
    let id = stage.aws.record(
      "AuthorizeSecurityGroupIngress", "sg-1", opening, by: "mallory", at: stage.now)
    if let record = stage.aws.records[id] { stage.aws.history.append(record) }
    stage.boot()
    stage.run(for: .minutes(2))
    #expect(stage.aws.groups["sg-1"]?.openings == [])
    let warnings = stage.events.filter { if case .warning = $0 { true } else { false } }
    #expect(warnings.count == 2)
  }
}
