import AWS
import Emulator
import TestKit
import Testing

struct KeyTests {
  private let client: Client

  init() throws { client = Client(try World.fresh()) }

  private func create(_ input: AWSObject = [:]) throws -> AWSValue {
    try #require(try client.call("kms", "CreateKey", input)["KeyMetadata"])
  }

  private func error(_ operation: String, _ input: AWSObject) -> AWSError? {
    client.error("kms", operation, input)
  }

  @Test func aNewKeyIsSymmetricAndEnabled() throws {
    let key = try create(["Description": "payroll"])
    let id = try #require(key["KeyId"]?.string)
    #expect(key["Arn"] == .string("arn:aws:kms:us-east-1:123456789012:key/\(id)"))
    #expect(key["KeyState"] == "Enabled")
    #expect(key["KeySpec"] == "SYMMETRIC_DEFAULT")
    #expect(key["CustomerMasterKeySpec"] == "SYMMETRIC_DEFAULT")
    #expect(key["EncryptionAlgorithms"] == ["SYMMETRIC_DEFAULT"])
    #expect(key["CreationDate"] == .timestamp(client.now))
    for name in [id, key["Arn"]?.string ?? ""] {
      #expect(try client.call("kms", "DescribeKey", ["KeyId": .string(name)])["KeyMetadata"] == key)
    }
  }

  @Test(arguments: [
    ("RSA_2048", "SIGN_VERIFY", "SigningAlgorithms", 6),
    ("RSA_4096", "ENCRYPT_DECRYPT", "EncryptionAlgorithms", 2),
    ("ECC_NIST_P384", "SIGN_VERIFY", "SigningAlgorithms", 1),
    ("ECC_NIST_P256", "KEY_AGREEMENT", "KeyAgreementAlgorithms", 1),
    ("HMAC_256", "GENERATE_VERIFY_MAC", "MacAlgorithms", 1),
  ])
  func kindsAreShownWithTheirAlgorithms(spec: String, usage: String, member: String, count: Int)
    throws
  {
    let key = try create(["KeySpec": .string(spec), "KeyUsage": .string(usage)])
    #expect(key[member]?.list?.count == count)
  }

  @Test(arguments: [
    (["KeySpec": "RSA_2048"], "You must specify a KeyUsage value for all KMS keys except for"),
    (
      ["KeySpec": "HMAC_256", "KeyUsage": "ENCRYPT_DECRYPT"],
      "KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec HMAC_256"
    ),
    (["KeyUsage": "SIGN_VERIFY"], "KeyUsage SIGN_VERIFY is not compatible with KeySpec SYMM"),
  ] as [(AWSObject, String)])
  func kindWithoutItsUsageIsRefused(input: AWSObject, message: String) throws {
    let refused = try #require(error("CreateKey", input))
    #expect(refused.code == "ValidationException")
    #expect(refused.message.hasPrefix(message))
  }

  @Test func whatNamesNoKeyIsNotFound() throws {
    let absent = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
    let cases = [
      ("12345678-1234-1234-1234-123456789012", "Key '\(absent)' does not exist"),
      (absent, "Key '\(absent)' does not exist"), ("mine", "Invalid keyId 'mine'"),
      ("alias/none", "Alias arn:aws:kms:us-east-1:123456789012:alias/none is not found."),
      (absent.replacing("us-east-1", with: "eu-west-1"), "Invalid arn eu-west-1"),
    ]
    for (name, message) in cases {
      #expect(
        error("DescribeKey", ["KeyId": .string(name)]) == AWSError("NotFoundException", message))
    }
    #expect(
      error("GetKeyPolicy", ["KeyId": "alias/none"])?.message == "Invalid keyId 'alias/none'")
  }

  @Test func deletionWaitsAndCanBeCancelled() throws {
    let key = try create()
    let arn = key["Arn"]?.string ?? ""
    let named: AWSObject = ["KeyId": key["KeyId"] ?? .null]
    var schedule = named
    schedule["PendingWindowInDays"] = 6
    #expect(
      error("ScheduleKeyDeletion", schedule)?.message.hasSuffix("greater than or equal to 7")
        == true)
    schedule["PendingWindowInDays"] = 7
    let scheduled = try client.call("kms", "ScheduleKeyDeletion", schedule)
    #expect(scheduled["DeletionDate"] == .timestamp(client.now + .seconds(7 * 86_400)))
    let pending = AWSError("KMSInvalidStateException", "\(arn) is pending deletion.")
    for operation in ["ScheduleKeyDeletion", "EnableKey", "DisableKey"] {
      #expect(error(operation, named) == pending)
    }
    try client.call("kms", "CancelKeyDeletion", named)
    #expect(
      error("CancelKeyDeletion", named)
        == AWSError("KMSInvalidStateException", "\(arn) is not pending deletion."))
    let state = { (client: Client) throws in
      try client.call("kms", "DescribeKey", named)["KeyMetadata"]?["KeyState"]
    }
    #expect(try state(client) == "Disabled")
    try client.call("kms", "EnableKey", named)
    #expect(try state(client) == "Enabled")
    try client.call("kms", "CreateAlias", ["AliasName": "alias/a", "TargetKeyId": .string(arn)])
    try client.call("kms", "ScheduleKeyDeletion", schedule)
    #expect(try state(client.at(client.now + .seconds(6 * 86_400))) == "PendingDeletion")
    let later = client.at(client.now + .seconds(7 * 86_400))
    #expect(later.error("kms", "DescribeKey", named)?.code == "NotFoundException")
    #expect(try later.call("kms", "ListKeys")["Keys"] == [])
    #expect(try later.call("kms", "ListAliases")["Aliases"] == [])
  }

  @Test func aliasesStandForKeysWhereKeysAreUsed() throws {
    let first = try create()
    let second = try create()
    func target(_ key: AWSValue) -> AWSObject {
      ["AliasName": "alias/payroll", "TargetKeyId": key["KeyId"] ?? .null]
    }
    try client.call("kms", "CreateAlias", target(first))
    #expect(
      error("CreateAlias", target(second))?.message
        == "An alias with the name arn:aws:kms:us-east-1:123456789012:alias/payroll already exists"
    )
    func described() throws -> AWSValue? {
      try client.call("kms", "DescribeKey", ["KeyId": "alias/payroll"])["KeyMetadata"]
    }
    #expect(try described() == first)
    try client.call("kms", "UpdateAlias", target(second))
    #expect(try described() == second)
    let listed = try client.call("kms", "ListAliases", ["KeyId": second["Arn"] ?? .null])
    #expect(listed["Aliases"]?.list?.first?["TargetKeyId"] == second["KeyId"])
    #expect(
      try client.call("kms", "ListAliases", ["KeyId": first["KeyId"] ?? .null])["Aliases"] == [])
    try client.call("kms", "DeleteAlias", ["AliasName": "alias/payroll"])
    #expect(error("DeleteAlias", ["AliasName": "alias/payroll"])?.code == "NotFoundException")
    #expect(error("CreateAlias", ["AliasName": "x", "TargetKeyId": first["KeyId"] ?? .null]) != nil)
    #expect(
      error("CreateAlias", ["AliasName": "alias/aws/s3", "TargetKeyId": first["KeyId"] ?? .null])?
        .code == "NotAuthorizedException")
  }

  @Test func listsComeInPages() throws {
    for _ in 0..<3 { _ = try create() }
    let first = try client.call("kms", "ListKeys", ["Limit": 2])
    #expect(first["Truncated"] == true)
    let second = try client.call(
      "kms", "ListKeys", ["Limit": 2, "Marker": first["NextMarker"] ?? .null])
    #expect(second["Truncated"] == false)
    let ids = [first, second].flatMap { $0["Keys"]?.list ?? [] }.compactMap { $0["KeyId"]?.string }
    #expect(Set(ids).count == 3)
    #expect(error("ListKeys", ["Marker": "?"])?.code == "InvalidMarkerException")
  }

  @Test func sixthKeyOfASecondIsTooSoon() throws {
    for _ in 0..<5 { _ = try create() }
    #expect(
      error("CreateKey", [:])
        == AWSError(
          "ThrottlingException", "You have exceeded the rate at which you may call KMS. Reduce the "
            + "frequency of your calls."))
    let later = client.at(client.now + .milliseconds(200))
    #expect(later.error("kms", "CreateKey", [:]) == nil)
  }

  @Test func tagsAreSetAndTakenAway() throws {
    let named: AWSObject = [
      "KeyId": try create(["Tags": [["TagKey": "a", "TagValue": "1"]]])["KeyId"] ?? .null
    ]
    var tags = named
    tags["Tags"] = [["TagKey": "b", "TagValue": "2"]]
    try client.call("kms", "TagResource", tags)
    var keys = named
    keys["TagKeys"] = ["a"]
    try client.call("kms", "UntagResource", keys)
    #expect(
      try client.call("kms", "ListResourceTags", named)["Tags"]
        == [["TagKey": "b", "TagValue": "2"]])
    tags["Tags"] = [["TagKey": "aws:x", "TagValue": ""]]
    #expect(error("TagResource", tags)?.code == "TagException")
  }

  @Test func recordsReadAsThoseOfKMS() throws {
    let key = try create(["Tags": [["TagKey": "a", "TagValue": "1"]]])
    let arn = key["Arn"] ?? .null
    try client.call("kms", "DisableKey", ["KeyId": key["KeyId"] ?? .null])
    _ = error(
      "Encrypt", ["KeyId": arn, "Plaintext": .bytes([1, 2]), "EncryptionContext": ["k": "v"]])
    let records = try client.world.records().map(\.document)
    let created = try #require(records[0]["requestParameters"])
    #expect(created["keySpec"] == "SYMMETRIC_DEFAULT")
    #expect(created["origin"] == "AWS_KMS")
    #expect(created["bypassPolicyLockoutSafetyCheck"] == false)
    #expect(created["tags"] == [["tagKey": "a", "tagValue": "1"]])
    #expect(records[0]["responseElements"]?.at("keyMetadata", "arn") == arn)
    #expect(
      records[1]["resources"]
        == [["accountId": "123456789012", "type": "AWS::KMS::Key", "ARN": arn]])
    #expect(records[1]["responseElements"] == ["keyId": arn])
    #expect(records[1]["readOnly"] == false)
    #expect(records[2]["errorCode"] == "DisabledException")
    #expect(records[2]["readOnly"] == true)
    #expect(
      records[2]["requestParameters"]
        == [
          "keyId": arn, "encryptionContext": ["k": "v"],
          "encryptionAlgorithm": "SYMMETRIC_DEFAULT",
        ])
  }
}
