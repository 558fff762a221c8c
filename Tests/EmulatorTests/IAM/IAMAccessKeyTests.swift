import AWS
import Emulator
import TestKit
import Testing

struct IAMAccessKeyTests {
  @Test func keySignsCallsOfItsUser() throws {
    let world = try World.fresh()
    let user = try world.user("alice")
    let me = try Client(world).signed(user).call("iam", "GetUser")
    #expect(me["User"]?["UserName"] == "alice")
    let identity = try #require(try world.records().last).userIdentity
    #expect(identity["type"] == "IAMUser")
    #expect(identity["userName"] == "alice")
    #expect(identity["accessKeyId"]?.string == user.accessKeyID)
  }

  @Test func inactiveKeyIsRefusedUntilItIsActiveAgain() throws {
    let world = try World.fresh()
    let user = try world.user("alice")
    func set(_ status: AWSValue) throws {
      try world.call(
        "iam", "UpdateAccessKey",
        ["UserName": "alice", "AccessKeyId": .string(user.accessKeyID), "Status": status])
    }
    try set("Inactive")
    #expect(
      Client(world).signed(user).error("iam", "GetUser")?.code == "InvalidClientTokenId")
    let listed = try world.call("iam", "ListAccessKeys", ["UserName": "alice"])
    #expect(listed["AccessKeyMetadata"]?.list?.first?["Status"] == "Inactive")
    try set("Active")
    #expect(Client(world).signed(user).error("iam", "GetUser") == nil)
  }

  @Test func deletedKeySignsNoMoreAndIsNobodyElses() throws {
    let world = try World.fresh()
    let user = try world.user("alice")
    let id = AWSValue.string(user.accessKeyID)
    try world.call("iam", "DeleteAccessKey", ["UserName": "alice", "AccessKeyId": id])
    #expect(
      Client(world).signed(user).error("iam", "GetUser")?.code == "InvalidClientTokenId")
    let again = world.error("iam", "DeleteAccessKey", ["UserName": "alice", "AccessKeyId": id])
    #expect(again?.code == "NoSuchEntity")
    #expect(again?.message == "The Access Key with id \(user.accessKeyID) cannot be found.")
  }

  @Test func thirdKeyExceedsTheQuota() throws {
    let world = try World.fresh()
    _ = try world.user("alice")
    try world.call("iam", "CreateAccessKey", ["UserName": "alice"])
    let error = world.error("iam", "CreateAccessKey", ["UserName": "alice"])
    #expect(error?.code == "LimitExceeded")
    #expect(error?.status == 409)
    #expect(error?.message == "Cannot exceed quota for AccessKeysPerUser: 2")
  }

  @Test func lastUseIsTheLatestRecordedCall() throws {
    let world = try World.fresh()
    let user = try world.user("alice")
    let ask: AWSObject = ["AccessKeyId": .string(user.accessKeyID)]
    let before = try world.call("iam", "GetAccessKeyLastUsed", ask)
    #expect(before["UserName"] == "alice")
    #expect(before["AccessKeyLastUsed"] == ["ServiceName": "N/A", "Region": "N/A"])
    let later = Client.start + .minutes(5)
    try Client(world, region: "eu-west-1", at: later).signed(user).call("sts", "GetCallerIdentity")
    let after = try world.call("iam", "GetAccessKeyLastUsed", ask, at: later)
    #expect(
      after["AccessKeyLastUsed"] == [
        "LastUsedDate": .timestamp(later), "ServiceName": "sts", "Region": "eu-west-1",
      ])
  }

  @Test func keyWithoutAUserNameBelongsToTheCaller() throws {
    let world = try World.fresh()
    let user = try world.user("alice")
    let made = try Client(world).signed(user).call("iam", "CreateAccessKey")
    #expect(made["AccessKey"]?["UserName"] == "alice")
    let root = try world.call("iam", "CreateAccessKey")
    #expect(root["AccessKey"]?["UserName"] == nil)
    let summary = try world.call("iam", "GetAccountSummary")
    #expect(summary["SummaryMap"]?["AccountAccessKeysPresent"] == 1)
    #expect(summary["SummaryMap"]?["Users"] == 1)
  }

  @Test func otherAccountsKeyIsUnknown() throws {
    let world = try World.fresh()
    let user = try world.user("alice")
    let error = world.error(
      "iam", "GetAccessKeyLastUsed", ["AccessKeyId": .string(user.accessKeyID)],
      account: "111122223333")
    #expect(error?.code == "NoSuchEntity")
  }
}

extension World {
  /// A user of the default account with one key, and what signs with it.
  func user(_ name: String) throws -> Credentials {
    try call("iam", "CreateUser", ["UserName": .string(name)])
    let key = try call("iam", "CreateAccessKey", ["UserName": .string(name)])["AccessKey"]
    return Credentials(
      accessKeyID: try #require(key?["AccessKeyId"]?.string),
      secretAccessKey: try #require(key?["SecretAccessKey"]?.string))
  }
}
