import AWS
import Emulator
import TestKit
import Testing

struct IAMUserTests {
  @Test func createdUserHasTheShapeOfAWS() throws {
    let world = try World.fresh()
    let answer = try world.call(
      "iam", "CreateUser",
      ["UserName": "alice", "Path": "/ops/", "Tags": [["Key": "team", "Value": "red"]]])
    let user = try #require(answer["User"]?.object)
    #expect(user["Arn"] == "arn:aws:iam::123456789012:user/ops/alice")
    #expect(user["UserId"]?.string?.hasPrefix("AIDA") == true)
    #expect(user["UserId"]?.string?.count == 21)
    #expect(user["CreateDate"] == .timestamp(Client.start))
    #expect(user["Tags"] == [["Key": "team", "Value": "red"]])
    let got = try world.call("iam", "GetUser", ["UserName": "alice"])
    #expect(got["User"] == answer["User"])
  }

  @Test func missingUserIsNamedInTheMessage() throws {
    let error = try World.fresh().error("iam", "GetUser", ["UserName": "nobody"])
    #expect(error?.code == "NoSuchEntity")
    #expect(error?.status == 404)
    #expect(error?.message == "The user with name nobody cannot be found.")
  }

  @Test func namesAreUniqueWhateverTheirCase() throws {
    let world = try World.fresh()
    try world.call("iam", "CreateUser", ["UserName": "Alice"])
    let error = world.error("iam", "CreateUser", ["UserName": "alice"])
    #expect(error?.code == "EntityAlreadyExists")
    #expect(error?.status == 409)
    #expect(error?.message == "User with name alice already exists.")
    try world.call("iam", "CreateUser", ["UserName": "alice"], account: "111122223333")
  }

  @Test(arguments: [
    (
      "bad name",
      "The specified value for userName is invalid. It must contain only alphanumeric characters "
        + "and/or the following: +=,.@_-"
    ),
    (
      String(repeating: "a", count: 65),
      "1 validation error detected: Value '\(String(repeating: "a", count: 65))' at 'userName' "
        + "failed to satisfy constraint: Member must have length less than or equal to 64"
    ),
  ])
  func malformedNameIsAValidationError(name: String, message: String) throws {
    let error = try World.fresh().error("iam", "CreateUser", ["UserName": .string(name)])
    #expect(error?.code == "ValidationError")
    #expect(error?.status == 400)
    #expect(error?.message == message)
  }

  @Test func malformedPathIsAValidationError() throws {
    let error = try World.fresh().error("iam", "CreateUser", ["UserName": "a", "Path": "ops"])
    #expect(
      error?.message == "The specified value for path is invalid. It must begin and end with / and "
        + "contain only alphanumeric characters and/or / characters.")
  }

  @Test func pagesCoverEveryUserOnce() throws {
    let world = try World.fresh()
    for number in 0..<7 {
      try world.call(
        "iam", "CreateUser",
        ["UserName": .string("user\(number)"), "Path": number % 2 == 0 ? "/even/" : "/odd/"])
    }
    var names: [String] = []
    var input: AWSObject = ["MaxItems": 3]
    var pages = 0
    while true {
      let page = try world.call("iam", "ListUsers", input)
      names += page["Users"]?.list?.compactMap { $0["UserName"]?.string } ?? []
      pages += 1
      guard page["IsTruncated"] == true else { break }
      input["Marker"] = page["Marker"]
    }
    #expect(names == (0..<7).map { "user\($0)" })
    #expect(pages == 3)
    let odd = try world.call("iam", "ListUsers", ["PathPrefix": "/odd"])
    #expect(odd["Users"]?.list?.count == 3)
  }

  @Test func foreignMarkerIsRefused() throws {
    let error = try World.fresh().error("iam", "ListUsers", ["Marker": "nonsense"])
    #expect(error?.code == "ValidationError")
    #expect(error?.message == "Invalid Marker.")
  }

  @Test func renamedUserKeepsWhatItHas() throws {
    let world = try World.fresh()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    try world.call("iam", "CreateAccessKey", ["UserName": "alice"])
    try world.call(
      "iam", "AttachUserPolicy",
      ["UserName": "alice", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"])
    try world.call("iam", "UpdateUser", ["UserName": "alice", "NewUserName": "alicia"])
    #expect(world.error("iam", "GetUser", ["UserName": "alice"])?.code == "NoSuchEntity")
    let keys = try world.call("iam", "ListAccessKeys", ["UserName": "alicia"])
    #expect(keys["AccessKeyMetadata"]?.list?.count == 1)
    let policies = try world.call("iam", "ListAttachedUserPolicies", ["UserName": "alicia"])
    #expect(policies["AttachedPolicies"]?.list?.count == 1)
  }

  @Test func userWithBelongingsCannotBeDeleted() throws {
    let world = try World.fresh()
    let admin: AWSValue = "arn:aws:iam::aws:policy/AdministratorAccess"
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    try world.call("iam", "CreateGroup", ["GroupName": "ops"])
    func conflict() -> String? { world.error("iam", "DeleteUser", ["UserName": "alice"])?.message }

    try world.call("iam", "AttachUserPolicy", ["UserName": "alice", "PolicyArn": admin])
    #expect(conflict() == "Cannot delete entity, must detach all policies first.")
    try world.call("iam", "DetachUserPolicy", ["UserName": "alice", "PolicyArn": admin])

    let key = try world.call("iam", "CreateAccessKey", ["UserName": "alice"])
    #expect(conflict() == "Cannot delete entity, must delete access keys first.")
    let id = try #require(key["AccessKey"]?["AccessKeyId"])
    try world.call("iam", "DeleteAccessKey", ["UserName": "alice", "AccessKeyId": id])

    try world.call(
      "iam", "PutUserPolicy",
      ["UserName": "alice", "PolicyName": "p", "PolicyDocument": .string(IAMDocuments.readS3)])
    #expect(conflict() == "Cannot delete entity, must delete policies first.")
    try world.call("iam", "DeleteUserPolicy", ["UserName": "alice", "PolicyName": "p"])

    try world.call("iam", "CreateLoginProfile", ["UserName": "alice", "Password": "Passw0rd!"])
    #expect(conflict() == "Cannot delete entity, must delete login profile first.")
    try world.call("iam", "DeleteLoginProfile", ["UserName": "alice"])

    try world.call("iam", "AddUserToGroup", ["UserName": "alice", "GroupName": "ops"])
    #expect(conflict() == "Cannot delete entity, must remove user from group first.")
    try world.call("iam", "RemoveUserFromGroup", ["UserName": "alice", "GroupName": "ops"])

    try world.call("iam", "DeleteUser", ["UserName": "alice"])
    #expect(world.error("iam", "GetUser", ["UserName": "alice"])?.code == "NoSuchEntity")
  }

  @Test func rootAskingForItselfIsAnswered() throws {
    let answer = try World.fresh().call("iam", "GetUser")
    #expect(answer["User"]?["Arn"] == "arn:aws:iam::123456789012:root")
    #expect(answer["User"]?["UserId"] == "123456789012")
  }

  @Test func tagsKeepTheirKeysUniqueWhateverTheirCase() throws {
    let world = try World.fresh()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    func tag(_ key: String, _ value: String) -> AWSValue {
      ["Key": .string(key), "Value": .string(value)]
    }
    try world.call("iam", "TagUser", ["UserName": "alice", "Tags": [tag("Env", "a")]])
    try world.call(
      "iam", "TagUser", ["UserName": "alice", "Tags": [tag("env", "b"), tag("Cost", "c")]])
    let tags = try world.call("iam", "ListUserTags", ["UserName": "alice"])
    #expect(tags["Tags"] == [tag("Cost", "c"), tag("env", "b")])
    let twice = world.error(
      "iam", "TagUser", ["UserName": "alice", "Tags": [tag("x", "1"), tag("X", "2")]])
    #expect(twice?.code == "InvalidInput")
    #expect(
      twice?.message
        == "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    try world.call("iam", "UntagUser", ["UserName": "alice", "TagKeys": ["ENV"]])
    #expect(
      try world.call("iam", "ListUserTags", ["UserName": "alice"])["Tags"] == [tag("Cost", "c")])
  }
}
