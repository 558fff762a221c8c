import AWS
import Emulator
import TestKit
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
struct IAMDocumentLimitTests {
  private func world() throws -> World {
    let world = try World.fresh()
    try world.call("iam", "CreateUser", ["UserName": "u"])
    try world.call("iam", "CreateGroup", ["GroupName": "g"])
    try world.call(
      "iam", "CreateRole",
      ["RoleName": "r", "AssumeRolePolicyDocument": .string(IAMDocuments.trustAccount)])
    return world
  }

  /// A policy of exactly so many characters, white space apart.
  private func document(of size: Int) -> AWSValue {
    let head = """
      {"Statement":[ {"Effect":"Allow",
       "Action":"*","Resource":"arn:aws:s3:::
      """
    let tail = "\"}] }"
    let bare = (head + tail).filter { !$0.isWhitespace }.count
    return .string(head + String(repeating: "a", count: size - bare) + tail)
  }

  @Test(arguments: [
    ("User", "u", 2048, "Maximum policy size of 2048 bytes exceeded for user u"),
    ("Role", "r", 10240, "Maximum policy size of 10240 bytes exceeded for role r"),
    ("Group", "g", 5120, "Maximum policy size of 5120 bytes exceeded for group g"),
  ])
  func inlinePoliciesTogetherHaveALimit(kind: String, name: String, limit: Int, message: String)
    throws
  {
    let world = try world()
    func put(_ policy: String, _ size: Int) -> AWSError? {
      world.error(
        "iam", "Put\(kind)Policy",
        [
          "\(kind)Name": .string(name), "PolicyName": .string(policy),
          "PolicyDocument": document(of: size),
        ])
    }
    #expect(put("first", 1000) == nil)
    #expect(put("second", limit - 1000) == nil)
    let error = put("second", limit - 999)
    #expect(error?.code == "LimitExceeded")
    #expect(error?.message == message)
    #expect(put("third", 100)?.code == "LimitExceeded")
    let kept = try world.call(
      "iam", "Get\(kind)Policy", ["\(kind)Name": .string(name), "PolicyName": "second"])
    let text = percentDecoded(kept["PolicyDocument"]?.string ?? "")
    #expect(text == document(of: limit - 1000).string)
    let listed = try world.call("iam", "List\(kind)Policies", ["\(kind)Name": .string(name)])
    #expect(listed["PolicyNames"] == ["first", "second"])
  }

  @Test func managedPolicyHasALimit() throws {
    let world = try world()
    func create(_ size: Int) -> AWSError? {
      world.error(
        "iam", "CreatePolicy",
        ["PolicyName": .string("p\(size)"), "PolicyDocument": document(of: size)])
    }
    #expect(create(6144) == nil)
    let error = create(6145)
    #expect(error?.code == "LimitExceeded")
    #expect(error?.message == "Cannot exceed quota for PolicySize: 6144")
  }

  @Test func trustPolicyHasALimit() throws {
    let world = try world()
    func update(_ size: Int) -> AWSError? {
      let head = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":"
        + "{\"Federated\":\""
      let tail = "\"}}}"
      let text = head + String(repeating: "a", count: size - head.count - tail.count) + tail
      return world.error(
        "iam", "UpdateAssumeRolePolicy", ["RoleName": "r", "PolicyDocument": .string(text)])
    }
    #expect(update(2048) == nil)
    let error = update(2049)
    #expect(error?.code == "LimitExceeded")
    #expect(error?.message == "Cannot exceed quota for ACLSizePerRole: 2048")
  }

  @Test func refusedDocumentChangesNothing() throws {
    let world = try world()
    let before = try world.call("iam", "GetAccountAuthorizationDetails", [:])
    for document in ["{", "{\"Statement\":[]}", "[]", "{\"Statement\":{\"Effect\":\"Allow\"}}"] {
      for (operation, owner) in [
        ("PutUserPolicy", "UserName"), ("PutRolePolicy", "RoleName"),
        ("PutGroupPolicy", "GroupName"),
      ] {
        let name = owner.prefix(1).lowercased()
        let error = world.error(
          "iam", operation,
          [
            owner: .string(name), "PolicyName": "p", "PolicyDocument": .string(document),
          ])
        #expect(error?.code == "MalformedPolicyDocument")
      }
      let created = world.error(
        "iam", "CreatePolicy", ["PolicyName": "p", "PolicyDocument": .string(document)])
      #expect(created?.code == "MalformedPolicyDocument")
      let trusted = world.error(
        "iam", "UpdateAssumeRolePolicy", ["RoleName": "r", "PolicyDocument": .string(document)])
      #expect(trusted?.code == "MalformedPolicyDocument")
    }
    #expect(try world.call("iam", "GetAccountAuthorizationDetails", [:]) == before)
  }
}
