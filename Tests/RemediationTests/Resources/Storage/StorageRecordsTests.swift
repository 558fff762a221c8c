import AWS
@testable import Remediation
import Testing

private func touched(
  _ type: ResourceType, _ name: String, _ input: AWSValue = .null, _ output: AWSValue = .null
) -> [String] {
  let record = CloudTrailRecord(
    AWSObject([
      ("eventSource", "ec2.amazonaws.com"), ("eventName", .string(name)),
      ("awsRegion", "eu-west-1"), ("recipientAccountId", "123456789012"),
      ("requestParameters", input), ("responseElements", output),
    ]))
  return type.touched(record).map { resource in
    if case .id(let id, _) = resource { id } else { "?" }
  }
}

@Suite struct StorageRecordsTests {
  @Test func volumesAreFoundInEveryShapeOfRecord() {
    #expect(
      touched(.volume, "CreateVolume", ["snapshotId": "snap-1"], ["volumeId": "vol-1"])
        == ["vol-1"])
    #expect(
      touched(
        .volume, "ModifyVolume", ["ModifyVolumeRequest": ["VolumeId": "vol-1", "Size": 9]],
        ["ModifyVolumeResponse": ["volumeModification": ["volumeId": "vol-1"]]]) == ["vol-1"])
    #expect(
      touched(.volume, "CreateTags", ["resourcesSet": ["items": [["resourceId": "vol-2"]]]])
        == ["vol-2"])
    #expect(
      touched(
        .volume, "RunInstances", ["imageId": "ami-1"],
        ["instancesSet": ["items": [["instanceId": "i-1"], ["instanceId": "i-2"]]]])
        == ["?", "?"])
    #expect(touched(.volume, "StartInstances", ["instanceId": "i-1"]) == [])
  }

  @Test func snapshotsOfOthersAreNotTouchedByUse() {
    #expect(
      touched(.snapshot, "CreateVolume", ["snapshotId": "snap-1"], ["volumeId": "vol-1"]) == [])
    #expect(
      touched(
        .snapshot, "CopySnapshot", ["sourceSnapshotId": "snap-1"], ["snapshotId": "snap-2"])
        == ["snap-2"])
    #expect(
      touched(
        .snapshot, "ModifySnapshotAttribute",
        [
          "snapshotId": "snap-3",
          "createVolumePermission": ["add": ["items": [["group": "all"]]]],
        ]) == ["snap-3"])
    #expect(
      touched(
        .snapshot, "CreateSnapshots", ["CreateSnapshotsRequest": ["Description": "d"]],
        [
          "CreateSnapshotsResponse": [
            "snapshotSet": ["item": [["snapshotId": "snap-4"], ["snapshotId": "snap-5"]]]
          ]
        ]) == ["snap-4", "snap-5"])
  }

  @Test func imagesAreTouchedByWhatChangesThem() {
    #expect(touched(.image, "RunInstances", ["imageId": "ami-1"]) == [])
    #expect(
      touched(.image, "CopyImage", ["sourceImageId": "ami-1"], ["imageId": "ami-2"])
        == ["ami-2"])
    #expect(
      touched(
        .image, "EnableImageDeprecation", ["EnableImageDeprecationRequest": ["ImageId": "ami-3"]]
      ) == ["ami-3"])
    #expect(
      touched(.image, "ModifyImageAttribute", ["imageId": "ami-4", "attributeType": "l"])
        == ["ami-4"])
  }

  @Test func listingAsksForTheAccountsOwn() {
    let scope = Scope(account: "123456789012", region: "eu-west-1")
    for type in [ResourceType.volume, .snapshot, .image] {
      expectOnWire(type.enumerate(scope).call)
      expectOnWire(type.readOne("x-1", scope).call)
    }
    #expect(ResourceType.snapshot.enumerate(scope).call.input["OwnerIds"] == ["self"])
    #expect(ResourceType.image.enumerate(scope).call.input["Owners"] == ["self"])
  }
}
