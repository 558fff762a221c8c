import AWS
import Documents
import Testing

@testable import Faults

struct FaultScheduleTests {
  static let start = Timestamp(seconds: 1_000_000)

  private func schedule(_ yaml: String, seed: UInt64 = 1, until: Duration? = nil) throws
    -> FaultSchedule
  {
    let (faults, diagnostics) = FaultRegistry.read(text: yaml, file: "f.yaml")
    try #require(diagnostics.isEmpty, "\(diagnostics)")
    return FaultSchedule(
      faults, seed: seed, from: Self.start, until: until.map { Self.start + $0 })
  }

  private func judge(
    _ schedule: inout FaultSchedule, _ channel: Channel = .eventQueue,
    event: String = "RunInstances",
    at offset: Duration
  ) -> [Duration] {
    let facts = DeliveryFacts(
      channel: channel, eventName: event,
      scope: Scope(account: "111111111111", region: "us-east-1"))
    let due = Self.start + offset
    return schedule.judge(facts, due: due).arrivals.map { $0 - due }
  }

  @Test func aDelayActsOnItsChannelAndInItsTimeOnly() throws {
    var faults = try schedule(
      """
      faults:
        - event-delay: {channel: event-queue, latency: 30s, from: 10m, for: 5m}
      """)
    #expect(judge(&faults, at: .minutes(9)) == [.zero])
    #expect(judge(&faults, at: .minutes(12)) == [.seconds(30)])
    #expect(judge(&faults, .eventHistory, at: .minutes(12)) == [.zero])
    #expect(judge(&faults, at: .minutes(15)) == [.zero])
  }

  @Test func nothingActsInTheCalm() throws {
    var faults = try schedule(
      "faults: [{event-loss: {channel: event-queue, loss: 100%}}]", until: .hours(1))
    #expect(judge(&faults, at: .minutes(59)) == [])
    #expect(judge(&faults, at: .hours(1)) == [.zero])
  }

  @Test func faultsComposeInTheirOrder() throws {
    var faults = try schedule(
      """
      faults:
        - event-duplicate: {duplicate: 100%, within: 0}
        - event-delay: {latency: 2s}
      """)
    #expect(judge(&faults, at: .zero) == [.seconds(2), .seconds(2)])
  }

  @Test(arguments: ["0%", "70%", "95%"])
  func lossKeepsItsShareWhateverItsCorrelation(correlation: String) throws {
    var faults = try schedule(
      "faults: [{event-loss: {loss: 30%, correlation: \(correlation)}}]")
    let lost = (0..<40_000).count { judge(&faults, at: .milliseconds($0)).isEmpty }
    #expect((11_000...13_000).contains(lost))
  }

  @Test func correlatedLossComesInBursts() throws {
    var faults = try schedule("faults: [{event-loss: {loss: 30%, correlation: 90%}}]")
    let fates = (0..<20_000).map { judge(&faults, at: .milliseconds($0)).isEmpty }
    let changes = zip(fates, fates.dropFirst()).count { $0 != $1 }
    // Independent losses would change 2 * 0.3 * 0.7 of the time: 8,400.
    #expect(changes < 1200)
  }

  @Test func lossCanNameTheEvent() throws {
    var faults = try schedule("faults: [{event-loss: {events: StopLogging, loss: 100%}}]")
    #expect(judge(&faults, event: "StopLogging", at: .zero) == [])
    #expect(judge(&faults, event: "StartLogging", at: .zero) == [.zero])
  }

  @Test func anOutageReleasesItsBacklogInOrder() throws {
    var faults = try schedule(
      "faults: [{event-outage: {from: 10m, for: 10m, backlog-takes: 5m}}]")
    #expect(judge(&faults, at: .minutes(10)) == [.minutes(10)])
    #expect(judge(&faults, at: .minutes(15)) == [.minutes(5) + .seconds(150)])
    #expect(judge(&faults, at: .minutes(20)) == [.zero])
  }

  @Test func aChannelOfFiftyASecondMakesAFloodWaitAndDropsWhatFindsItFull() throws {
    var faults = try schedule(
      "faults: [{channel-capacity: {channel: event-queue, rate: 50/s, queue: 100}}]")
    let first = judge(&faults, at: .zero)
    #expect(first == [.milliseconds(20)])
    let rest = (1..<200).map { _ in judge(&faults, at: .zero) }
    #expect(rest[98] == [.seconds(2)])
    #expect(rest[99] == [])
  }

  @Test func aSeedRepeatsItsVerdicts() throws {
    let yaml = "faults: [{event-delay: {preset: eventbridge-typical}}, {event-loss: {loss: 5%}}]"
    var (a, b) = (try schedule(yaml, seed: 9), try schedule(yaml, seed: 9))
    var other = try schedule(yaml, seed: 10)
    let draws = (0..<50).map { judge(&a, at: .seconds($0)) }
    #expect(draws == (0..<50).map { judge(&b, at: .seconds($0)) })
    #expect(draws != (0..<50).map { judge(&other, at: .seconds($0)) })
  }

  @Test func callsAreRejectedByServiceOperationAndCaller() throws {
    var faults = try schedule(
      """
      faults:
        - api-error: {
            service: ec2, operation: Describe*, caller: engine, code: Unavailable, status: 503}
      """)
    let scope = Scope(account: "111111111111", region: "us-east-1")
    func verdict(_ operation: String, _ caller: String) -> Verdict {
      faults.judge(
        CallFacts(service: "ec2", operation: operation, scope: scope, caller: caller),
        at: Self.start)
    }
    #expect(
      verdict("DescribeSecurityGroups", "engine")
        == .reject(AWSError("Unavailable", "An injected fault.", status: 503)))
    #expect(verdict("DescribeSecurityGroups", "mallory") == .pass)
    #expect(verdict("RunInstances", "engine") == .pass)
  }

  @Test func answersAreLostOrLateAfterTheEffect() throws {
    var faults = try schedule(
      """
      faults:
        - api-latency: {service: ec2, latency: 3s}
        - answer-lost: {service: sqs, probability: 100%}
      """)
    let scope = Scope(account: "111111111111", region: "us-east-1")
    func answer(_ service: String) -> Duration? {
      let call = CallFacts(service: service, operation: "X", scope: scope, caller: "")
      #expect(faults.judge(call, at: Self.start) == .pass)
      return faults.judgeAnswer(to: call, at: Self.start)
    }
    #expect(answer("ec2") == .seconds(3))
    #expect(answer("sqs") == nil)
    #expect(answer("s3") == .zero)
  }
}
