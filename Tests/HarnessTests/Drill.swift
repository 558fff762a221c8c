import AWS
import Documents
import Journal
import Remediation
import Testing

@testable import Harness

/// Scenarios for tests, with a rule of their own.
enum Drill {
  static let environment = """
    title: One account
    accounts: {app: "111111111111"}
    regions: [us-east-1]
    actors:
      terraform: {account: app, allow: ["ec2:*", "s3:*", "iam:*", "cloudtrail:*"]}
      mallory: {account: app, allow: ["ec2:*"]}
    trails:
      audit: {account: app}
    resources:
      - name: vpc
        call: ec2:CreateVpc
        with: {CidrBlock: 10.20.0.0/16}
        capture: {id: Vpc.VpcId}
      - name: web
        call: ec2:CreateSecurityGroup
        with: {GroupName: web, Description: web servers, VpcId: $vpc.id}
        capture: {sg: GroupId}
    """

  static let files = ScenarioFiles(
    environment: { $0 == "one-account" ? ("one-account.yaml", environment) : nil },
    rule: { name, _ in name == "ssh" ? ("ssh.yaml", "") : nil })

  static func read(_ text: String) -> (scenario: Scenario?, messages: [String]) {
    let (scenario, diagnostics) = ScenarioReader.read(
      text: text, path: "s.yaml", name: "test/s", files: files)
    return (scenario, diagnostics.map(\.description))
  }

  static func run(_ text: String, seed: UInt64 = 1, rules: [EngineRule] = [ssh]) throws
    -> RunResult
  {
    let (scenario, messages) = read(text)
    let ready = try #require(scenario, "\(messages)")
    return try DrillRun.run(ready, rules: rules, seed: seed, commandLine: "stormdrill run s.yaml")
  }

  /// Port 22 open to 0.0.0.0/0, revoked: as small as a rule can be.
  static let ssh = EngineRule(
    name: "ssh", type: .securityGroup,
    evaluate: { resource, _ in
      let isOpen = resource.document["IpPermissions"]?.list?.contains { isSSH($0) } ?? false
      return Evaluation(
        matches: isOpen ? [Match(resource: resource, annotations: [:])] : [], problems: [])
    },
    plan: { match, _ in
      let scope = match.resource.scope
      let input: AWSObject = [
        "GroupId": .string(match.resource.id),
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
            "IpRanges": [["CidrIp": "0.0.0.0/0"]],
          ]
        ],
      ]
      func call(_ operation: String) -> APICall {
        APICall(service: "ec2", operation: operation, input: input, scope: scope)
      }
      return Plan(
        steps: [
          PlannedStep(
            summary: "close port 22", call: call("RevokeSecurityGroupIngress"),
            undo: [call("AuthorizeSecurityGroupIngress")],
            doneCodes: ["InvalidPermission.NotFound"])
        ])
    })

  private static func isSSH(_ permission: AWSValue) -> Bool {
    permission["FromPort"] == 22
      && permission["IpRanges"]?.list?.contains { $0["CidrIp"] == "0.0.0.0/0" } ?? false
  }

  static let openSSH = """
    {GroupId: $web.sg, IpPermissions: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, \
    IpRanges: [{CidrIp: 0.0.0.0/0}]}]}
    """
}
