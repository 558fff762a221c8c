import AWS
@testable import Remediation
import Testing

@Suite struct InstanceRepairActionTests {
  private func plan(
    _ action: AWSValue, _ document: AWSObject = [:], _ answers: [String: AWSValue] = [:]
  ) throws -> Plan {
    try InstanceCase(actions: [action], document: document, answers: answers).run().plan
  }

  @Test func aTypeIsChangedWhileAnInstanceIsStopped() throws {
    let action: AWSValue = [
      "type": "resize", "restart": true, "type-map": ["m5.large": "t3.micro"],
      "default": "t3.nano",
    ]
    let running: AWSObject = ["InstanceType": "m5.large"]
    let restarted = try plan(action, running)
    #expect(
      restarted.steps.map(\.call.operation) == [
        "StopInstances", "ModifyInstanceAttribute", "StartInstances",
      ])
    #expect(restarted.steps[1].call.input["InstanceType"] == ["Value": "t3.micro"])
    #expect(restarted.steps[1].undo[0].input["InstanceType"] == ["Value": "m5.large"])
    let stopped: AWSObject = ["InstanceType": "c5.large", "State": ["Name": "stopped"]]
    let other = try plan(action, stopped)
    #expect(other.steps.map { $0.call.input["InstanceType"] } == [["Value": "t3.nano"]])
    let left: AWSValue = ["type": "resize", "default": "t3.nano"]
    #expect(try plan(left, running).steps.isEmpty)
    #expect(try plan(left, running).remarks.count == 1)
  }

  @Test func commandsAreHeldToTheModelAndToAnSSMFilter() throws {
    let action: AWSValue = [
      "type": "send-command",
      "command": [
        "DocumentName": "AWS-RunShellScript", "Parameters": ["commands": ["uptime"]],
      ],
    ]
    let outcome = try InstanceCase(
      filters: [["type": "ssm", "key": "PingStatus", "value": "Online"]], actions: [action],
      answers: [
        "DescribeInstanceInformation": [
          "InstanceInformationList": [["InstanceId": "i-1", "PingStatus": "Online"]]
        ]
      ]
    ).run()
    #expect(outcome.plan.steps[0].call.input["InstanceIds"] == ["i-1"])
    #expect(outcome.plan.steps[0].irreversible != nil)
    #expect(
      InstanceCase.complaint(actions: [action]) == "`send-command` needs a filter `ssm` beside it")
    let wrong: AWSValue = ["type": "send-command", "command": ["Document": "x"]]
    let complaint = InstanceCase.complaint(
      filters: [["type": "ssm", "key": "PingStatus", "value": "Online"]], actions: [wrong])
    #expect(complaint?.contains("Systems Manager") == true)
  }

  @Test func spotInstancesGetTheTagsOfTheirRequest() throws {
    let spot: AWSObject = ["InstanceLifecycle": "spot", "SpotInstanceRequestId": "sir-1"]
    let answers: [String: AWSValue] = [
      "DescribeSpotInstanceRequests": [
        "SpotInstanceRequests": [
          [
            "SpotInstanceRequestId": "sir-1",
            "Tags": [["Key": "Env", "Value": "prod"], ["Key": "aws:x", "Value": "y"]],
          ]
        ]
      ]
    ]
    let step = try plan("propagate-spot-tags", spot, answers).steps[0]
    #expect(step.call.input["Tags"] == [["Key": "Env", "Value": "prod"]])
    #expect(try plan("propagate-spot-tags").steps.isEmpty)
  }

  @Test func openItemsAboutAnInstanceAreNoted() throws {
    func answers(_ arn: String) -> [String: AWSValue] {
      [
        "DescribeOpsItems": [
          "OpsItemSummaries": [
            [
              "OpsItemId": "oi-1",
              "OperationalData": [
                "/aws/resources": ["Value": .string("[{\"arn\":\"\(arn)\"}]")]
              ],
            ]
          ]
        ]
      ]
    }
    let filter: AWSValue = ["type": "ops-item", "priority": [1, 2]]
    let own = "arn:aws:ec2:us-east-1:123456789012:instance/i-1"
    let found = try InstanceCase(filters: [filter], answers: answers(own)).run()
    #expect(found.match?.annotations["c7n:opsitems"] == ["oi-1"])
    #expect(try !InstanceCase(filters: [filter], answers: answers(own + "2")).matches())
  }

  @Test func theSimulatorIsAskedAboutTheRoleOfTheProfile() throws {
    let arn: AWSValue = "arn:aws:iam::123456789012:instance-profile/web"
    let answers: [String: AWSValue] = [
      "ListInstanceProfiles": [
        "InstanceProfiles": [
          [
            "InstanceProfileName": "web", "Arn": arn,
            "Roles": [["RoleName": "r", "Arn": "arn:aws:iam::123456789012:role/r"]],
          ]
        ]
      ],
      "SimulatePrincipalPolicy": [
        "EvaluationResults": [["EvalActionName": "iam:CreateUser", "EvalDecision": "allowed"]]
      ],
    ]
    let filter: AWSValue = [
      "type": "check-permissions", "match": "allowed", "actions": ["iam:CreateUser"],
    ]
    let found = try InstanceCase(
      filters: [filter], document: ["IamInstanceProfile": ["Arn": arn]], answers: answers
    ).run()
    #expect(found.match != nil)
    #expect(found.calls.last?.input["PolicySourceArn"] == "arn:aws:iam::123456789012:role/r")
    #expect(try !InstanceCase(filters: [filter], answers: answers).matches())
  }
  /// Cloud Custodian ends there with an IndexError; nothing may match for want of a role.
  @Test func aProfileWithoutARoleLeavesPermissionsUndecided() throws {
    let arn: AWSValue = "arn:aws:iam::123456789012:instance-profile/empty"
    let filter: AWSValue = [
      "type": "check-permissions", "match": "denied", "actions": ["iam:CreateUser"],
    ]
    let found = try InstanceCase(
      filters: [["not": [filter]]], document: ["IamInstanceProfile": ["Arn": arn]],
      answers: [
        "ListInstanceProfiles": [
          "InstanceProfiles": [["InstanceProfileName": "empty", "Arn": arn, "Roles": []]]
        ]
      ]
    ).run()
    #expect(found.match == nil)
    #expect(found.problems.map(\.message) == [
      "the instance's profile has no role to ask the policy simulator about"
    ])
  }
}
