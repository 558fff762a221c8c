import AWS
import Emulator
import TestKit
import Testing

struct EC2TagTests {
  private func tag(_ fixture: EC2Fixture, _ tags: AWSValue...) throws(AWSError) {
    try fixture.call(
      "CreateTags", ["Resources": [.string(fixture.app)], "Tags": .list(tags)])
  }

  @Test func secondValueReplacesTheFirst() throws {
    let fixture = try EC2Fixture()
    try tag(fixture, ["Key": "a", "Value": "1"], ["Key": "b"])
    try tag(fixture, ["Key": "a", "Value": "2"])
    #expect(
      try fixture.described(fixture.app)["Tags"]
        == [["Key": "a", "Value": "2"], ["Key": "b", "Value": ""]])
  }

  @Test func recordsHaveTheRealShape() throws {
    let fixture = try EC2Fixture()
    try tag(fixture, ["Key": "StratusRedTeam", "Value": "true"])
    let record = try fixture.lastRecord()
    #expect(
      record.requestParameters.json
        == #"{"resourcesSet":{"items":[{"resourceId":"\#(fixture.app)"}]},"#
        + #""tagSet":{"items":[{"key":"StratusRedTeam","value":"true"}]}}"#)
    #expect(
      record.responseElements
        == ["requestId": record.document["requestID"] ?? .null, "_return": true])
  }

  @Test func deleteKeepsATagOfAnotherValue() throws {
    let fixture = try EC2Fixture()
    try tag(
      fixture, ["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"],
      ["Key": "c", "Value": "3"])
    try fixture.call(
      "DeleteTags",
      [
        "Resources": [.string(fixture.app)],
        "Tags": [["Key": "a", "Value": "9"], ["Key": "b"], ["Key": "zzz"]],
      ])
    #expect(
      try fixture.described(fixture.app)["Tags"]
        == [["Key": "a", "Value": "1"], ["Key": "c", "Value": "3"]])
    try fixture.call("DeleteTags", ["Resources": [.string(fixture.app)]])
    #expect(try fixture.described(fixture.app)["Tags"] == [])
  }

  @Test func badTagsAndResourcesAreRefused() throws {
    let fixture = try EC2Fixture()
    func error(_ resource: String, _ key: String, _ value: String = "") -> AWSError? {
      fixture.error(
        "CreateTags",
        [
          "Resources": [.string(resource)],
          "Tags": [["Key": .string(key), "Value": .string(value)]],
        ])
    }
    #expect(
      error(fixture.app, "aws:x")?.message
        == "Tag keys starting with 'aws:' are reserved for internal use")
    #expect(error("nothing", "k") == AWSError("InvalidID", "The ID 'nothing' is not valid"))
    #expect(error("vpc-0123456789abcdef0", "k")?.code == "InvalidVpcID.NotFound")
    #expect(error(fixture.app, "k", String(repeating: "v", count: 257)) != nil)
    #expect(error(fixture.app, "k", String(repeating: "v", count: 256)) == nil)
  }

  @Test func fiftyTagsAreTheLimit() throws {
    let fixture = try EC2Fixture()
    let tags = (0..<50).map { ["Key": .string("k\($0)"), "Value": "v"] as AWSValue }
    try fixture.call("CreateTags", ["Resources": [.string(fixture.app)], "Tags": .list(tags)])
    try tag(fixture, ["Key": "k3", "Value": "w"])
    let error = fixture.error(
      "CreateTags",
      ["Resources": [.string(fixture.app)], "Tags": [["Key": "one more", "Value": ""]]])
    #expect(
      error
        == AWSError(
          "TagLimitExceeded", "The maximum number of Tags for a resource has been reached."))
  }

  @Test func describeTagsFilters() throws {
    let fixture = try EC2Fixture()
    try tag(fixture, ["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"])
    try fixture.call(
      "CreateTags",
      ["Resources": [.string(fixture.vpc)], "Tags": [["Key": "a", "Value": "3"]]])
    func shown(_ name: String, _ value: String) throws -> [AWSValue?] {
      let answer = try fixture.call(
        "DescribeTags", ["Filters": [EC2Fixture.filter(name, [value])]])
      return (answer["Tags"]?.list ?? []).map { $0["Value"] }
    }
    #expect(try shown("key", "a") == ["1", "3"])
    #expect(try shown("resource-type", "vpc") == ["3"])
    #expect(try shown("resource-id", fixture.app) == ["1", "2"])
    #expect(try shown("tag:a", "*") == ["1", "3"])
    #expect(try shown("value", "2") == ["2"])
  }

  @Test func specificationsAreChecked() throws {
    let fixture = try EC2Fixture()
    func error(_ type: String, _ tags: AWSValue) -> AWSError? {
      fixture.error(
        "CreateVpc",
        [
          "CidrBlock": "10.9.0.0/16",
          "TagSpecifications": [["ResourceType": .string(type), "Tags": tags]],
        ])
    }
    #expect(
      error("instance", [["Key": "k", "Value": "v"]])?.message
        == "'instance' is not a valid taggable resource type for this operation.")
    #expect(
      error("vpc", [["Key": "k", "Value": "v"], ["Key": "k", "Value": "w"]])?.message
        == "Duplicate tag key 'k' specified.")
  }
}
