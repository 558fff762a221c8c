import AWS
import Emulator
import TestKit
import Testing

/// The shapes are those of real records.
struct TrailRecordTests {
  @Test func createdTrailIsRecordedWithItsAnswer() throws {
    let drill = try TrailWorld()
    try drill.trail("audit", ["IncludeGlobalServiceEvents": true])
    let record = try drill.record("CreateTrail")
    #expect(record.eventSource == "cloudtrail.amazonaws.com")
    #expect(
      record.requestParameters == [
        "name": "audit", "s3BucketName": .string(TrailWorld.bucket),
        "includeGlobalServiceEvents": true,
      ])
    #expect(
      record.responseElements.object?.keys == [
        "name", "s3BucketName", "includeGlobalServiceEvents", "isMultiRegionTrail", "trailARN",
        "logFileValidationEnabled", "isOrganizationTrail",
      ])
    #expect(try drill.record("StartLogging").responseElements == .null)
  }

  @Test func unknownTrailIsRecordedWithItsError() throws {
    let drill = try TrailWorld()
    #expect(drill.error("StopLogging", ["Name": "ghost"]) != nil)
    let record = try drill.record("StopLogging")
    #expect(record.errorCode == "TrailNotFoundException")
    #expect(
      record.document["errorMessage"]?.string
        == "Unknown trail: arn:aws:cloudtrail:us-east-1:123456789012:trail/ghost for the user: "
        + "123456789012")
    #expect(record.requestParameters == ["name": "ghost"])
  }

  @Test func selectorsAreRecordedAsAnswered() throws {
    let drill = try TrailWorld()
    try drill.trail("audit")
    let asked: AWSValue = [
      [
        "ReadWriteType": "All", "IncludeManagementEvents": true, "DataResources": [],
        "ExcludeManagementEventSources": [],
      ]
    ]
    try drill.call("PutEventSelectors", ["TrailName": "audit", "EventSelectors": asked])
    let record = try drill.record("PutEventSelectors")
    let recorded: AWSValue = [
      [
        "readWriteType": "All", "includeManagementEvents": true, "dataResources": [],
        "excludeManagementEventSources": [],
      ]
    ]
    #expect(
      record.requestParameters == ["trailName": "audit", "eventSelectors": recorded])
    #expect(record.responseElements["eventSelectors"] == recorded)
  }

  @Test(arguments: ["StopLogging", "DeleteTrail"])
  func callThatBlindsATrailIsTheLastThatItGets(operation: String) throws {
    let drill = try TrailWorld()
    let arn = try drill.trail("audit")
    try drill.call(operation, ["Name": "audit"])
    let blinding = try drill.record(operation)
    #expect(try drill.store.trails(logging: blinding).map(\.arn) == [arn])
    try drill.world.call("iam", "ListUsers")
    #expect(try drill.store.trails(logging: drill.record("ListUsers")).isEmpty)
    #expect(try !drill.store.isLogging(in: drill.scope))
    // What was on its way still knows its bucket.
    #expect(try drill.store.lastKnown(arn: arn)?.bucket == TrailWorld.bucket)
  }

  @Test func callThatNarrowsATrailIsJudgedByWhatItWas() throws {
    let drill = try TrailWorld()
    let arn = try drill.trail("audit")
    try drill.call(
      "PutEventSelectors",
      ["TrailName": "audit", "EventSelectors": [["ReadWriteType": "ReadOnly"]]])
    #expect(
      try drill.store.trails(logging: drill.record("PutEventSelectors")).map(\.arn) == [arn])
    try drill.call("AddTags", ["ResourceId": .string(arn), "TagsList": [["Key": "a"]]])
    #expect(try drill.store.trails(logging: drill.record("AddTags")).isEmpty)
    try drill.call("GetTrail", ["Name": "audit"])
    #expect(try drill.store.trails(logging: drill.record("GetTrail")).map(\.arn) == [arn])
  }
}
