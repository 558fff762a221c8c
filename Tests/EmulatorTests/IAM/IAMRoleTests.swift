import AWS
import Emulator
import TestKit
import Testing

struct IAMRoleTests {
  private func create(_ world: World, _ document: String = IAMDocuments.trustAccount) throws
    -> AWSValue
  {
    let answer = try world.call(
      "iam", "CreateRole",
      ["RoleName": "deploy", "AssumeRolePolicyDocument": .string(document), "Path": "/ci/"])
    return try #require(answer["Role"])
  }

  @Test func roleKeepsItsTrustPolicyByteForByte() throws {
    let world = try World.fresh()
    let role = try create(world)
    #expect(role["Arn"] == "arn:aws:iam::123456789012:role/ci/deploy")
    #expect(role["RoleId"]?.string?.hasPrefix("AROA") == true)
    #expect(
      percentDecoded(role["AssumeRolePolicyDocument"]?.string ?? "") == IAMDocuments.trustAccount)
    let got = try world.call("iam", "GetRole", ["RoleName": "deploy"])["Role"]
    #expect(got?["MaxSessionDuration"] == 3600)
    let stored = try IAMStore(world.database).role(named: "deploy", account: "123456789012")
    #expect(stored?.trustPolicy == IAMDocuments.trustAccount)
  }

  @Test func trustPolicyNamesOnlyUsersThatExist() throws {
    let world = try World.fresh()
    let ghost = IAMDocuments.trust(#"{"AWS":"arn:aws:iam::123456789012:user/ghost"}"#)
    let error = world.error(
      "iam", "CreateRole",
      ["RoleName": "deploy", "AssumeRolePolicyDocument": .string(ghost)])
    #expect(error?.code == "MalformedPolicyDocument")
    #expect(
      error?.message
        == "Invalid principal in policy: \"AWS\":\"arn:aws:iam::123456789012:user/ghost\"")
    try world.call("iam", "CreateUser", ["UserName": "ghost"])
    _ = try create(world, ghost)
    let outsider = IAMDocuments.trust(#"{"AWS":"arn:aws:iam::999988887777:role/attacker"}"#)
    try world.call(
      "iam", "UpdateAssumeRolePolicy",
      ["RoleName": "deploy", "PolicyDocument": .string(outsider)])
    let stored = try IAMStore(world.database).role(named: "deploy", account: "123456789012")
    #expect(stored?.trustPolicy == outsider)
  }

  @Test func trustPolicyWithAResourceIsRefused() throws {
    let document = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},\
      "Action":"sts:AssumeRole","Resource":"*"}]}
      """
    let error = try World.fresh().error(
      "iam", "CreateRole",
      ["RoleName": "deploy", "AssumeRolePolicyDocument": .string(document)])
    #expect(error?.code == "MalformedPolicyDocument")
    #expect(error?.message == "Has prohibited field Resource")
  }

  @Test func roleWithPoliciesCannotBeDeleted() throws {
    let world = try World.fresh()
    _ = try create(world)
    let admin: AWSValue = "arn:aws:iam::aws:policy/AdministratorAccess"
    try world.call("iam", "AttachRolePolicy", ["RoleName": "deploy", "PolicyArn": admin])
    #expect(
      world.error("iam", "DeleteRole", ["RoleName": "deploy"])?.message
        == "Cannot delete entity, must detach all policies first.")
    try world.call("iam", "DetachRolePolicy", ["RoleName": "deploy", "PolicyArn": admin])
    try world.call(
      "iam", "PutRolePolicy",
      ["RoleName": "deploy", "PolicyName": "p", "PolicyDocument": .string(IAMDocuments.readS3)])
    #expect(
      world.error("iam", "DeleteRole", ["RoleName": "deploy"])?.message
        == "Cannot delete entity, must delete policies first.")
    try world.call("iam", "DeleteRolePolicy", ["RoleName": "deploy", "PolicyName": "p"])
    try world.call("iam", "DeleteRole", ["RoleName": "deploy"])
    #expect(
      world.error("iam", "GetRole", ["RoleName": "deploy"])?.message
        == "The role with name deploy cannot be found.")
  }

  @Test func groupListsItsMembersAndAUserItsGroups() throws {
    let world = try World.fresh()
    try world.call("iam", "CreateGroup", ["GroupName": "ops"])
    for name in ["bob", "alice"] {
      try world.call("iam", "CreateUser", ["UserName": .string(name)])
      try world.call("iam", "AddUserToGroup", ["UserName": .string(name), "GroupName": "ops"])
    }
    let group = try world.call("iam", "GetGroup", ["GroupName": "ops"])
    #expect(group["Users"]?.list?.compactMap { $0["UserName"]?.string } == ["alice", "bob"])
    let groups = try world.call("iam", "ListGroupsForUser", ["UserName": "bob"])
    #expect(groups["Groups"]?.list?.first?["GroupName"] == "ops")
    let error = world.error("iam", "DeleteGroup", ["GroupName": "ops"])
    #expect(error?.message == "Cannot delete entity, must remove users from group first.")
  }
}
