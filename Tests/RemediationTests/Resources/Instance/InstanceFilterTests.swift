import AWS
@testable import Remediation
import Testing

@Suite struct InstanceFilterTests {
  private func matches(
    _ filter: AWSValue, _ document: AWSObject = [:], _ answers: [String: AWSValue] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Bool {
    try InstanceCase(filters: [filter], document: document, answers: answers)
      .matches(sourceLocation: sourceLocation)
  }

  @Test func ageCountsFromTheFirstVolumeAndElseFromTheLaunch() throws {
    // Attached 42 days ago, launched 14 days ago.
    #expect(try matches(["type": "instance-age", "days": 40]))
    #expect(try !matches(["type": "instance-age", "days": 43]))
    #expect(try !matches(["type": "instance-age", "days": 40], ["BlockDeviceMappings": []]))
    #expect(try matches(["type": "instance-uptime", "days": 14]))
    #expect(try !matches(["type": "instance-uptime", "days": 15]))
    let exact: AWSValue = ["type": "instance-age", "days": 42, "hours": 12, "op": "eq"]
    #expect(try matches(exact))
  }

  @Test func stateAgeReadsTheDateInBrackets() throws {
    let filter: AWSValue = ["type": "state-age", "days": 7, "op": "ge"]
    let reason = { (text: AWSValue) in AWSObject([("StateTransitionReason", text)]) }
    #expect(try matches(filter, reason("User initiated (2026-03-01 00:00:00 GMT)")))
    #expect(try !matches(filter, reason("User initiated (2026-03-14 00:00:00 GMT)")))
    #expect(try !matches(filter, reason("")))
    let odd = try InstanceCase(filters: [filter], document: reason("(soon)")).run()
    #expect(odd.match == nil)
    #expect(odd.problems.count == 1)
  }

  @Test func anImageThatIsGoneIsOld() throws {
    let filter: AWSValue = ["type": "image-age", "days": 3650]
    #expect(try matches(filter, [:], ["DescribeImages": "InvalidAMIID.NotFound"]))
    let image: AWSValue = [
      "Images": [["ImageId": "ami-1", "CreationDate": "2026-03-01T00:00:00.000Z"]]
    ]
    #expect(try !matches(filter, [:], ["DescribeImages": image]))
    #expect(try !matches(
      ["type": "image", "key": "Public", "value": "absent"], [:],
      ["DescribeImages": "InvalidAMIID.NotFound"]))
    #expect(try matches(
      ["type": "image", "key": "Public", "value": "absent"], [:], ["DescribeImages": image]))
  }

  @Test func volumesAreThoseAttachedHereFirst() throws {
    func volume(_ instance: AWSValue, _ isEncrypted: Bool, _ device: AWSValue) -> AWSValue {
      [
        "VolumeId": "vol-1", "Encrypted": .bool(isEncrypted),
        "Attachments": [["InstanceId": instance, "Device": device]],
      ]
    }
    let filter: AWSValue = ["type": "ebs", "key": "Encrypted", "value": false]
    let own: AWSValue = ["Volumes": [volume("i-1", false, "/dev/sda1")]]
    #expect(try matches(filter, [:], ["DescribeVolumes": own]))
    let other: AWSValue = ["Volumes": [volume("i-2", false, "/dev/sda1")]]
    #expect(try !matches(filter, [:], ["DescribeVolumes": other]))
    let skips: AWSValue = [
      "type": "ebs", "key": "Encrypted", "value": false, "skip-devices": ["/dev/sda1"],
    ]
    #expect(try !matches(skips, [:], ["DescribeVolumes": own]))
    // All of none hold.
    let all: AWSValue = [
      "type": "ebs", "key": "Encrypted", "value": true, "operator": "and",
      "skip-devices": ["/dev/sda1"],
    ]
    #expect(try matches(all, [:], ["DescribeVolumes": own]))
  }

  @Test func userDataIsUnpacked() throws {
    func answer(_ bytes: [UInt8]) -> [String: AWSValue] {
      ["DescribeInstanceAttribute": ["UserData": ["Value": .string(Base64.encode(bytes))]]]
    }
    let filter: AWSValue = ["type": "user-data", "op": "regex", "value": "(?smi).*password="]
    let text = Array("#!/bin/sh\nPASSWORD=x".utf8)
    #expect(try matches(filter, [:], answer(text)))
    #expect(try matches(filter, [:], answer(Gzip.compress(text))))
    #expect(try !matches(filter, [:], answer(Array("echo".utf8))))
    let none: [String: AWSValue] = ["DescribeInstanceAttribute": ["UserData": [:]]]
    #expect(try matches(["type": "user-data", "value": "absent"], [:], none))
    let broken = try InstanceCase(filters: [filter], answers: answer([0xFF, 0xFE])).run()
    #expect(broken.problems.count == 1)
  }

  @Test func protectionIsAskedOfEC2() throws {
    let answers: [String: AWSValue] = [
      "DescribeInstanceAttribute disableApiStop": ["DisableApiStop": ["Value": true]],
      "DescribeInstanceAttribute disableApiTermination": [
        "InstanceId": "i-1", "DisableApiTermination": ["Value": false],
      ],
    ]
    #expect(try matches("stop-protected", [:], answers))
    #expect(try !matches("termination-protected", [:], answers))
    #expect(try matches(
      [
        "type": "instance-attribute", "attribute": "disableApiTermination", "key": "Value",
        "value": false,
      ], [:], answers))
  }

  @Test func attributesThatAreListsAreAskedByExpressions() throws {
    let answers: [String: AWSValue] = [
      "DescribeInstanceAttribute": ["Groups": [["GroupId": "sg-1"], ["GroupId": "sg-2"]]]
    ]
    func filter(_ key: AWSValue, _ op: AWSValue, _ value: AWSValue) -> AWSValue {
      [
        "type": "instance-attribute", "attribute": "groupSet", "key": key, "op": op,
        "value": value,
      ]
    }
    #expect(try matches(filter("[].GroupId", "contains", "sg-2"), [:], answers))
    #expect(try !matches(filter("[].GroupId", "contains", "sg-3"), [:], answers))
    #expect(try matches(filter("length(@)", "eq", 2), [:], answers))
    #expect(try !matches(filter("GroupId", "eq", "sg-1"), [:], answers))
  }

  @Test func singletonsHaveNoGroupAndNoRecoveryAlarm() throws {
    func alarms(_ action: AWSValue) -> [String: AWSValue] {
      ["DescribeAlarmsForMetric": ["MetricAlarms": [["AlarmActions": [action]]]]]
    }
    #expect(try matches("singleton", [:], alarms("arn:aws:sns:us-east-1:1:x")))
    #expect(try !matches("singleton", [:], alarms("arn:aws:automate:us-east-1:ec2:recover")))
    let grouped: AWSObject = ["Tags": [["Key": "aws:autoscaling:groupName", "Value": "asg"]]]
    #expect(try !matches("singleton", grouped, alarms("x")))
    let ended: AWSObject = ["State": ["Name": "terminated"]]
    #expect(try !matches("singleton", ended, alarms("x")))
  }

  @Test func instanceStoresAreEphemeral() throws {
    #expect(try !matches("ephemeral"))
    #expect(try matches("ephemeral", ["BlockDeviceMappings": [["DeviceName": "/dev/sda1"]]]))
    #expect(try matches("ephemeral", ["BlockDeviceMappings": []]))
  }

  @Test func thePoliciesOfAProfilesRoleCount() throws {
    let arn: AWSValue = "arn:aws:iam::123456789012:instance-profile/path/web"
    let answers: [String: AWSValue] = [
      "ListInstanceProfiles": [
        "InstanceProfiles": [
          [
            "InstanceProfileName": "web", "Arn": arn,
            "Roles": [["RoleName": "reader", "Arn": "arn:aws:iam::123456789012:role/x/reader"]],
          ]
        ]
      ],
      "ListAttachedRolePolicies": [
        "AttachedPolicies": [["PolicyName": "Admin", "PolicyArn": "arn:aws:iam::aws:policy/Admin"]]
      ],
      "GetRole": ["Role": ["RoleName": "reader", "Tags": [["Key": "Env", "Value": "prod"]]]],
    ]
    let filter: AWSValue = ["type": "has-specific-managed-policy", "value": "Admin"]
    let document: AWSObject = ["IamInstanceProfile": ["Arn": arn]]
    #expect(try matches(filter, document, answers))
    #expect(try !matches(filter, [:], answers))
    let other: AWSValue = ["type": "has-specific-managed-policy", "value": "Other"]
    #expect(try !matches(other, document, answers))
    #expect(try matches(
      ["type": "iam-role", "key": "tag:Env", "value": "prod"], document, answers))
    #expect(try !matches(
      ["type": "iam-role", "key": "tag:Env", "value": "dev"], document, answers))
    #expect(try matches(["type": "iam-role-tag-mirror", "key": "tag:Env"], document, answers))
    var tagged = document
    tagged["Tags"] = [["Key": "Env", "Value": "prod"]]
    #expect(try !matches(["type": "iam-role-tag-mirror", "key": "tag:Env"], tagged, answers))
  }

  @Test func systemsManagerIsAskedOfTheInstanceAlone() throws {
    let filter: AWSValue = ["type": "ssm", "key": "PingStatus", "value": "Online"]
    func answer(_ id: AWSValue) -> [String: AWSValue] {
      [
        "DescribeInstanceInformation": [
          "InstanceInformationList": [["InstanceId": id, "PingStatus": "Online"]]
        ]
      ]
    }
    #expect(try matches(filter, [:], answer("i-1")))
    #expect(try !matches(filter, [:], answer("i-2")))
    #expect(try matches(
      ["type": "ssm", "key": "PingStatus", "value": "absent"], [:], answer("i-2")))
  }

  @Test func inventoryAndSummariesAreNoted() throws {
    let entries: AWSValue = [["Name": "docker"]]
    let inventory = try InstanceCase(
      filters: ["ssm-inventory"], answers: ["ListInventoryEntries": ["Entries": entries]]
    ).run()
    #expect(inventory.match?.annotations["c7n:SSM-Inventory"] == entries)
    #expect(try !matches("ssm-inventory", [:], ["ListInventoryEntries": ["Entries": []]]))
    let filter: AWSValue = [
      "type": "ssm-compliance", "compliance_types": ["Patch"],
      "eval_filters": [["ComplianceType": "Patch"]],
    ]
    func summaries(_ type: AWSValue, _ id: AWSValue) -> [String: AWSValue] {
      [
        "ListResourceComplianceSummaries": [
          "ResourceComplianceSummaryItems": [["ResourceId": id, "ComplianceType": type]]
        ]
      ]
    }
    #expect(try matches(filter, [:], summaries("Patch", "i-1")))
    #expect(try !matches(filter, [:], summaries("Patch", "i-2")))
    #expect(try !matches(filter, [:], summaries("Association", "i-1")))
  }

  @Test func mistakesAreToldWhenAPolicyIsLoaded() {
    let complaint = { (filter: AWSValue) in InstanceCase.complaint(filters: [filter]) }
    #expect(
      complaint(["type": "instance-attribute", "attribute": "size", "key": "a", "value": 1])
        == "there is no attribute `size`")
    #expect(complaint(["type": "ssm-compliance"])?.contains("compliance_types") == true)
    #expect(complaint(["type": "instance-age", "weeks": 1])?.contains("weeks") == true)
    #expect(complaint(["type": "subnet", "igw": true]) == nil)
    #expect(complaint(["type": "security-group", "value": 1])?.contains("`key`") == true)
  }
}
