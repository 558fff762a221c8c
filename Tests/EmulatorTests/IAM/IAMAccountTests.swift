import AWS
import Emulator
import TestKit
import Testing

struct IAMAccountTests {
  @Test func passwordPolicyIsReplacedAsAWhole() throws {
    let world = try World.fresh()
    let missing = world.error("iam", "GetAccountPasswordPolicy")
    #expect(missing?.code == "NoSuchEntity")
    #expect(
      missing?.message
        == "The Password Policy with domain name 123456789012 cannot be found.")
    try world.call(
      "iam", "UpdateAccountPasswordPolicy",
      ["MinimumPasswordLength": 14, "RequireSymbols": true, "MaxPasswordAge": 90])
    try world.call("iam", "UpdateAccountPasswordPolicy", ["RequireNumbers": true])
    let policy = try world.call("iam", "GetAccountPasswordPolicy")["PasswordPolicy"]
    #expect(policy?["MinimumPasswordLength"] == 6)
    #expect(policy?["RequireSymbols"] == false)
    #expect(policy?["RequireNumbers"] == true)
    #expect(policy?["ExpirePasswords"] == false)
    #expect(policy?["MaxPasswordAge"] == nil)
  }

  @Test func authorizationDetailsTellEverythingInPages() throws {
    let world = try World.fresh()
    let admin: AWSValue = "arn:aws:iam::aws:policy/AdministratorAccess"
    try world.call("iam", "CreateGroup", ["GroupName": "ops"])
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    try world.call("iam", "AddUserToGroup", ["UserName": "alice", "GroupName": "ops"])
    try world.call("iam", "AttachUserPolicy", ["UserName": "alice", "PolicyArn": admin])
    try world.call(
      "iam", "CreateRole",
      ["RoleName": "r", "AssumeRolePolicyDocument": .string(IAMDocuments.trustAccount)])
    try world.call(
      "iam", "PutRolePolicy",
      ["RoleName": "r", "PolicyName": "p", "PolicyDocument": .string(IAMDocuments.readS3)])
    let whole = try world.call("iam", "GetAccountAuthorizationDetails")
    let user = try #require(whole["UserDetailList"]?.list?.first)
    #expect(user["GroupList"] == ["ops"])
    #expect(
      user["AttachedManagedPolicies"]
        == [["PolicyName": "AdministratorAccess", "PolicyArn": admin]])
    let inline = whole["RoleDetailList"]?.list?.first?["RolePolicyList"]?.list?.first
    #expect(
      percentDecoded(inline?["PolicyDocument"]?.string ?? "") == IAMDocuments.readS3)
    let policy = whole["Policies"]?.list?.first
    #expect(policy?["Arn"] == admin)
    #expect(policy?["PolicyVersionList"]?.list?.count == 1)
    var pages = 0
    var input: AWSObject = ["MaxItems": 1]
    while true {
      let page = try world.call("iam", "GetAccountAuthorizationDetails", input)
      pages += 1
      guard let marker = page["Marker"] else { break }
      input["Marker"] = marker
    }
    #expect(pages == 4)
    let roles = try world.call("iam", "GetAccountAuthorizationDetails", ["Filter": ["Role"]])
    #expect(roles["UserDetailList"] == [])
    #expect(roles["RoleDetailList"]?.list?.count == 1)
  }

  @Test func aliasIsTakenOnceOnAllAWS() throws {
    let world = try World.fresh()
    try world.call("iam", "CreateAccountAlias", ["AccountAlias": "acme"])
    #expect(try world.call("iam", "ListAccountAliases")["AccountAliases"] == ["acme"])
    let taken = world.error(
      "iam", "CreateAccountAlias", ["AccountAlias": "acme"], account: "111122223333")
    #expect(taken?.code == "EntityAlreadyExists")
    try world.call("iam", "DeleteAccountAlias", ["AccountAlias": "acme"])
    #expect(try world.call("iam", "ListAccountAliases")["AccountAliases"] == [])
  }
}
