import AWS
@testable import Remediation
import Testing

private let account = ConformanceTests.account

private func snapshot(_ more: (String, AWSValue)...) -> AWSObject {
  var document: AWSObject = [
    "SnapshotId": "snap-1", "VolumeId": "vol-1", "StartTime": "2023-11-01T00:00:00+00:00",
  ]
  for (key, value) in more { document[key] = value }
  return document
}

private func images(_ snapshots: AWSValue...) -> AWSValue {
  [
    "Images": [
      [
        "ImageId": "ami-1",
        "BlockDeviceMappings": .list(
          snapshots.map { ["Ebs": ["SnapshotId": $0]] as AWSValue } + [["VirtualName": "e"]]),
      ]
    ]
  ]
}

private func shared(_ permissions: AWSValue...) -> [String: AWSValue] {
  ["DescribeSnapshotAttribute": ["CreateVolumePermissions": .list(permissions)]]
}

@Suite struct SnapshotFilterTests {
  @Test func agesAreCountedFromTheStart() throws {
    func passes(_ more: (String, AWSValue)...) throws -> Bool {
      try StorageCase(
        resource: "ebs-snapshot", filters: [.object(AWSObject([("type", "age")] + more))],
        document: snapshot()
      ).matches()
    }
    // It is 2023-11-14T22:13:20Z.
    #expect(try passes(("days", 13)))
    #expect(try !passes(("days", 14)))
    #expect(try passes(("days", 14), ("op", "le")))
    let none = try StorageCase(
      resource: "ebs-snapshot", filters: [["type": "age", "days": 1]],
      document: ["SnapshotId": "snap-1"]
    ).run()
    #expect(none.match == nil && none.problems.count == 1)
  }

  @Test func sharesAreViolationsUnlessTheAccountIsAllowed() throws {
    func noted(_ more: (String, AWSValue)..., permissions: AWSValue...) throws -> AWSValue? {
      try StorageCase(
        resource: "ebs-snapshot",
        filters: [.object(AWSObject([("type", "cross-account")] + more))], document: snapshot(),
        answers: ["DescribeSnapshotAttribute": ["CreateVolumePermissions": .list(permissions)]]
      ).run().match?.annotations["c7n:CrossAccountViolations"]
    }
    let foreign: AWSValue = ["UserId": "210987654321"]
    let all: AWSValue = ["Group": "all"]
    let own: AWSValue = ["UserId": .string(account)]
    #expect(try noted(permissions: all, foreign, own) == ["210987654321", "all"])
    #expect(try noted(permissions: own) == nil)
    #expect(try noted() == nil)
    #expect(try noted(("whitelist", ["210987654321"]), permissions: foreign) == nil)
    #expect(try noted(("everyone_only", true), permissions: foreign) == nil)
    #expect(try noted(("everyone_only", true), permissions: foreign, all) == ["all"])
    #expect(
      try noted(("everyone_only", true), ("whitelist", ["all"]), permissions: all) == nil)
  }

  @Test func snapshotsOfImagesAreSkipped() throws {
    func outcome(_ filter: AWSValue, _ answer: AWSValue) throws -> StorageCase.Outcome {
      try StorageCase(
        resource: "ebs-snapshot", filters: [filter], document: snapshot(),
        answers: ["DescribeImages": answer]
      ).run()
    }
    #expect(try outcome("skip-ami-snapshots", images("snap-1")).match == nil)
    #expect(try outcome("skip-ami-snapshots", images("snap-2")).match != nil)
    let all = try outcome(["type": "skip-ami-snapshots", "value": false], images("snap-1"))
    #expect(all.match != nil && all.calls.isEmpty)
  }

  @Test func useIsSoughtInImagesConfigurationsAndTemplates() throws {
    func isUnused(
      image: AWSValue = "snap-9", configuration: AWSValue = "snap-9", template: AWSValue = "snap-9",
      groups: AWSValue
    ) throws -> Bool {
      func disks(_ id: AWSValue) -> AWSValue { [["Ebs": ["SnapshotId": id]]] }
      return try StorageCase(
        resource: "ebs-snapshot", filters: ["unused"], document: snapshot(),
        answers: [
          "DescribeImages": images(image),
          "DescribeAutoScalingGroups": ["AutoScalingGroups": groups],
          "DescribeLaunchConfigurations": [
            "LaunchConfigurations": [
              [
                "LaunchConfigurationName": "other", "BlockDeviceMappings": disks(configuration),
              ]
            ]
          ],
          "DescribeLaunchTemplateVersions": [
            "LaunchTemplateVersions": [
              ["LaunchTemplateData": ["BlockDeviceMappings": disks(template)]]
            ]
          ],
        ]
      ).matches()
    }
    let configured: AWSValue = [["LaunchConfigurationName": "lc"]]
    let templated: AWSValue = [["LaunchTemplate": ["LaunchTemplateId": "lt-1"]]]
    let mixed: AWSValue = [
      [
        "MixedInstancesPolicy": [
          "LaunchTemplate": [
            "LaunchTemplateSpecification": ["LaunchTemplateId": "lt-1", "Version": "3"]
          ]
        ]
      ]
    ]
    #expect(try isUnused(groups: []))
    #expect(try !isUnused(image: "snap-1", groups: []))
    #expect(try isUnused(configuration: "snap-1", groups: []))
    // Any configuration counts once a group has one.
    #expect(try !isUnused(configuration: "snap-1", groups: configured))
    #expect(try !isUnused(template: "snap-1", groups: templated))
    #expect(try !isUnused(template: "snap-1", groups: mixed))
    #expect(try isUnused(groups: mixed))
  }

  @Test func theVolumeIsAskedAndMayBeGone() throws {
    func noted(_ key: String, _ value: AWSValue, volumes: AWSValue) throws -> AWSValue? {
      try StorageCase(
        resource: "ebs-snapshot",
        filters: [["type": "volume", "key": .string(key), "value": value]], document: snapshot(),
        answers: ["DescribeVolumes": ["Volumes": volumes]]
      ).run().match?.annotations["c7n:Volume"]
    }
    let volumes: AWSValue = [["VolumeId": "vol-1", "Size": 8]]
    #expect(try noted("Size", 8, volumes: volumes) == ["vol-1"])
    #expect(try noted("Size", 9, volumes: volumes) == nil)
    #expect(try noted("VolumeId", "absent", volumes: []) == ["vol-1"])
    #expect(try noted("VolumeId", "absent", volumes: volumes) == nil)
  }
}

@Suite struct SnapshotActionTests {
  private func plan(
    _ action: AWSValue, filters: AWSValue = [], _ document: AWSObject = snapshot(),
    _ answers: [String: AWSValue] = [:]
  ) throws -> Plan {
    try StorageCase(
      resource: "ebs-snapshot", filters: filters, actions: [action], document: document,
      answers: answers
    ).run().plan
  }

  @Test func whatAnImageStandsOnIsNotDeleted() throws {
    let gone = try plan("delete", snapshot(), ["DescribeImages": images("snap-2")])
    #expect(gone.steps.map(\.operation) == ["DeleteSnapshot"])
    #expect(gone.steps[0].irreversible != nil)
    for action: AWSValue in ["delete", ["type": "delete", "skip-ami-snapshots": false]] {
      let kept = try plan(action, snapshot(), ["DescribeImages": images("snap-1")])
      #expect(kept.steps.isEmpty && kept.remarks.count == 1)
    }
  }

  @Test func theMatchedSharesEndAndJustTheyComeBack() throws {
    let answers = shared(
      ["Group": "all"], ["UserId": "210987654321"], ["UserId": "333333333333"])
    let step = try plan(
      ["type": "set-permissions", "remove": "matched"],
      filters: [["type": "cross-account", "whitelist": ["333333333333"]]], snapshot(), answers
    ).steps[0]
    let ended: AWSValue = [["UserId": "210987654321"], ["Group": "all"]]
    #expect(
      step.call.input == [
        "SnapshotId": "snap-1", "CreateVolumePermission": ["Remove": ended],
        "OperationType": "remove",
      ])
    #expect(
      Set(step.undo[0].input["CreateVolumePermission"]?["Add"]?.list ?? [])
        == Set(ended.list ?? []))
  }

  @Test func withoutAccountsNobodyIsSharedWith() throws {
    let step = try plan("set-permissions", snapshot(), shared(["Group": "all"])).steps[0]
    #expect(step.operation == "ResetSnapshotAttribute")
    #expect(step.undo.map { $0.input["OperationType"] } == ["add"])
    #expect(try plan("set-permissions", snapshot(), shared()).steps[0].undo.isEmpty)
  }

  @Test func whatWasSharedBeforeStaysOnUndo() throws {
    let steps = try plan(
      [
        "type": "set-permissions", "remove": ["333333333333"],
        "add": ["210987654321", "444444444444"],
      ], snapshot(), shared(["UserId": "210987654321"])
    ).steps
    #expect(steps.map { $0.call.input["OperationType"] } == ["remove", "add"])
    #expect(steps[0].undo.isEmpty)
    #expect(
      steps[1].undo[0].input["CreateVolumePermission"] == ["Remove": [["UserId": "444444444444"]]])
  }

  @Test func matchedNeedsTheFilterThatNotes() {
    let action: AWSValue = [["type": "set-permissions", "remove": "matched"]]
    #expect(complaint("ebs-snapshot", actions: action) != nil)
    #expect(
      complaint("ebs-snapshot", filters: [["or": [["type": "cross-account"]]]], actions: action)
        == nil)
    #expect(
      complaint("ebs-snapshot", actions: [["type": "set-permissions", "remove": ["all"]]]) != nil)
  }

  @Test func aCopyIsMadeInTheOtherRegionAndGoesThereOnUndo() throws {
    let steps = try plan(
      ["type": "copy", "target_region": "eu-central-1", "target_key": "alias/k"],
      snapshot(("Tags", [["Key": "a", "Value": "b"]]))
    ).steps
    #expect(steps.map(\.operation) == ["CopySnapshot", "CreateTags"])
    #expect(steps.allSatisfy { $0.call.scope.region == "eu-central-1" })
    #expect(steps[0].call.input["SourceRegion"] == "eu-west-1")
    #expect(steps[0].undo.map(\.scope.region) == ["eu-central-1"])
    #expect(
      steps[1].call.input["Resources"] == [AnswerReference.to(step: 0, "SnapshotId")])
    #expect(
      complaint("ebs-snapshot", actions: [["type": "copy", "target_region": "r"]]) != nil)
  }

  @Test func tagsOfTheVolumeAreCopied() throws {
    func plan(_ tags: AWSValue, volume: AWSValue, skips: Bool = true) throws -> Plan {
      try self.plan(
        [
          "type": "copy-related-tag", "resource": "ebs", "key": "VolumeId", "tags": tags,
          "skip_missing": .bool(skips),
        ], snapshot(("Tags", [["Key": "Env", "Value": "q"], ["Key": "Own", "Value": "v"]])),
        ["DescribeVolumes": volume])
    }
    let volumes: AWSValue = [
      "Volumes": [
        [
          "VolumeId": "vol-1",
          "Tags": [
            ["Key": "Env", "Value": "p"], ["Key": "Own", "Value": "v"],
            ["Key": "aws:x", "Value": "1"], ["Key": "New", "Value": "n"],
          ],
        ]
      ]
    ]
    let all = try plan("*", volume: volumes)
    #expect(
      all.steps.map { $0.call.input["Tags"] } == [
        [["Key": "Env", "Value": "p"], ["Key": "New", "Value": "n"]]
      ])
    #expect(all.steps[0].undo.map(\.operation) == ["CreateTags", "DeleteTags"])
    #expect(
      try plan(["New"], volume: volumes).steps[0].call.input["Tags"] == [
        ["Key": "New", "Value": "n"]
      ])
    let without: [(tags: AWSValue, volume: AWSValue)] = [
      (["Own"], volumes), ("*", "InvalidVolume.NotFound"), ("*", ["Volumes": []]),
    ]
    for (tags, volume) in without {
      let none = try plan(tags, volume: volume)
      #expect(none.steps.isEmpty && none.remarks.count == 1)
    }
  }

  @Test func tagsAreCopiedFromWhateverTheTaggingAPIKnows() throws {
    let arn: AWSValue = "arn:aws:iam::123456789012:role/r"
    let outcome = try StorageCase(
      resource: "ebs-snapshot",
      actions: [
        [
          "type": "copy-related-tag", "resource": "resourcegroupstaggingapi",
          "key": "tag:source", "tags": "*",
        ]
      ], document: snapshot(("Tags", [["Key": "source", "Value": arn]])),
      answers: [
        "GetResources": [
          "ResourceTagMappingList": [
            ["ResourceARN": arn, "Tags": [["Key": "a", "Value": "b"]]]
          ]
        ]
      ]
    ).run()
    #expect(outcome.calls.map(\.scope.region) == ["us-east-1"])
    #expect(outcome.plan.steps[0].call.input["Tags"] == [["Key": "a", "Value": "b"]])
    #expect(
      complaint(
        "ebs-snapshot",
        actions: [["type": "copy-related-tag", "resource": "x", "key": "y", "tags": "*"]])?
        .contains("`x`") == true)
  }
}
