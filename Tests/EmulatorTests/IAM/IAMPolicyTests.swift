import AWS
import Emulator
import TestKit
import Testing

struct IAMPolicyTests {
  private let arn: AWSValue = "arn:aws:iam::123456789012:policy/reader"

  private func worldWithPolicy() throws -> World {
    let world = try World.fresh()
    try world.call(
      "iam", "CreatePolicy",
      [
        "PolicyName": "reader", "PolicyDocument": .string(IAMDocuments.readS3),
        "Description": "reads",
      ])
    return world
  }

  @Test func documentComesBackEncodedAndByteForByte() throws {
    let world = try worldWithPolicy()
    let version = try world.call(
      "iam", "GetPolicyVersion", ["PolicyArn": arn, "VersionId": "v1"])
    let encoded = try #require(version["PolicyVersion"]?["Document"]?.string)
    #expect(encoded.hasPrefix("%7B%0A%20%20%22Version%22%3A%20%222012-10-17%22%2C"))
    #expect(percentDecoded(encoded) == IAMDocuments.readS3)
    let policy = try world.call("iam", "GetPolicy", ["PolicyArn": arn])["Policy"]
    #expect(policy?["Description"] == "reads")
    #expect(policy?["DefaultVersionId"] == "v1")
    #expect(policy?["AttachmentCount"] == 0)
  }

  @Test func versionsAreKeptUpToFiveAndTheDefaultStays() throws {
    let world = try worldWithPolicy()
    for number in 2...5 {
      let made = try world.call(
        "iam", "CreatePolicyVersion",
        [
          "PolicyArn": arn, "PolicyDocument": .string(IAMDocuments.readS3),
          "SetAsDefault": .bool(number == 3),
        ])
      #expect(made["PolicyVersion"]?["VersionId"] == .string("v\(number)"))
      #expect(made["PolicyVersion"]?["IsDefaultVersion"] == .bool(number == 3))
    }
    let sixth = world.error(
      "iam", "CreatePolicyVersion",
      ["PolicyArn": arn, "PolicyDocument": .string(IAMDocuments.readS3)])
    #expect(sixth?.code == "LimitExceeded")
    #expect(
      sixth?.message == "A managed policy can have up to 5 versions. Before you create a new "
        + "version, you must delete an existing version.")
    let inUse = world.error("iam", "DeletePolicyVersion", ["PolicyArn": arn, "VersionId": "v3"])
    #expect(inUse?.code == "DeleteConflict")
    #expect(inUse?.message == "Cannot delete the default version of a policy.")
    try world.call("iam", "DeletePolicyVersion", ["PolicyArn": arn, "VersionId": "v1"])
    let listed = try world.call("iam", "ListPolicyVersions", ["PolicyArn": arn, "MaxItems": 2])
    #expect(
      listed["Versions"]?.list?.compactMap { $0["VersionId"]?.string } == ["v5", "v4"])
    #expect(listed["IsTruncated"] == true)
    let made = try world.call(
      "iam", "CreatePolicyVersion",
      ["PolicyArn": arn, "PolicyDocument": .string(IAMDocuments.readS3)])
    #expect(made["PolicyVersion"]?["VersionId"] == "v6")
  }

  @Test func tagsAreInTheFirstAnswer() throws {
    let made = try World.fresh().call(
      "iam", "CreatePolicy",
      [
        "PolicyName": "tagged", "PolicyDocument": .string(IAMDocuments.readS3),
        "Tags": [["Key": "team", "Value": "red"]],
      ])
    #expect(made["Policy"]?["Tags"] == [["Key": "team", "Value": "red"]])
  }

  @Test func attachedPolicyCannotBeDeleted() throws {
    let world = try worldWithPolicy()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    try world.call("iam", "AttachUserPolicy", ["UserName": "alice", "PolicyArn": arn])
    let error = world.error("iam", "DeletePolicy", ["PolicyArn": arn])
    #expect(error?.code == "DeleteConflict")
    #expect(error?.message == "Cannot delete a policy attached to entities.")
    let entities = try world.call("iam", "ListEntitiesForPolicy", ["PolicyArn": arn])
    #expect(entities["PolicyUsers"]?.list?.first?["UserName"] == "alice")
    #expect(entities["PolicyRoles"] == [])
    try world.call("iam", "DetachUserPolicy", ["UserName": "alice", "PolicyArn": arn])
    try world.call("iam", "DeletePolicy", ["PolicyArn": arn])
    let gone = world.error("iam", "GetPolicy", ["PolicyArn": arn])
    #expect(gone?.message == "Policy arn:aws:iam::123456789012:policy/reader was not found.")
  }

  @Test func attachingTwiceIsOnceAndDetachingTwiceIsAnError() throws {
    let world = try worldWithPolicy()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    for _ in 0..<2 {
      try world.call("iam", "AttachUserPolicy", ["UserName": "alice", "PolicyArn": arn])
    }
    let attached = try world.call("iam", "ListAttachedUserPolicies", ["UserName": "alice"])
    #expect(attached["AttachedPolicies"] == [["PolicyName": "reader", "PolicyArn": arn]])
    try world.call("iam", "DetachUserPolicy", ["UserName": "alice", "PolicyArn": arn])
    let error = world.error("iam", "DetachUserPolicy", ["UserName": "alice", "PolicyArn": arn])
    #expect(error?.code == "NoSuchEntity")
  }

  @Test func eleventhAttachmentExceedsTheQuota() throws {
    let world = try World.fresh()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    for number in 0...10 {
      let policy = try world.call(
        "iam", "CreatePolicy",
        ["PolicyName": .string("p\(number)"), "PolicyDocument": .string(IAMDocuments.readS3)])
      let arn = try #require(policy["Policy"]?["Arn"])
      let error = world.error("iam", "AttachUserPolicy", ["UserName": "alice", "PolicyArn": arn])
      #expect(error?.message == (number < 10 ? nil : "Cannot exceed quota for PoliciesPerUser: 10"))
    }
  }

  @Test func unknownPolicyIsNotAttachable() throws {
    let world = try World.fresh()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    let error = world.error(
      "iam", "AttachUserPolicy",
      ["UserName": "alice", "PolicyArn": "arn:aws:iam::aws:policy/Nothing"])
    #expect(error?.code == "NoSuchEntity")
    #expect(
      error?.message
        == "Policy arn:aws:iam::aws:policy/Nothing does not exist or is not attachable.")
    let malformed = world.error(
      "iam", "AttachUserPolicy", ["UserName": "alice", "PolicyArn": "just some words, no arn"])
    #expect(malformed?.code == "InvalidInput")
    #expect(malformed?.message == "ARN just some words, no arn is not valid.")
  }

  @Test func administratorAccessIsAWSsOwn() throws {
    let world = try World.fresh()
    let arn: AWSValue = "arn:aws:iam::aws:policy/AdministratorAccess"
    let policy = try world.call("iam", "GetPolicy", ["PolicyArn": arn])["Policy"]
    #expect(policy?["PolicyId"] == "ANPAIWMBCKSKIEE64ZLYK")
    #expect(policy?["DefaultVersionId"] == "v1")
    let version = try world.call(
      "iam", "GetPolicyVersion", ["PolicyArn": arn, "VersionId": "v1"])
    let text = percentDecoded(try #require(version["PolicyVersion"]?["Document"]?.string))
    let statement = try JSON.parse(text)["Statement"]?.list?.first
    #expect(statement == ["Effect": "Allow", "Action": "*", "Resource": "*"])
    #expect(world.error("iam", "DeletePolicy", ["PolicyArn": arn])?.code == "AccessDenied")
  }

  @Test func everyPublishedPolicyIsSoundAndHasADistinctName() throws {
    let world = try World.fresh()
    var policies: [AWSValue] = []
    var input: AWSObject = ["Scope": "AWS", "MaxItems": 10]
    while true {
      let page = try world.call("iam", "ListPolicies", input)
      policies += page["Policies"]?.list ?? []
      guard let marker = page["Marker"] else { break }
      input["Marker"] = marker
    }
    #expect(policies.count > 25)
    #expect(Set(policies.compactMap { $0["Arn"]?.string }).count == policies.count)
    #expect(Set(policies.compactMap { $0["PolicyId"]?.string }).count == policies.count)
    for policy in policies {
      let arn = try #require(policy["Arn"])
      let version = try world.call(
        "iam", "GetPolicyVersion",
        ["PolicyArn": arn, "VersionId": try #require(policy["DefaultVersionId"])])
      let text = percentDecoded(try #require(version["PolicyVersion"]?["Document"]?.string))
      // The parser that judges customers' policies judges AWS's too.
      let name = AWSValue.string("copy-of-\(policy["PolicyName"]?.string ?? "")")
      let error = world.error(
        "iam", "CreatePolicy", ["PolicyName": name, "PolicyDocument": .string(text)])
      #expect(error == nil || error?.message == "Cannot exceed quota for PolicySize: 6144")
    }
  }

  @Test func listOfAttachedPoliciesHasWhatIsUsed() throws {
    let world = try worldWithPolicy()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    try world.call(
      "iam", "AttachUserPolicy",
      ["UserName": "alice", "PolicyArn": "arn:aws:iam::aws:policy/SecurityAudit"])
    let used = try world.call("iam", "ListPolicies", ["OnlyAttached": true])
    #expect(used["Policies"]?.list?.compactMap { $0["PolicyName"]?.string } == ["SecurityAudit"])
    #expect(used["Policies"]?.list?.first?["AttachmentCount"] == 1)
    let local = try world.call("iam", "ListPolicies", ["Scope": "Local"])
    #expect(local["Policies"]?.list?.compactMap { $0["PolicyName"]?.string } == ["reader"])
  }

  @Test(arguments: [
    ("not json", "Syntax errors in policy."),
    (
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*"}]}"#,
      "Policy statement must contain actions."
    ),
    (
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","#
        + #""Principal":"*"}]}"#,
      "Policy document should not specify a principal."
    ),
  ])
  func malformedDocumentIsRefused(document: String, message: String) throws {
    let world = try World.fresh()
    let error = world.error(
      "iam", "CreatePolicy", ["PolicyName": "p", "PolicyDocument": .string(document)])
    #expect(error?.code == "MalformedPolicyDocument")
    #expect(error?.status == 400)
    #expect(error?.message == message)
  }

  @Test func inlinePolicyIsReplacedListedAndDeleted() throws {
    let world = try World.fresh()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    func put(_ document: String) throws {
      try world.call(
        "iam", "PutUserPolicy",
        ["UserName": "alice", "PolicyName": "own", "PolicyDocument": .string(document)])
    }
    try put(IAMDocuments.readS3)
    try put(IAMDocuments.listS3)
    let got = try world.call(
      "iam", "GetUserPolicy", ["UserName": "alice", "PolicyName": "own"])
    #expect(got["UserName"] == "alice")
    let document = percentDecoded(try #require(got["PolicyDocument"]?.string))
    #expect(document.contains("s3:ListBucket"))
    let listed = try world.call("iam", "ListUserPolicies", ["UserName": "alice"])
    #expect(listed["PolicyNames"] == ["own"])
    try world.call("iam", "DeleteUserPolicy", ["UserName": "alice", "PolicyName": "own"])
    let gone = world.error("iam", "GetUserPolicy", ["UserName": "alice", "PolicyName": "own"])
    #expect(gone?.message == "The user policy with name own cannot be found.")
  }

  @Test func policiesThatApplyIncludeThoseOfGroups() throws {
    let world = try worldWithPolicy()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    try world.call("iam", "CreateGroup", ["GroupName": "ops"])
    try world.call("iam", "AddUserToGroup", ["UserName": "alice", "GroupName": "ops"])
    try world.call("iam", "AttachGroupPolicy", ["GroupName": "ops", "PolicyArn": arn])
    try world.call(
      "iam", "PutUserPolicy",
      ["UserName": "alice", "PolicyName": "own", "PolicyDocument": .string(IAMDocuments.readS3)])
    let policies = try IAMStore(world.database)
      .policies(ofUser: "alice", account: "123456789012")
    #expect(policies.map(\.name) == ["own", "arn:aws:iam::123456789012:policy/reader"])
    #expect(policies.allSatisfy { $0.document == IAMDocuments.readS3 })
  }
}

func percentDecoded(_ text: String) -> String {
  var out: [UInt8] = []
  var bytes = Array(text.utf8)[...]
  while let byte = bytes.popFirst() {
    if byte == UInt8(ascii: "%"), bytes.count >= 2,
      let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
    {
      out.append(value)
      bytes = bytes.dropFirst(2)
    } else {
      out.append(byte)
    }
  }
  return String(decoding: out, as: UTF8.self)
}
