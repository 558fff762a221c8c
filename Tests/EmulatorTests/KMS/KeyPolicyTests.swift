import AWS
import Emulator
import TestKit
import Testing

/// Who may do what with a key: its policy and the caller's own, together.
struct KeyPolicyTests {
  private let root: Client

  init() throws { root = Client(try World.fresh { $0.iam = .enforce }) }

  private func user(_ name: String, allowed actions: String?, of root: Client) throws -> Client {
    try root.call("iam", "CreateUser", ["UserName": .string(name)])
    if let actions {
      let document = """
        {"Version":"2012-10-17","Statement":[\
        {"Effect":"Allow","Action":"\(actions)","Resource":"*"}]}
        """
      try root.call(
        "iam", "PutUserPolicy",
        [
          "UserName": .string(name), "PolicyName": "duties", "PolicyDocument": .string(document),
        ])
    }
    let key = try root.call("iam", "CreateAccessKey", ["UserName": .string(name)])["AccessKey"]
    return root.signed(
      Credentials(
        accessKeyID: key?["AccessKeyId"]?.string ?? "",
        secretAccessKey: key?["SecretAccessKey"]?.string ?? ""))
  }

  private func policy(_ statements: String...) -> AWSValue {
    .string(#"{"Version":"2012-10-17","Statement":["# + statements.joined(separator: ",") + "]}")
  }

  private func allow(_ principal: String, _ action: String, _ more: String = "") -> String {
    """
    {"Effect":"Allow","Principal":{"AWS":"\(principal)"},"Action":"\(action)","Resource":"*"\(more)}
    """
  }

  private let account = "arn:aws:iam::123456789012:root"

  private func create(_ input: AWSObject = [:], by client: Client? = nil) throws -> AWSValue {
    try #require(try (client ?? root).call("kms", "CreateKey", input)["KeyMetadata"]?["Arn"])
  }

  @Test func theUsualPolicyLeavesItToTheAccountsOwn() throws {
    let key = try create()
    let shown = try root.call("kms", "GetKeyPolicy", ["KeyId": key])
    #expect(shown["PolicyName"] == "default")
    let text = try #require(shown["Policy"]?.string)
    #expect(text.contains(#""Sid" : "Enable IAM User Permissions""#))
    #expect(try JSON.parse(text)["Statement"]?.list?.first?["Action"] == "kms:*")
    #expect(try root.call("kms", "ListKeyPolicies", ["KeyId": key])["PolicyNames"] == ["default"])

    let alice = try user("alice", allowed: "kms:Describe*", of: root)
    try alice.call("kms", "DescribeKey", ["KeyId": key])
    let refused = try #require(alice.error("kms", "GetKeyPolicy", ["KeyId": key]))
    #expect(
      refused
        == AWSError(
          "AccessDeniedException",
          "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: "
            + "kms:GetKeyPolicy on resource: \(key.string ?? "") because no identity-based policy "
            + "allows the kms:GetKeyPolicy action"))
  }

  @Test func withoutTheAccountsStatementOwnPoliciesCountForNothing() throws {
    let alice = try user("alice", allowed: "*", of: root)
    let bob = try user("bob", allowed: nil, of: root)
    let document = policy(
      allow("arn:aws:iam::123456789012:user/bob", "kms:*"))
    #expect(
      root.error("kms", "CreateKey", ["Policy": document])
        == AWSError(
          "MalformedPolicyDocumentException",
          "The new key policy will not allow you to update the key policy in the future."))
    let key = try create(["Policy": document, "BypassPolicyLockoutSafetyCheck": true])
    try bob.call("kms", "DescribeKey", ["KeyId": key])
    for locked in [alice, root] {
      let refused = try #require(locked.error("kms", "DescribeKey", ["KeyId": key]))
      #expect(refused.code == "AccessDeniedException")
      #expect(
        refused.message.hasSuffix(
          "because no resource-based policy allows the kms:DescribeKey action"))
    }
    // He who may, may lock himself out only when he says so.
    let locking = policy(allow(account, "kms:Describe*"))
    #expect(
      bob.error("kms", "PutKeyPolicy", ["KeyId": key, "Policy": locking])?.code
        == "MalformedPolicyDocumentException")
    try bob.call(
      "kms", "PutKeyPolicy",
      ["KeyId": key, "Policy": locking, "BypassPolicyLockoutSafetyCheck": true])
    #expect(bob.error("kms", "DescribeKey", ["KeyId": key]) != nil)
  }

  @Test func lockoutCheckAsksTheCallersOwnPoliciesToo() throws {
    let alice = try user("alice", allowed: "kms:CreateKey", of: root)
    let document = policy(allow(account, "kms:*"))
    #expect(alice.error("kms", "CreateKey", ["Policy": document])?.code
      == "MalformedPolicyDocumentException")
    _ = try create(["Policy": document])
    // Without a policy of one's own there is nothing to check.
    _ = try create(by: alice)
  }

  @Test(arguments: [
    ("{", "This policy contains invalid Json"),
    (
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}"#,
      "Missing required field Principal"
    ),
  ])
  func unsoundPolicyIsMalformedAndChangesNothing(text: String, message: String) throws {
    let key = try create()
    let before = try root.call("kms", "GetKeyPolicy", ["KeyId": key])
    #expect(
      root.error("kms", "PutKeyPolicy", ["KeyId": key, "Policy": .string(text)])
        == AWSError("MalformedPolicyDocumentException", message))
    #expect(try root.call("kms", "GetKeyPolicy", ["KeyId": key]) == before)
  }

  @Test func principalsOfOnesOwnAccountMustBeThere() throws {
    let document = policy(
      allow(account, "kms:*"), allow("arn:aws:iam::123456789012:role/nobody", "kms:Decrypt"))
    #expect(
      root.error("kms", "CreateKey", ["Policy": document])
        == AWSError(
          "MalformedPolicyDocumentException",
          "Policy contains a statement with one or more invalid principals."))
    _ = try create([
      "Policy": policy(
        allow(account, "kms:*"), allow("arn:aws:iam::210987654321:role/outside", "kms:Decrypt"))
    ])
  }

  @Test func anotherAccountNeedsTheKeysWordAndItsOwn() throws {
    let other = root.account("210987654321")
    let eve = try user("eve", allowed: "kms:*", of: other)
    let closed = try create()
    let absent = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
    for name in [closed, .string(absent)] {
      #expect(eve.error("kms", "DescribeKey", ["KeyId": name])?.code == "AccessDeniedException")
    }
    let key = try create([
      "Policy": policy(
        allow(account, "kms:*"), allow("arn:aws:iam::210987654321:root", "kms:*"))
    ])
    try eve.call("kms", "DescribeKey", ["KeyId": key])
    let blob = try eve.call("kms", "Encrypt", ["KeyId": key, "Plaintext": .bytes([1])])
    try eve.call("kms", "Decrypt", ["CiphertextBlob": blob["CiphertextBlob"] ?? .null])
    // What changes a key is for its own account alone.
    #expect(eve.error("kms", "DisableKey", ["KeyId": key])?.code == "AccessDeniedException")
    let used = try root.world.records().filter { $0.eventName == "Encrypt" }
    #expect(Set(used.map(\.recipientAccountID)) == ["123456789012", "210987654321"])
    let idle = try user("idle", allowed: "s3:*", of: other)
    #expect(idle.error("kms", "DescribeKey", ["KeyId": key])?.code == "AccessDeniedException")
  }

  @Test func conditionsSeeContextTagsAndAliases() throws {
    let bob = try user("bob", allowed: nil, of: root)
    func grant(_ condition: String) throws -> AWSValue {
      try create([
        "Policy": policy(
          allow(account, "kms:*"),
          allow(
            "arn:aws:iam::123456789012:user/bob", "kms:Encrypt",
            #","Condition":{"# + condition + "}")),
        "Tags": [["TagKey": "team", "TagValue": "blue"]],
      ])
    }
    func encrypts(_ key: AWSValue, _ context: AWSValue = [:]) -> Bool {
      bob.error(
        "kms", "Encrypt",
        ["KeyId": key, "Plaintext": .bytes([1]), "EncryptionContext": context]) == nil
    }
    let bound = try grant(#""StringEquals":{"kms:EncryptionContext:tenant":"blue"}"#)
    #expect(encrypts(bound, ["tenant": "blue"]))
    #expect(!encrypts(bound, ["tenant": "red"]))
    #expect(!encrypts(bound))
    #expect(encrypts(try grant(#""StringEquals":{"aws:ResourceTag/team":"blue"}"#)))
    #expect(!encrypts(try grant(#""StringEquals":{"aws:ResourceTag/team":"red"}"#)))
    let aliased = try grant(#""StringEquals":{"kms:RequestAlias":"alias/payroll"}"#)
    try root.call("kms", "CreateAlias", ["AliasName": "alias/payroll", "TargetKeyId": aliased])
    #expect(encrypts("alias/payroll"))
    #expect(!encrypts(aliased))
  }

  @Test func aliasNeedsLeaveForItselfAndForTheKey() throws {
    let key = try create()
    let arn = "arn:aws:kms:us-east-1:123456789012:alias/payroll"
    let input: AWSObject = ["AliasName": "alias/payroll", "TargetKeyId": key]
    let alice = try user("alice", allowed: nil, of: root)
    func allow(on resources: String) throws {
      let document = """
        {"Version":"2012-10-17","Statement":[\
        {"Effect":"Allow","Action":"kms:CreateAlias","Resource":[\(resources)]}]}
        """
      try root.call(
        "iam", "PutUserPolicy",
        ["UserName": "alice", "PolicyName": "duties", "PolicyDocument": .string(document)])
    }
    let keyARN = key.string ?? ""
    for (resources, missing) in [("\"\(keyARN)\"", arn), ("\"\(arn)\"", keyARN)] {
      try allow(on: resources)
      let refused = try #require(alice.error("kms", "CreateAlias", input))
      #expect(refused.message.contains("on resource: \(missing) because"))
    }
    try allow(on: "\"\(arn)\",\"\(keyARN)\"")
    try alice.call("kms", "CreateAlias", input)
  }

  @Test func withoutEnforcementTheKeyPolicyAloneDecides() throws {
    let client = Client(try World.fresh())
    let key = try #require(try client.call("kms", "CreateKey")["KeyMetadata"]?["Arn"])
    try client.call("kms", "GetKeyPolicy", ["KeyId": key])
    let other = client.account("210987654321")
    #expect(other.error("kms", "DescribeKey", ["KeyId": key])?.code == "AccessDeniedException")
    try client.call(
      "kms", "PutKeyPolicy",
      ["KeyId": key, "Policy": policy(allow(account, "kms:*"), allow("*", "kms:DescribeKey"))])
    try other.call("kms", "DescribeKey", ["KeyId": key])
  }
}
