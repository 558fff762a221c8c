import AWS
@testable import Remediation
import Testing

@Suite struct InstanceActionTests {
  private func plan(
    _ action: AWSValue, _ document: AWSObject = [:], _ answers: [String: AWSValue] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Plan {
    try InstanceCase(actions: [action], document: document, answers: answers)
      .run(sourceLocation: sourceLocation).plan
  }

  private static func protected(_ isOn: AWSValue) -> [String: AWSValue] {
    [
      "DescribeInstanceAttribute disableApiStop": ["DisableApiStop": ["Value": isOn]],
      "DescribeInstanceAttribute disableApiTermination": [
        "DisableApiTermination": ["Value": isOn]
      ],
    ]
  }

  @Test func startAndStopTakeUpWhatIsInTheRightState() throws {
    let stopped: AWSObject = ["State": ["Name": "stopped"]]
    let start = try plan("start", stopped)
    #expect(start.steps.map(\.call.operation) == ["StartInstances"])
    #expect(start.steps[0].undo.map(\.operation) == ["StopInstances"])
    #expect(try plan("start").steps.isEmpty)
    #expect(try plan("start").remarks == ["i-1 is running: start takes up what is stopped"])
    let bare: AWSObject = ["State": ["Name": "stopped"], "BlockDeviceMappings": []]
    #expect(try plan("start", bare).remarks.count == 1)
    let stop = try plan("stop")
    #expect(stop.steps.map(\.call.operation) == ["StopInstances"])
    #expect(stop.steps[0].call.input == ["InstanceIds": ["i-1"]])
    #expect(stop.steps[0].undo.map(\.operation) == ["StartInstances"])
    #expect(stop.steps[0].irreversible?.contains("memory") == true)
    #expect(try plan("stop", stopped).remarks.count == 1)
    #expect(try plan("reboot").steps[0].irreversible != nil)
  }

  @Test func whatCannotBeStoppedIsTerminatedOnlyIfSaidSo() throws {
    let ephemeral: AWSObject = ["BlockDeviceMappings": [["DeviceName": "/dev/sda1"]]]
    #expect(try plan("stop", ephemeral).steps.isEmpty)
    #expect(try plan("stop", ephemeral).remarks.count == 1)
    let said: AWSValue = ["type": "stop", "terminate-ephemeral": true]
    #expect(try plan(said, ephemeral).steps.map(\.call.operation) == ["TerminateInstances"])
    #expect(try plan(said).steps.map(\.call.operation) == ["StopInstances"])
  }

  @Test func onlyWhatIsSetUpForItHibernates() throws {
    let action: AWSValue = ["type": "stop", "hibernate": true]
    func configured(_ flag: AWSValue) -> AWSObject {
      ["HibernationOptions": ["Configured": flag]]
    }
    #expect(try plan(action, configured(true)).steps[0].call.input["Hibernate"] == true)
    let other = try plan(action, configured(false))
    #expect(other.steps[0].call.input["Hibernate"] == nil)
    #expect(other.remarks.count == 1)
    #expect(try plan(action).steps.isEmpty)
  }

  @Test func protectionsGoFirstWhereForced() throws {
    let action: AWSValue = ["type": "terminate", "force": true]
    let forced = try plan(action, [:], Self.protected(true))
    #expect(
      forced.steps.map(\.call.operation) == [
        "ModifyInstanceAttribute", "ModifyInstanceAttribute", "TerminateInstances",
      ])
    #expect(
      forced.steps.prefix(2).map { $0.call.input["Attribute"] } == [
        "disableApiTermination", "disableApiStop",
      ])
    #expect(forced.steps[0].undo[0].input["Value"] == "true")
    #expect(forced.steps[2].irreversible == "a terminated instance doesn't come back")
    let free = try plan(action, [:], Self.protected(false))
    #expect(free.steps.map(\.call.operation) == ["TerminateInstances"])
    let spot = try plan(action, ["InstanceLifecycle": "spot"], Self.protected(true))
    #expect(spot.steps.map(\.call.operation) == ["TerminateInstances"])
    let unforced = try InstanceCase(actions: ["terminate"]).run()
    #expect(unforced.calls.isEmpty)
    #expect(unforced.plan.steps.count == 1)
    #expect(try plan("terminate", ["State": ["Name": "terminated"]]).steps.isEmpty)
    let stop = try plan(["type": "stop", "force": true], [:], Self.protected(true))
    #expect(stop.steps.map { $0.call.input["Attribute"] } == ["disableApiStop", nil])
  }

  @Test func monitoringComesBackOnlyIfItChanged() throws {
    let on: AWSValue = ["type": "set-monitoring", "state": "enable"]
    let step = try plan(on, ["Monitoring": ["State": "disabled"]]).steps[0]
    #expect(step.call.operation == "MonitorInstances")
    #expect(step.undo.map(\.operation) == ["UnmonitorInstances"])
    #expect(try plan(on, ["Monitoring": ["State": "enabled"]]).steps[0].undo.isEmpty)
  }

  @Test func metadataOptionsAreSetWhereAllDiffer() throws {
    let before: AWSObject = [
      "MetadataOptions": [
        "HttpTokens": "optional", "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 2,
      ]
    ]
    let action: AWSValue = ["type": "set-metadata-access", "tokens": "required", "hop-limit": 1]
    let step = try plan(action, before).steps[0]
    #expect(
      step.call.input == [
        "InstanceId": "i-1", "HttpTokens": "required", "HttpPutResponseHopLimit": 1,
      ])
    #expect(
      step.undo[0].input == [
        "InstanceId": "i-1", "HttpTokens": "optional", "HttpPutResponseHopLimit": 2,
      ])
    let half: AWSValue = ["type": "set-metadata-access", "tokens": "required", "hop-limit": 2]
    #expect(try plan(half, before).steps.isEmpty)
    #expect(
      try plan(half, before).remarks == ["`HttpPutResponseHopLimit` of i-1 is 2 already"])
    #expect(try plan("set-metadata-access", before).remarks.count == 1)
    let wrong: AWSValue = ["type": "set-metadata-access", "tokens": "always"]
    #expect(InstanceCase.complaint(actions: [wrong]) != nil)
  }

  @Test func profilesAreGivenReplacedAndTakenAway() throws {
    let arn: AWSValue = "arn:aws:iam::123456789012:instance-profile/old"
    let held: AWSObject = ["IamInstanceProfile": ["Arn": arn]]
    let answers: [String: AWSValue] = [
      "DescribeIamInstanceProfileAssociations": [
        "IamInstanceProfileAssociations": [
          [
            "AssociationId": "iip-1", "InstanceId": "i-1",
            "IamInstanceProfile": ["Arn": arn],
          ]
        ]
      ]
    ]
    let given: AWSValue = ["type": "set-instance-profile", "name": "web"]
    let made = AnswerReference.to(
      step: 0, "IamInstanceProfileAssociation.AssociationId")
    let new = try plan(given).steps[0]
    #expect(new.call.operation == "AssociateIamInstanceProfile")
    #expect(new.undo[0].input == ["AssociationId": made])
    let replaced = try plan(given, held, answers).steps[0]
    #expect(replaced.call.operation == "ReplaceIamInstanceProfileAssociation")
    #expect(replaced.call.input["AssociationId"] == "iip-1")
    #expect(
      replaced.undo[0].input == ["IamInstanceProfile": ["Arn": arn], "AssociationId": made])
    let gone = try plan("set-instance-profile", held, answers).steps[0]
    #expect(gone.call.operation == "DisassociateIamInstanceProfile")
    #expect(
      gone.undo[0].input == ["IamInstanceProfile": ["Arn": arn], "InstanceId": "i-1"])
    #expect(try plan("set-instance-profile").remarks == ["i-1 has no profile"])
    let same: AWSValue = ["type": "set-instance-profile", "name": "old"]
    #expect(try plan(same, held, answers).steps.isEmpty)
  }

  @Test func snapshotsAreTakenTogetherAndDeletedOneByOne() throws {
    let tags: AWSObject = ["Tags": [["Key": "Name", "Value": "db"], ["Key": "Env", "Value": "p"]]]
    let step = try plan("snapshot", tags).steps[0]
    #expect(step.call.input["Description"] == "Snapshot Created for i-1 (db)")
    #expect(step.call.input["CopyTagsFromSource"] == "volume")
    #expect(step.undo.map(\.operation) == ["DeleteSnapshot"])
    #expect(
      step.undo[0].input["SnapshotId"] == AnswerReference.to(step: 0, "Snapshots.0.SnapshotId"))
    let chosen = try plan(["type": "snapshot", "copy-tags": ["Env"]], tags).steps[0]
    #expect(
      chosen.call.input["TagSpecifications"] == [
        [
          "ResourceType": "snapshot",
          "Tags": [
            ["Key": "custodian_snapshot", "Value": ""], ["Key": "Env", "Value": "p"],
          ],
        ]
      ])
    let both: AWSValue = ["type": "snapshot", "copy-tags": ["Env"], "copy-volume-tags": true]
    #expect(InstanceCase.complaint(actions: [both]) != nil)
  }

  @Test func groupsAreChangedOnEachInterface() throws {
    let action: AWSValue = [
      "type": "modify-security-groups", "remove": ["sg-1"], "add": "closed",
    ]
    let answers: [String: AWSValue] = [
      "DescribeSecurityGroups": [
        "SecurityGroups": [
          ["GroupId": "sg-8", "GroupName": "closed", "VpcId": "vpc-2"],
          ["GroupId": "sg-9", "GroupName": "closed", "VpcId": "vpc-1"],
        ]
      ]
    ]
    let step = try plan(action, [:], answers).steps[0]
    #expect(
      step.call.input == ["NetworkInterfaceId": "eni-1", "Groups": ["sg-2", "sg-9"]])
    #expect(step.undo[0].input["Groups"] == ["sg-1", "sg-2"])
    #expect(step.removed == ["sg-1"])
    let none = try plan(action, [:], ["DescribeSecurityGroups": ["SecurityGroups": []]])
    #expect(none.steps.isEmpty)
    #expect(none.remarks == ["vpc-1 has no security group `closed`"])
  }

  @Test func whatIsLeftWithoutAGroupIsIsolated() throws {
    let action: AWSValue = [
      "type": "modify-security-groups", "remove": ["sg-1", "sg-2"], "isolation-group": "sg-9",
    ]
    #expect(try plan(action).steps[0].call.input["Groups"] == ["sg-9"])
    // As in Cloud Custodian, every second group stays.
    let all: AWSValue = [
      "type": "modify-security-groups", "remove": "all", "isolation-group": "sg-9",
    ]
    let odd = try plan(all)
    #expect(odd.steps[0].call.input["Groups"] == ["sg-2"])
    #expect(odd.remarks.count == 1)
    let bare: AWSValue = ["type": "modify-security-groups", "remove": "all", "add": "sg-3"]
    #expect(InstanceCase.complaint(actions: [bare]) == "`remove: all` leaves no security group")
    #expect(InstanceCase.complaint(actions: ["modify-security-groups"]) != nil)
  }

  @Test func theGroupsThatAFilterMatchedAreTakenAway() throws {
    let outcome = try InstanceCase(
      filters: [["type": "security-group", "key": "GroupName", "value": "web"]],
      actions: [
        ["type": "modify-security-groups", "remove": "matched", "isolation-group": "sg-9"]
      ],
      answers: ["DescribeSecurityGroups": InstanceRelationTests.groups]
    ).run()
    #expect(outcome.plan.steps[0].call.input["Groups"] == ["sg-2"])
  }
}
