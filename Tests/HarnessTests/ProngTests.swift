import AWS
import Emulator
import Journal
import Remediation
import Testing

@testable import Harness

/// Policies that count, and runs without them.
struct ProngTests {
  private func scenario(_ environment: String, _ rest: String) -> String {
    """
    title: Prongs
    duration: 20m
    calm: 15m
    environment:
      iam: enforce
      accounts: {app: "111111111111", management: "999999999999"}
      trails: {audit: {}}
    \(environment)
    engine: {rules: [ssh], scan: every 5m}
    \(rest)
    """
  }

  private func run(_ text: String, _ without: [Defence] = [], rules: [EngineRule] = [Drill.ssh])
    throws -> RunResult
  {
    let (found, messages) = Drill.read(text)
    let scenario = try #require(found, "\(messages)")
    return try DrillRun.run(
      scenario, without.isEmpty ? nil : Variant(without: without), rules: rules, seed: 1,
      commandLine: "stormdrill run s.yaml")
  }

  private var stopLogging: String {
    scenario(
      """
        organization:
          management: management
          units: {production: {accounts: [app]}}
          service-control-policies:
            - name: trails-stay-on
              targets: production
              policy:
                Version: "2012-10-17"
                Statement: [{Effect: Deny, Action: "cloudtrail:StopLogging", Resource: "*"}]
        groups:
          administrators:
            policies:
              - Version: "2012-10-17"
                Statement: [{Effect: Allow, Action: "*", Resource: "*"}]
        actors:
          sam: {groups: administrators}
          robin: {allow: "s3:GetObject"}
      """,
      """
      method:
        - at: 2m
          actor: robin
          call: cloudtrail:StopLogging
          with: {Name: $trails.audit}
          label: {attack: cloudtrail-not-logging, resource: $trails.audit}
        - at: 4m
          actor: sam
          call: cloudtrail:StopLogging
          with: {Name: $trails.audit}
          label: {attack: cloudtrail-not-logging, resource: $trails.audit}
        - at: 6m
          actor: sam
          call: cloudtrail:DescribeTrails
          label: benign
      expect: {prevented: 2}
      """)
  }

  @Test func eachRefusalNamesItsProng() throws {
    let run = try run(stopLogging)
    #expect(run.passes)
    // What the SCP forbids is refused by it, whatever the user's own policies say.
    #expect(run.metrics.labels.map(\.stop.name) == ["scp", "scp", "none"])
    let reason = try #require(run.metrics.labels[1].stopped?.reason)
    #expect(reason.contains("service control policy"))
  }

  @Test func withoutAProngTheNextOneStandsOrNothingDoes() throws {
    let withoutSCP = try run(stopLogging, [.prong(.scp)])
    #expect(withoutSCP.start.without == ["scp"])
    #expect(withoutSCP.metrics.labels.map(\.stop.name) == ["identity", "nothing", "none"])
    #expect(withoutSCP.metrics["unstopped"] == .count(1))
    #expect(withoutSCP.expectations.isEmpty)
    let withoutBoth = try run(stopLogging, [.prong(.identity), .prong(.scp)])
    #expect(withoutBoth.metrics["unstopped"] == .count(2))
  }

  @Test func withoutRemediationTheEngineOnlyTells() throws {
    let text = scenario(
      """
        actors: {sam: {allow: ["ec2:*"]}}
        resources:
          - name: vpc
            call: ec2:CreateVpc
            with: {CidrBlock: 10.0.0.0/16}
            capture: {id: Vpc.VpcId}
          - name: web
            call: ec2:CreateSecurityGroup
            with: {GroupName: web, Description: web, VpcId: $vpc.id}
            capture: {sg: GroupId}
      """,
      """
      method:
        - at: 2m
          actor: sam
          call: ec2:AuthorizeSecurityGroupIngress
          with: \(Drill.openSSH)
          label: {attack: ec2-open-admin-port, resource: $web.sg}
      expect: {remediated: 1}
      """)
    let full = try run(text)
    #expect(full.metrics.labels[0].stop.name == "remediation")
    let watched = try run(text, [.remediation])
    #expect(watched.start.mode == "notify")
    #expect(watched.metrics["findings"] == .count(1))
    guard case .open = watched.metrics.labels[0].stop else {
      Issue.record("\(watched.metrics.labels[0].stop)")
      return
    }
  }

  @Test func aBlockThatKeepsAPolicyFromCountingIsFoundByAnOutsidersTry() throws {
    let text = scenario(
      """
        actors: {sam: {allow: ["s3:*"]}}
        resources:
          - {actor: sam, call: "s3:CreateBucket", with: {Bucket: files}}
          - {actor: sam, call: "s3:PutObject", with: {Bucket: files, Key: a, Body: b}}
          - actor: sam
            call: s3:PutPublicAccessBlock
            with:
              Bucket: files
              PublicAccessBlockConfiguration: {RestrictPublicBuckets: true}
      """,
      """
      method:
        - at: 2m
          actor: sam
          call: s3:PutBucketPolicy
          with:
            Bucket: files
            Policy:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Principal: "*"
                  Action: s3:GetObject
                  Resource: arn:aws:s3:::files/*
          label: {attack: s3-bucket-public, resource: files}
      expect: {prevented.public-access-block: 1, violations: 0}
      """)
    let full = try run(text)
    #expect(full.passes)
    #expect(full.metrics.labels[0].error == nil)
    #expect(full.metrics.labels[0].stopped?.isEffectAlone == true)
    let without = try run(text, [.prong(.publicAccessBlock)])
    #expect(without.metrics["violations-open"] == .count(1))
  }

  @Test func aBucketOfTheMethodHasNoBlocksWhereThatProngIsOff() throws {
    let text = scenario(
      #"  actors: {sam: {allow: ["s3:*"]}}"#,
      """
      method:
        - {at: 2m, actor: sam, call: "s3:CreateBucket", with: {Bucket: files}}
        - {at: 3m, actor: sam, call: "s3:PutObject", with: {Bucket: files, Key: a, Body: b}}
        - at: 4m
          actor: sam
          call: s3:PutBucketPolicy
          with:
            Bucket: files
            Policy:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Principal: "*"
                  Action: s3:GetObject
                  Resource: arn:aws:s3:::files/*
          label: {attack: s3-bucket-public, resource: files}
        - at: 9m
          actor: sam
          call: s3:PutPublicAccessBlock
          with:
            Bucket: files
            PublicAccessBlockConfiguration: {RestrictPublicBuckets: true}
      expect: {prevented.public-access-block: 1}
      """)
    #expect(try run(text).passes)
    let without = try run(text, [.prong(.publicAccessBlock)])
    #expect(without.metrics.labels[0].stop == .abandoned(after: .minutes(5)))
  }

  @Test func aRoleIsTakenOnByWhoMayAndByNobodyElse() throws {
    let text = scenario(
      """
        actors:
          runner: {allow: "sts:AssumeRole", from: 192.0.2.1}
          thief: {allow: "sts:AssumeRole", from: 203.0.113.1}
          deployment:
            assumed-by: runner
            allow: ["iam:*"]
            session-policy:
              Version: "2012-10-17"
              Statement: [{Effect: Allow, Action: "iam:Get*", Resource: "*"}]
            trust:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Principal: {AWS: [$actors.runner, $actors.thief]}
                  Action: sts:AssumeRole
                  Condition: {IpAddress: {"aws:SourceIp": 192.0.2.0/24}}
          stolen: {role: deployment, assumed-by: thief}
      """,
      """
      method:
        - {at: 2m, actor: deployment, call: "iam:GetAccountSummary", label: benign}
        - at: 3m
          actor: deployment
          call: iam:CreateUser
          with: {UserName: u}
          label: {attack: act}
        - {at: 4m, actor: stolen, call: "iam:GetAccountSummary", label: {attack: act}}
      expect: {prevented.session: 1, prevented.resource-policy: 1, wrongly-refused: 0}
      """)
    #expect(try run(text).passes)
  }

  @Test func aSecondFactorIsShownWhereTheRoleAsksForIt() throws {
    let text = scenario(
      """
        actors:
          nell: {allow: "sts:AssumeRole"}
          admin: {assumed-by: nell, mfa: true, allow: ["iam:*"]}
      """,
      """
      method:
        - {at: 2m, actor: admin, call: "iam:GetAccountSummary", label: benign}
        - at: 3m
          actor: nell
          call: sts:AssumeRole
          with: {RoleArn: $actors.admin, RoleSessionName: nell}
          label: {attack: act, resource: admin}
      expect: {wrongly-refused: 0, prevented.resource-policy: 1}
      """)
    #expect(try run(text).passes)
  }

  @Test func sameSeedSameBytesInAVariantToo() throws {
    let first = try run(stopLogging, [.prong(.scp)])
    #expect(try run(stopLogging, [.prong(.scp)]).journal == first.journal)
  }
}

/// Exclusions, and the incidents that open them.
struct IncidentTests {
  private func scenario(_ method: String, incidents: String = "[]", mfa: Bool = false) -> String {
    """
    title: Break glass
    duration: 60m
    calm: 15m
    environment:
      iam: enforce
      accounts: {app: "111111111111", management: "999999999999"}
      organization:
        management: management
        service-control-policies:
          - name: trails-stay-on
            policy:
              Version: "2012-10-17"
              Statement:
                - Effect: Deny
                  Action: cloudtrail:StopLogging
                  Resource: "*"
                  Condition: {ArnNotLike: {"aws:PrincipalArn": "arn:aws:iam::*:role/rescue"}}
      trails: {audit: {account: app}}
      actors:
        oncall: {allow: ["sts:AssumeRole", "iam:*"]}
        rescue: {assumed-by: oncall, session: 15m, allow: "cloudtrail:*", mfa: \(mfa)}
        night: {assumed-by: oncall, allow: "ec2:*", mfa: \(mfa)}
      exclusions:
        trails:
          role: rescue
          guards: {call: "cloudtrail:StopLogging", with: {Name: $trails.audit}}
    engine: {rules: [ssh], scan: never}
    incidents: \(incidents)
    method:
    \(method)
    expect: {findings: 0}
    """
  }

  private let repair = """
      - {at: 25m, actor: rescue, call: "cloudtrail:DescribeTrails", label: benign}
    """
  private let incident = "[{name: INC, opens: trails, from: 20m, until: 30m, by: oncall}]"

  @Test func anIncidentOpensItsExclusionAndShutsIt() throws {
    let run = try Drill.run(scenario(repair, incidents: incident))
    // The session of the 25th minute lives on for ten minutes after the incident: that is a hole.
    let story = try #require(run.metrics.violations.first)
    #expect(run.metrics.violations.count == 1)
    #expect(story.about == "a session of rescue still makes cloudtrail:StopLogging")
    #expect(story.opened - run.startedAt == .minutes(30))
    #expect(run.metrics["exposure-total"] == .duration(.minutes(10)))
    #expect(run.metrics["wrongly-refused"] == .count(0))
  }

  @Test func withoutAnIncidentItIsShut() throws {
    let run = try Drill.run(scenario(repair))
    #expect(run.metrics["wrongly-refused.resource-policy"] == .count(1))
    #expect(run.metrics["violations"] == .count(0))
  }

  private let opened = """
      - at: 10m
        actor: oncall
        call: iam:UpdateAssumeRolePolicy
        with:
          RoleName: rescue
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {AWS: $actors.oncall}
                Action: sts:AssumeRole
                Condition: {DateLessThan: {"aws:CurrentTime": "2026-01-05T09:30:00Z"}}
        label: {attack: exclusion-left-open, resource: rescue}
    """

  @Test func aGateThatIsOpenedByHandIsALeftOpenExclusion() throws {
    let run = try Drill.run(scenario(opened))
    let story = try #require(run.metrics.violations.first)
    #expect(story.label == "L1")
    // It shuts by the clock alone, at the 30th minute.
    #expect(story.closedBy == "the clock")
    #expect(run.metrics["exposure-total"] == .duration(.minutes(20)))
  }

  /// Each code is good once: a look in the same half minute must not take the gate for shut.
  @Test func aCodeThatWasJustShownHidesNoOpenGate() throws {
    let atWork = """

        - {at: 15m, actor: night, call: "ec2:DescribeVpcs", label: benign}
      """
    let run = try Drill.run(scenario(opened + atWork, mfa: true))
    #expect(run.metrics["wrongly-refused"] == .count(0))
    #expect(run.metrics.violations.count == 1)
    #expect(run.metrics["exposure-total"] == .duration(.minutes(20)))
  }
}
