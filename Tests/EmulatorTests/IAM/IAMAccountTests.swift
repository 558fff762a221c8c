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
