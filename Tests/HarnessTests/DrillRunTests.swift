import AWS
import Emulator
import Journal
import Remediation
import Testing

@testable import Harness

struct DrillRunTests {
  private func scenario(
    engine: String = "{rules: [ssh]}", faults: String = "[]", method: String = "",
    extra: String = "", expect: String = "missed: 0"
  ) -> String {
    """
    title: SSH opened
    duration: 30m
    calm: 15m
    environment: one-account
    engine: \(engine)
    faults: \(faults)
    \(extra)
    method:
      - at: 5m
        actor: mallory
        call: ec2:AuthorizeSecurityGroupIngress
        with: \(Drill.openSSH)
        label: {attack: ec2-open-admin-port, resource: $web.sg}
    \(method)
    expect: {\(expect)}
    """
  }

  /// The whole way: call, record, trail, EventBridge, queue, engine, revoke, verify, checker.
  @Test(arguments: ["event-queue", "lookup-events"])
  func anOpenedPortIsFoundByEitherFeedAndClosed(feed: String) throws {
    let result = try Drill.run(
      scenario(
        engine: "{rules: [ssh], feeds: [\(feed)], scan: every 1h}",
        faults: "[{event-delay: {latency: 20s}}]",
        expect: """
          time-to-remediate.max: < 2m, missed: 0, wrongly-touched: 0, collateral-changes: 0, \
          duplicate-actions: 0, final-scan-actions: 0, unconverged: 0, detected-by.\(feed): 1
          """))
    for expectation in result.expectations {
      #expect(expectation.passes, "\(expectation.metric): \(expectation.actual)")
    }
    #expect(result.metrics.violations.count == 1)
    #expect(result.metrics.violations.first?.closedBy == "engine")
    #expect(result.metrics["time-to-deliver.max"] == .duration(.seconds(20)))
  }

  @Test func theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws {
    let text = scenario(
      faults: "[{event-delay: {preset: eventbridge-typical}}, {event-loss: {loss: 20%}}]",
      extra: "workloads: [{background: {rate: 30/m}}]")
    let first = try Drill.run(text, seed: 7).journal
    #expect(try Drill.run(text, seed: 7).journal == first)
    #expect(try Drill.run(text, seed: 8).journal != first)
    #expect(try Journal.read(first).count > 50)
  }

  @Test func whatAFeedLosesTheScanFinds() throws {
    let result = try Drill.run(
      scenario(
        engine: "{rules: [ssh], scan: every 10m}",
        faults: "[{event-loss: {channel: event-queue, loss: 100%}}]"))
    #expect(result.metrics["detected-by.scan"] == .count(1))
    #expect(result.metrics["records-lost.event-queue"] != .count(0))
    #expect(result.passes)
  }

  @Test func withoutAScanWhatTheFeedLosesIsMissed() throws {
    let result = try Drill.run(
      scenario(faults: "[{event-loss: {channel: event-queue, loss: 100%}}]"))
    #expect(result.metrics["missed"] == .count(1))
    #expect(result.metrics["time-to-remediate.max"] == .atLeast(.minutes(40)))
    #expect(!result.passes)
  }

  /// A rule that removes all ingress of a group takes a benign rule and one of the set-up with it.
  @Test func whatNoLabelAllowsIsCollateralAndWronglyTouched() throws {
    let greedy = EngineRule(
      name: "greedy", type: .securityGroup, evaluate: Drill.ssh.evaluate,
      plan: { match, _ in
        let input: AWSObject = [
          "GroupId": .string(match.resource.id),
          "IpPermissions": match.resource.document["IpPermissions"] ?? [],
        ]
        let call = APICall(
          service: "ec2", operation: "RevokeSecurityGroupIngress", input: input,
          scope: match.resource.scope)
        return Plan(steps: [PlannedStep(summary: "close all", call: call, undo: [])])
      })
    let result = try Drill.run(
      """
      title: Greedy
      duration: 30m
      environment: one-account
      engine: {rules: [ssh]}
      method:
        - at: 1m
          actor: terraform
          call: ec2:AuthorizeSecurityGroupIngress
          with:
            GroupId: $web.sg
            IpPermissions:
              - {IpProtocol: tcp, FromPort: 443, ToPort: 443, IpRanges: [{CidrIp: 0.0.0.0/0}]}
          label: benign
        - at: 5m
          actor: mallory
          call: ec2:AuthorizeSecurityGroupIngress
          with: \(Drill.openSSH)
          label: {attack: ec2-open-admin-port, resource: $web.sg}
      expect: {wrongly-touched: 0, collateral-changes: 0}
      expect-violated: [wrongly-touched]
      """, rules: [greedy])
    #expect(result.metrics["collateral-changes"] == .count(1))
    #expect(result.metrics.labels.map(\.verdict) == [.wronglyTouched, .found])
    #expect(result.expectations.map(\.passes) == [true, false])
  }

  @Test func aCrashBetweenLedgerAndCallIsFinishedOnce() throws {
    let result = try Drill.run(
      scenario(
        method: "",
        expect: "duplicate-actions: 0, engine-crashes: 1, unremediated: 0, missed: 0"
      ).replacing(
        "method:\n",
        with: "method:\n  - {at: 1m, crash: {at-ledger: step-started, restart-after: 90s}}\n"))
    #expect(result.passes, "\(result.expectations)")
    guard case .duration(let time)? = result.metrics["time-to-remediate.max"] else {
      Issue.record("it was never remediated")
      return
    }
    #expect(time >= .seconds(90))
  }

  @Test func anUndoRestoresTheGroupAndHoldsTheFix() throws {
    let result = try Drill.run(
      scenario(
        method: "  - {at: 15m, undo: {resource: $web.sg}}",
        expect: "undo-exact: 1, undo-inexact: 0, violations: 2, remediated: 1, flapping: 0"))
    #expect(result.passes, "\(result.expectations.map(\.actual))")
  }

  @Test func anExemptResourceStaysAsItIs() throws {
    let result = try Drill.run(
      scenario(
        engine: "{rules: [ssh], exemptions: [{rule: ssh, resource: $web.sg, reason: legacy}]}",
        expect: "holds.exemption: 1, violations-open: 1, unremediated: 0, missed: 0"))
    #expect(result.passes, "\(result.expectations.map(\.actual))")
  }

  @Test func aLostAnswerIsTriedAgainAndChangesNothingTwice() throws {
    let result = try Drill.run(
      scenario(
        faults: """
          [{answer-lost: {service: ec2, operation: RevokeSecurityGroupIngress, for: 6m}}]
          """, expect: "unremediated: 0, collateral-changes: 0, missed: 0"))
    #expect(result.passes, "\(result.expectations.map(\.actual))")
  }

  @Test func aFloodIsCountedNotKept() throws {
    let result = try Drill.run(
      scenario(
        extra: "workloads: [{flood: {from: 1m, for: 10s, rate: 100/s, mix: iam-reads}}]",
        expect: "workload-calls: 1000, missed: 0"))
    #expect(result.passes, "\(result.expectations.map(\.actual))")
    let lines = result.entries.count {
      if case .workloadCalls = $0.kind { true } else { false }
    }
    #expect(lines == 3)
  }

  @Test func aProbeOfTheHypothesisIsHeldBeforeAndAfter() throws {
    let result = try Drill.run(
      scenario(
        extra: """
          steady-state-hypothesis:
            probes:
              - name: the group is there
                call: ec2:DescribeSecurityGroups
                with: {GroupIds: [$web.sg]}
                path: SecurityGroups[0].GroupName
                tolerance: web
              - name: it has a rule, which is wrong
                call: ec2:DescribeSecurityGroups
                with: {GroupIds: [$web.sg]}
                path: length(SecurityGroups[0].IpPermissions)
                tolerance: 1
          """, expect: "probes-failed: 2"))
    #expect(result.passes, "\(result.expectations.map(\.actual))")
  }

  @Test func aSetUpThatAWSRefusesSaysSo() {
    let text = scenario().replacing("environment: one-account", with: """
      environment:
        accounts: {app: "111111111111"}
        actors: {mallory: {account: app, policies: [NoSuchPolicy]}}
        resources:
          - name: web
            call: ec2:CreateVpc
            with: {CidrBlock: 10.0.0.0/16}
            capture: {sg: Vpc.VpcId}
      """)
    let error = #expect(throws: DrillFailure.self) { try Drill.run(text) }
    #expect(error?.message.hasPrefix("set-up: iam:AttachUserPolicy in aws/111111111111") == true)
  }
}
