import AWS
@testable import Remediation
import Testing

private let attachment: AWSValue = [
  "InstanceId": "i-1", "VolumeId": "vol-1", "Device": "/dev/sdf", "State": "attached",
  "AttachTime": "2026-01-02T03:04:05+00:00",
]
private let instance: AWSObject = [
  "InstanceId": "i-1", "InstanceType": "m5.large",
  "Tags": [
    ["Key": "Name", "Value": "web"], ["Key": "aws:x", "Value": "1"], ["Key": "Env", "Value": "p"],
  ],
]

private func instances(_ instance: AWSObject) -> AWSValue {
  ["Reservations": [["ReservationId": "r-1", "Instances": [.object(instance)]]]]
}

private func volume(_ more: (String, AWSValue)...) -> AWSObject {
  var document: AWSObject = [
    "VolumeId": "vol-1", "VolumeType": "gp2", "Size": 10, "Attachments": [attachment],
  ]
  for (key, value) in more { document[key] = value }
  return document
}

@Suite struct VolumeFilterTests {
  @Test func trustedAdvisorIsAskedToLookAnewAndBelieved() throws {
    func outcome(_ flagged: String, _ filter: AWSValue) throws -> StorageCase.Outcome {
      try StorageCase(
        resource: "ebs", filters: [filter], document: volume(),
        answers: [
          "RefreshTrustedAdvisorCheck": [:],
          "DescribeTrustedAdvisorCheckResult": [
            "result": [
              "flaggedResources": [["metadata": ["eu-west-1", .string(flagged), "data", "Red"]]]
            ]
          ],
        ]
      ).run()
    }
    let flagged = try outcome("vol-1", "fault-tolerant")
    #expect(
      flagged.calls.map(\.operation) == [
        "RefreshTrustedAdvisorCheck", "DescribeTrustedAdvisorCheckResult",
      ])
    #expect(flagged.calls.allSatisfy { $0.scope.region == "us-east-1" })
    #expect(flagged.match == nil)
    #expect(try outcome("vol-2", "fault-tolerant").match != nil)
    #expect(
      try outcome("vol-1", ["type": "fault-tolerant", "tolerant": false]).match != nil)
  }

  @Test func theFirstAttachmentsInstanceIsAsked() throws {
    func outcome(_ document: AWSObject, _ name: String, _ answer: AWSValue) throws
      -> StorageCase.Outcome
    {
      try StorageCase(
        resource: "ebs", filters: [["type": "instance", "key": "tag:Name", "value": .string(name)]],
        document: document, answers: ["DescribeInstances": answer]
      ).run()
    }
    let match = try #require(try outcome(volume(), "web", instances(instance)).match)
    var noted = instance
    noted["ReservationId"] = "r-1"
    #expect(match.annotations["Instance"] == .object(noted))
    #expect(match.annotations["c7n:MatchedFilters"] == ["instance-tag:Name"])
    #expect(try outcome(volume(), "db", instances(instance)).match == nil)
    let free = try outcome(volume(("Attachments", [])), "web", instances(instance))
    #expect(free.match == nil && free.calls.isEmpty && free.problems.isEmpty)
    let gone = try outcome(volume(), "web", "InvalidInstanceID.NotFound")
    #expect(gone.match == nil && gone.problems.count == 1)
  }

  @Test func volumesThatCanBeModifiedNowAreFound() throws {
    func passes(
      _ document: AWSObject, on type: String = "m5.large", modified: AWSValue = []
    ) throws -> Bool {
      var instance = instance
      instance["InstanceType"] = .string(type)
      return try StorageCase(
        resource: "ebs", filters: ["modifyable"], document: document,
        answers: [
          "DescribeInstances": instances(instance),
          "DescribeVolumesModifications": ["VolumesModifications": modified],
        ]
      ).matches()
    }
    #expect(try passes(volume()))
    #expect(try passes(volume(("Attachments", []))))
    #expect(try !passes(volume(("VolumeType", "standard"))))
    #expect(try !passes(volume(), on: "m3.large"))
    #expect(
      try !passes(volume(), modified: [["VolumeId": "vol-1", "ModificationState": "failed"]]))
    var old = attachment.object ?? [:]
    old["AttachTime"] = "2016-10-31T23:59:59+00:00"
    #expect(try !passes(volume(("Attachments", [.object(old)]))))
    old["AttachTime"] = "2016-11-01T00:00:00+00:00"
    #expect(try passes(volume(("Attachments", [.object(old)]))))
  }

  @Test func theAliasOfTheKeyIsAsked() throws {
    func outcome(_ key: AWSValue, _ aliases: AWSValue) throws -> StorageCase.Outcome {
      try StorageCase(
        resource: "ebs",
        filters: [["type": "kms-alias", "key": "AliasName", "value": "alias/aws/ebs"]],
        document: volume(("KmsKeyId", key)), answers: ["ListAliases": ["Aliases": aliases]]
      ).run()
    }
    let aliases: AWSValue = [
      ["AliasName": "alias/free"], ["AliasName": "alias/aws/ebs", "TargetKeyId": "k-1"],
      ["AliasName": "alias/own", "TargetKeyId": "k-2"],
    ]
    #expect(try outcome("arn:aws:kms:eu-west-1:1:key/k-1", aliases).match != nil)
    #expect(try outcome("k-1", aliases).match != nil)
    #expect(try outcome("arn:aws:kms:eu-west-1:1:key/k-2", aliases).match == nil)
    let without = try outcome("arn:aws:kms:eu-west-1:1:key/k-3", aliases)
    #expect(without.match == nil && without.problems.isEmpty)
    let plain = try outcome(.null, aliases)
    #expect(plain.match == nil && plain.calls.isEmpty && plain.problems.isEmpty)
  }

  @Test func onlyEventsOfVolumesThatAreListedMayBeAsked() {
    let degraded: AWSValue = "AWS_EBS_DEGRADED_EBS_VOLUME_PERFORMANCE"
    #expect(complaint("ebs", filters: [["type": "health-event", "types": [degraded]]]) == nil)
    #expect(complaint("ebs", filters: ["health-event"]) != nil)
    #expect(
      complaint("ebs", filters: [["type": "health-event", "types": ["AWS_EBS_VOLUME_LOST"]]])
        != nil)
  }

  @Test func snapshotsOfTheVolumeAreLookedAtOneByOne() throws {
    let recent: AWSValue = [
      "SnapshotId": "snap-2", "VolumeId": "vol-1", "StartTime": "2023-11-14T00:00:00Z",
    ]
    let old: AWSValue = [
      "SnapshotId": "snap-1", "VolumeId": "vol-1", "StartTime": "2020-01-01T00:00:00Z",
    ]
    func match(_ filter: AWSObject, _ snapshots: AWSValue) throws -> Match? {
      try StorageCase(
        resource: "ebs", filters: [.object(filter)], document: volume(),
        answers: ["DescribeSnapshots": ["Snapshots": snapshots]]
      ).run().match
    }
    let young: AWSObject = [
      "type": "snapshots",
      "attrs": [
        ["type": "value", "key": "StartTime", "value_type": "age", "value": 2, "op": "less-than"]
      ],
    ]
    let found = try #require(try match(young, [old, recent]))
    // As the dialect leaves it: all that were read, then again those that match.
    #expect(found.annotations["c7n:Snapshots"] == [old, recent, recent])
    #expect(try match(young, [old]) == nil)
    #expect(try match(young, []) == nil)
    let none: AWSObject = ["type": "snapshots", "count": 0, "attrs": []]
    #expect(try match(none, []) != nil)
    #expect(try match(none, [old]) == nil)
  }
}

@Suite struct VolumeActionTests {
  private func plan(
    _ action: AWSValue, _ document: AWSObject, filters: AWSValue = [],
    answers: [String: AWSValue] = [:]
  ) throws -> Plan {
    try StorageCase(
      resource: "ebs", filters: filters, actions: [action], document: document, answers: answers
    ).run().plan
  }

  @Test func aDeletedVolumeIsToldToBeGoneForGood() throws {
    let plain = try plan("delete", volume())
    #expect(plain.steps.map(\.operation) == ["DeleteVolume"])
    #expect(plain.steps[0].irreversible != nil)
    let forced = try plan(["type": "delete", "force": true], volume())
    #expect(forced.steps.map(\.operation) == ["DetachVolume", "DeleteVolume"])
    #expect(forced.steps[0].undo.map(\.operation) == ["AttachVolume"])
    #expect(forced.steps[0].undo[0].input["Device"] == "/dev/sdf")
    // Detaching takes its time.
    #expect(forced.steps[1].earlyCodes == ["VolumeInUse"])
    var leaving = attachment.object ?? [:]
    leaving["State"] = "detaching"
    let next = try plan(
      ["type": "delete", "force": true], volume(("Attachments", [.object(leaving)])))
    #expect(next.steps.map(\.operation) == ["DeleteVolume"])
    let free = try plan(["type": "delete", "force": true], volume(("Attachments", [])))
    #expect(free.steps.map(\.operation) == ["DeleteVolume"])
  }

  @Test func aDetachedVolumeComesBackToItsPlace() throws {
    let detached = try plan(["type": "detach", "force": true], volume())
    #expect(detached.steps.map(\.operation) == ["DetachVolume"])
    #expect(detached.steps[0].call.input["Force"] == true)
    #expect(
      detached.steps[0].undo.map(\.input) == [
        ["Device": "/dev/sdf", "InstanceId": "i-1", "VolumeId": "vol-1"]
      ])
    let free = try plan("detach", volume(("Attachments", [])))
    #expect(free.steps.isEmpty && free.remarks.count == 1)
  }

  @Test func tagsOfTheInstanceAreCopiedWithTheAttachment() throws {
    let answers = ["DescribeInstances": instances(instance)]
    let tags: AWSValue = [["Key": "Env", "Value": "q"]]
    let step = try plan("copy-instance-tags", volume(("Tags", tags)), answers: answers).steps[0]
    #expect(
      step.call.input["Tags"] == [
        ["Key": "Name", "Value": "web"], ["Key": "Env", "Value": "p"],
        ["Key": "LastAttachTime", "Value": "2026-01-02T03:04:05+00:00"],
        ["Key": "LastAttachInstance", "Value": "i-1"],
      ])
    #expect(step.undo.map(\.operation) == ["CreateTags", "DeleteTags"])
    #expect(step.undo[0].input["Tags"] == tags)
    let known = volume(("Tags", [["Key": "LastAttachInstance", "Value": "i-1"]]))
    let some = try plan(
      ["type": "copy-instance-tags", "tags": ["Name"]], known, answers: answers)
    #expect(some.steps[0].call.input["Tags"] == [["Key": "Name", "Value": "web"]])
    let none = try plan(
      ["type": "copy-instance-tags", "tags": ["Other"]], known, answers: answers)
    #expect(none.steps.isEmpty && none.remarks.count == 1)
    #expect(try plan("copy-instance-tags", volume(("Attachments", []))).remarks.count == 1)
  }

  @Test func aVolumeIsModifiedInPerCentOfWhatItIs() throws {
    let answers: [String: AWSValue] = [
      "DescribeInstances": instances(instance),
      "DescribeVolumesModifications": ["VolumesModifications": []],
    ]
    func step(_ more: (String, AWSValue)..., on document: AWSObject) throws -> PlannedStep? {
      try plan(
        .object(AWSObject([("type", "modify")] + more)), document, filters: ["modifyable"],
        answers: answers
      ).steps.first
    }
    let io = volume(("VolumeType", "io1"), ("Iops", 150))
    let bigger = try #require(try step(("size-percent", 155), ("iops-percent", 201), on: io))
    #expect(bigger.call.input == ["VolumeId": "vol-1", "Iops": 301, "Size": 15])
    #expect(bigger.irreversible != nil)
    let cheaper = try #require(try step(("volume-type", "gp3"), ("iops-percent", 10), on: io))
    #expect(cheaper.call.input["Iops"] == 3000)
    #expect(cheaper.irreversible == nil)
    #expect(
      cheaper.undo.map(\.input) == [["VolumeId": "vol-1", "Iops": 150, "VolumeType": "io1"]])
    #expect(try step(("iops-percent", 200), on: volume()) == nil)
  }

  @Test func modifyingNeedsItsFilterAsAWord() {
    let action: AWSValue = [["type": "modify", "volume-type": "gp3"]]
    #expect(complaint("ebs", filters: ["modifyable"], actions: action) == nil)
    #expect(
      complaint("ebs", filters: [["type": "modifyable"]], actions: action)?
        .contains("modifyable") == true)
    #expect(
      complaint(
        "ebs", filters: ["modifyable"], actions: [["type": "modify", "size-percent": 90]]) != nil)
    #expect(
      complaint("ebs", filters: ["modifyable"], actions: [["type": "modify", "shrink": true]])
        != nil)
  }

  @Test func aSnapshotBearsTagsOfThePolicyBeforeTheVolumes() throws {
    let tags: AWSValue = [
      ["Key": "Env", "Value": "p"], ["Key": "aws:x", "Value": "1"], ["Key": "Own", "Value": "v"],
    ]
    func tagsOf(_ more: (String, AWSValue)...) throws -> AWSValue? {
      let plan = try plan(
        .object(AWSObject([("type", "snapshot")] + more)), volume(("Tags", tags)))
      return plan.steps[0].call.input["TagSpecifications"]?.list?.first?["Tags"]
    }
    #expect(
      try tagsOf() == [
        ["Key": "custodian_snapshot", "Value": ""], ["Key": "Env", "Value": "p"],
        ["Key": "Own", "Value": "v"],
      ])
    #expect(
      try tagsOf(("copy-tags", ["Own"]), ("tags", ["Env": "x"])) == [
        ["Key": "Env", "Value": "x"], ["Key": "Own", "Value": "v"],
      ])
    #expect(
      try tagsOf(("copy-volume-tags", false)) == [["Key": "custodian_snapshot", "Value": ""]])
    let step = try plan("snapshot", volume()).steps[0]
    #expect(step.call.input["Description"] == "Automated snapshot by c7n - p")
    #expect(
      step.undo.map(\.input) == [["SnapshotId": AnswerReference.to(step: 0, "SnapshotId")]])
  }
}
