import AWS
import Testing

@testable import Remediation

@Suite struct RecordIntakeTests {
  private func engine(_ change: (inout EngineConfiguration) -> Void = { _ in })
    -> RemediationEngine
  {
    var configuration = EngineConfiguration(mode: .enforce, scopes: [FakeAWS.scope])
    change(&configuration)
    var engine = RemediationEngine(configuration: configuration, rules: [TestRules.ssh()])
    _ = engine.handle(.started(ledger: []), at: Timestamp(seconds: 0))
    return engine
  }

  /// 443 in the flat shape beside an empty `ipPermissions`, as the console of old sent it.
  @Test func replayUnderstandsTheFlatShape() {
    var engine = engine()
    func record(_ id: String, port: Int64) -> CloudTrailRecord {
      CloudTrailRecord([
        "eventID": .string(id), "eventName": "AuthorizeSecurityGroupIngress",
        "eventSource": "ec2.amazonaws.com", "awsRegion": "eu-west-1",
        "recipientAccountId": "111122223333", "eventTime": "2023-07-10T12:10:05Z",
        "requestParameters": [
          "groupId": "sg-1", "ipProtocol": "tcp", "fromPort": .integer(port),
          "toPort": .integer(port), "cidrIp": "0.0.0.0/0", "ipPermissions": [:],
        ],
      ])
    }
    let concerns = [(443, "a"), (22, "b")].map { port, id in
      engine.handle(.record(record(id, port: Int64(port))), at: Timestamp(seconds: 1))
        .compactMap { effect -> ReplayedTrigger.Concern? in
          guard case .report(.wouldTrigger(let trigger)) = effect else { return nil }
          return trigger.concern
        }
    }
    #expect(concerns == [[.no], [.yes]])
  }

  /// The two shapes that Terraform and the attack of the published invictus records have, three
  /// seconds apart on one group, against a policy as users write it.
  @Test func replayTellsTheTwinsApart() throws {
    let (policies, diagnostics) = PolicyFile.load(
      text: """
        policies:
          - name: ssh
            resource: aws.security-group
            mode:
              type: cloudtrail
              events:
                - source: ec2.amazonaws.com
                  event: AuthorizeSecurityGroupIngress
                  ids: requestParameters.groupId
            filters:
              - {type: ingress, Ports: [22], Cidr: {value: 0.0.0.0/0}}
        """, file: "ssh.yml")
    #expect(diagnostics.isEmpty)
    var engine = RemediationEngine(
      configuration: EngineConfiguration(scopes: [FakeAWS.scope]),
      rules: policies.map(\.engineRule))
    let terraform = """
      {"groupId": "sg-1", "ipPermissions": {"items": [{"ipProtocol": "tcp", "fromPort": 443,
      "toPort": 443, "groups": {}, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0",
      "description": "TLS from Internet"}]}, "ipv6Ranges": {}, "prefixListIds": {}}]}}
      """
    let attack = """
      {"groupId": "sg-1", "ipPermissions": {}, "ipProtocol": "tcp", "fromPort": 22,
      "toPort": 22, "cidrIp": "0.0.0.0/0"}
      """
    var seen: [String] = []
    for (time, parameters) in [("05", terraform), ("08", attack)] {
      let record = CloudTrailRecord([
        "eventID": .string(time), "eventName": "AuthorizeSecurityGroupIngress",
        "eventSource": "ec2.amazonaws.com", "awsRegion": "us-east-1",
        "recipientAccountId": "123837392027",
        "eventTime": .string("2023-07-10T12:10:\(time)Z"),
        "requestParameters": try JSON.parse(parameters),
      ])
      for effect in engine.handle(.record(record), at: Timestamp(seconds: 0)) {
        guard case .report(.wouldTrigger(let trigger)) = effect else { continue }
        seen.append("\(trigger.eventTime?.iso8601 ?? "") \(trigger.rule) \(trigger.concern)")
      }
    }
    #expect(seen == ["2023-07-10T12:10:05Z ssh no", "2023-07-10T12:10:08Z ssh yes"])
  }

  @Test func recordOfAnotherAccountIsIgnoredAndWarnedOfOnce() {
    var stage = Rehearsal(
      EngineConfiguration(
        mode: .enforce, scopes: [Scope(account: "999999999999", region: "eu-west-1")],
        feeds: [.eventQueue(.init(queueURL: FakeAWS.queueURL, scope: FakeAWS.scope))]))
    stage.boot()
    stage.aws.groups["sg-1"] = FakeAWS.Group(name: "web")
    for _ in 0..<3 {
      let id = stage.aws.record(
        "AuthorizeSecurityGroupIngress", "sg-1", nil, by: "mallory", at: stage.now)
      stage.aws.send(body: JSON.text(stage.aws.records[id]?.document ?? [:]))
    }
    stage.run(for: .seconds(5))
    let ignored = stage.events.filter {
      if case .recordIgnored(_, _, .outOfScope) = $0 { true } else { false }
    }
    let warnings = stage.events.filter { if case .warning = $0 { true } else { false } }
    #expect(ignored.count == 3)
    #expect(warnings.count == 1)
    #expect(stage.aws.messages.isEmpty)
  }

  @Test func queueThatFailsIsAskedLessAndLessOften() {
    var stage = Rehearsal(
      EngineConfiguration(
        scopes: [FakeAWS.scope],
        feeds: [.eventQueue(.init(queueURL: FakeAWS.queueURL, scope: FakeAWS.scope))]))
    stage.aws.failures["ReceiveMessage"] = Array(
      repeating: AWSError("AccessDenied", "No.", status: 403), count: 1000)
    stage.boot()
    stage.run(for: .minutes(10))
    let polls = stage.calls.filter { $0.1.operation == "ReceiveMessage" }
    #expect((12...16).contains(polls.count))
    let warnings = stage.events.filter { if case .warning = $0 { true } else { false } }
    #expect(warnings.count == 1)
  }

  @Test func emptyAnswersThatComeAtOnceDontSpin() {
    var stage = Rehearsal(
      EngineConfiguration(
        scopes: [FakeAWS.scope],
        feeds: [.eventQueue(.init(queueURL: FakeAWS.queueURL, scope: FakeAWS.scope))]))
    stage.aws.answersEmptyPollsAtOnce = true
    stage.boot()
    stage.run(for: .seconds(10))
    #expect(stage.calls.count <= 11)
  }

  @Test func messagesStayWhileTheListIsFull() {
    var configuration = EngineConfiguration(
      mode: .enforce, scopes: [FakeAWS.scope],
      feeds: [.eventQueue(.init(queueURL: FakeAWS.queueURL, scope: FakeAWS.scope))])
    configuration.limits.queueLength = 5
    configuration.limits.worksInFlight = 1
    var stage = Rehearsal(configuration)
    for index in 0..<100 {
      stage.aws.groups["sg-\(index)"] = FakeAWS.Group(name: "g\(index)")
      let opening = FakeAWS.Opening(port: 22, cidr: "0.0.0.0/0")
      stage.aws.set("sg-\(index)", opening, isOpen: true)
      let id = stage.aws.record(
        "AuthorizeSecurityGroupIngress", "sg-\(index)", opening, by: "mallory", at: stage.now)
      stage.aws.send(body: JSON.text(stage.aws.records[id]?.document ?? [:]))
    }
    stage.boot()
    stage.run(for: .milliseconds(200))
    #expect(stage.aws.messages.count >= 90)
    stage.run(for: .minutes(5))
    #expect(stage.aws.messages.isEmpty)
    #expect(stage.aws.groups.values.allSatisfy { $0.openings.isEmpty })
  }

  @Test(arguments: [
    ("arn:aws:s3:::logs", "arn:aws:s3:::*", true), ("sg-1", "sg-*", true), ("sg-1", "sg-2", false),
    ("abc", "*b*", true), ("abc", "a*c*d", false), ("", "*", true), ("", "", true),
  ]) func exemptionPatternsMatch(_ text: String, _ pattern: String, _ expected: Bool) {
    #expect(Exemption.matches(text, pattern: pattern) == expected)
  }

  @Test func exemptionWithoutAnyCriterionCoversNothing() {
    let exemption = Exemption(reason: "oops", approver: "nobody")
    #expect(!exemption.covers(rule: "ssh", id: "sg-1", arn: "arn", document: [:]))
  }

  @Test func limitCountsAndPercentages() {
    #expect(ResourceLimit(count: 2).isExceeded(by: 3, of: 100))
    #expect(!ResourceLimit(count: 3).isExceeded(by: 3, of: 100))
    #expect(ResourceLimit(percent: 10).isExceeded(by: 11, of: 100))
    #expect(!ResourceLimit(count: 5, percent: 50, needsBoth: true).isExceeded(by: 6, of: 100))
    #expect(ResourceLimit(count: 5, percent: 50).isExceeded(by: 6, of: 100))
  }

  @Test func loopGuardGivesOneShareOfTheWindowBack() {
    var loopGuard = LoopGuard(limit: 3, window: .hours(1))
    let key = FindingKey(
      rule: "r", resource: ResourceReference(type: "t", id: "i", scope: FakeAWS.scope))
    let start = Timestamp(seconds: 1_000_000)
    for _ in 0..<3 {
      #expect(loopGuard.heldUntil(key, at: start) == nil)
      loopGuard.record(key, at: start)
    }
    #expect(loopGuard.heldUntil(key, at: start) == start + .minutes(20))
    #expect(loopGuard.heldUntil(key, at: start + .minutes(20)) == nil)
    loopGuard.record(key, at: start + .minutes(20))
    #expect(loopGuard.heldUntil(key, at: start + .minutes(21)) == start + .minutes(40))
  }
}
