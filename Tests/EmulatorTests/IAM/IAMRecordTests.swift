import AWS
import Emulator
import TestKit
import Testing

/// The shapes are those of real records: names, order, times, errors.
struct IAMRecordTests {
  @Test func createdUserIsRecordedWithItsAnswer() throws {
    let world = try World.fresh()
    try world.call("iam", "CreateUser", ["Path": "/", "UserName": "alice"], region: "eu-west-1")
    let record = try #require(try world.records().last)
    #expect(record.awsRegion == "us-east-1")
    #expect(record.eventSource == "iam.amazonaws.com")
    #expect(record.requestParameters == ["path": "/", "userName": "alice"])
    let user = try #require(record.responseElements["user"]?.object)
    #expect(user.keys == ["path", "userName", "userId", "arn", "createDate"])
    #expect(user["createDate"] == "Mar 2, 2026 9:00:00 AM")
    #expect(!record.isReadOnly)
  }

  @Test func secretIsNeverRecorded() throws {
    let world = try World.fresh()
    let user = try world.user("alice")
    let record = try #require(try world.records().last)
    #expect(record.eventName == "CreateAccessKey")
    #expect(
      record.responseElements == [
        "accessKey": [
          "userName": "alice", "accessKeyId": .string(user.accessKeyID), "status": "Active",
          "createDate": "Mar 2, 2026 9:00:00 AM",
        ]
      ])
    try world.call("iam", "CreateLoginProfile", ["UserName": "alice", "Password": "S3cret-word"])
    let all = try world.records().map { JSON.text($0.document) }.joined()
    #expect(!all.contains(user.secretAccessKey))
    #expect(!all.contains("S3cret-word"))
  }

  @Test func errorCodeIsTheShapesName() throws {
    let world = try World.fresh()
    #expect(world.error("iam", "GetRole", ["RoleName": "ghost"])?.code == "NoSuchEntity")
    let record = try #require(try world.records().last)
    #expect(record.errorCode == "NoSuchEntityException")
    #expect(
      record.document["errorMessage"] == "The role with name ghost cannot be found.")
    #expect(record.requestParameters == ["roleName": "ghost"])
    #expect(record.responseElements == .null)
  }

  @Test func callThatAnswersNothingHasNoElements() throws {
    let world = try World.fresh()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    try world.call(
      "iam", "AttachUserPolicy",
      ["UserName": "alice", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"])
    let record = try #require(try world.records().last)
    #expect(record.responseElements == .null)
    #expect(
      record.requestParameters == [
        "userName": "alice", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess",
      ])
  }

  @Test func readOnlyCallWithoutParametersRecordsNull() throws {
    let world = try World.fresh()
    try world.call("iam", "ListUsers")
    let record = try #require(try world.records().last)
    #expect(record.requestParameters == .null)
    #expect(record.responseElements == .null)
    #expect(record.isReadOnly)
  }

  @Test func trustPolicyIsRecordedPlainWhenAskedAndEncodedWhenAnswered() throws {
    let world = try World.fresh()
    try world.call(
      "iam", "CreateRole",
      ["RoleName": "r", "AssumeRolePolicyDocument": .string(IAMDocuments.trustAccount)])
    let record = try #require(try world.records().last)
    #expect(
      record.requestParameters["assumeRolePolicyDocument"] == .string(IAMDocuments.trustAccount))
    let recorded = record.responseElements.at("role", "assumeRolePolicyDocument")?.string ?? ""
    #expect(percentDecoded(recorded) == IAMDocuments.trustAccount)
    #expect(recorded.hasPrefix("%7B"))
  }
}
