import AWS
@testable import Remediation
import Testing

private let member = "c7n:bucket-encryption"

private func encrypted(_ algorithm: String, key: AWSValue? = nil, bucketKey: Bool? = nil)
  -> AWSValue
{
  var standard: AWSObject = ["SSEAlgorithm": .string(algorithm)]
  if let key { standard["KMSMasterKeyID"] = key }
  var rule: AWSObject = ["ApplyServerSideEncryptionByDefault": .object(standard)]
  if let bucketKey { rule["BucketKeyEnabled"] = .bool(bucketKey) }
  return ["ServerSideEncryptionConfiguration": ["Rules": [.object(rule)]]]
}

private let arn = "arn:aws:kms:us-east-1:123456789012:key/1"

private func answer(_ call: APICall) -> APIOutcome {
  switch call.name {
  case "kms:DescribeKey" where call.input["KeyId"] == "alias/logs":
    .success(["KeyMetadata": ["KeyId": "1", "Arn": .string(arn)]])
  case "kms:ListAliases":
    .success(["Aliases": [["AliasName": "alias/logs", "AliasArn": "arn:aws:kms:::alias/logs"]]])
  case "kms:DescribeKey": .error("NotFoundException")
  case "s3:GetBucketEncryption": .success(encrypted("aws:kms", key: "alias/logs").object ?? [:])
  default: .error("Unexpected")
  }
}

@Suite struct BucketEncryptionTests {
  static let documents: [AWSObject] = [
    bucket("none", (member, [:])), bucket("sse", (member, encrypted("AES256"))),
    bucket("kms", (member, encrypted("aws:kms", bucketKey: true))),
    bucket("dsse", (member, encrypted("aws:kms:dsse", bucketKey: false))),
  ]

  @Test(arguments: [
    ([:], ["sse", "kms"]),
    (["state": false], ["none", "dsse"]),
    (["crypto": "AES256"], ["sse"]),
    (["crypto": "AES256", "state": false], ["none", "kms", "dsse"]),
    (["crypto": "aws:kms"], ["kms"]),
    (["bucket_key_enabled": true], ["kms"]),
    (["bucket_key_enabled": false], ["sse", "dsse"]),
    (["bucket_key_enabled": false, "state": false], ["none", "sse", "dsse"]),
  ] as [(AWSObject, [String])])
  func theFirstRuleDecides(more: AWSObject, ids: [String]) throws {
    var filter: AWSObject = ["type": "bucket-encryption"]
    for (key, value) in more { filter[key] = value }
    let own = try BucketCase(filters: [.object(filter)])
    #expect(Self.documents.filter { own.matches($0) != [] }.map { $0["Name"]?.string } == ids)
  }

  @Test func aKeyIsKnownByAllOfItsNamesInTheBucketsRegion() throws {
    let filter: AWSValue = ["type": "bucket-encryption", "crypto": "aws:kms", "key": "alias/logs"]
    let own = try BucketCase(filters: [filter])
    let ireland: AWSObject = [
      "Name": "b", "Location": ["LocationConstraint": "eu-west-1"],
    ]
    let (document, calls) = try own.complete(ireland, answer: answer)
    #expect(calls.map(\.name) == ["kms:DescribeKey", "kms:ListAliases", "s3:GetBucketEncryption"])
    #expect(Set(calls.map(\.scope.region)) == ["eu-west-1"])
    for (key, isMatch) in [
      ("1", true), (arn, true), ("alias/logs", true), ("arn:aws:kms:::alias/logs", true),
      ("alias/aws/s3", false),
    ] {
      var other = document
      other[member] = encrypted("aws:kms", key: .string(key))
      #expect(own.matches(other) == (isMatch ? ["b"] : []), "\(key)")
    }
  }

  @Test func whatIsRefusedOrNotThereMatchesNeitherWay() throws {
    for state in [true, false] {
      let own = try BucketCase(filters: [["type": "bucket-encryption", "state": .bool(state)]])
      let (refused, _) = try own.complete(bucket()) { _ in .error("AccessDenied") }
      #expect(own.matches(refused) == [])
      let (absent, _) = try own.complete(bucket()) { _ in
        .error("ServerSideEncryptionConfigurationNotFoundError")
      }
      #expect(own.matches(absent) == (state ? [] : ["b"]))
    }
    let unknown = try BucketCase(
      filters: [["type": "bucket-encryption", "crypto": "aws:kms", "key": "alias/none"]])
    #expect(unknown.matches(try unknown.complete(bucket(), answer: answer).document) == [])
  }

  @Test func encryptionIsSetAndComesBackAsItWas() throws {
    let plain = try BucketCase(actions: ["set-bucket-encryption"])
    let step = try plain.plan(bucket("b", (member, encrypted("aws:kms", key: "k")))).steps[0]
    #expect(
      step.call.input["ServerSideEncryptionConfiguration"] == [
        "Rules": [
          [
            "ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"],
            "BucketKeyEnabled": true,
          ]
        ]
      ])
    #expect(step.undo.map(\.name) == ["s3:PutBucketEncryption"])
    #expect(
      step.undo[0].input["ServerSideEncryptionConfiguration"]
        == encrypted("aws:kms", key: "k")["ServerSideEncryptionConfiguration"])
    let bare = try plain.plan(bucket("b", (member, [:]))).steps[0]
    #expect(bare.undo.map(\.name) == ["s3:DeleteBucketEncryption"])
    let off = try BucketCase(actions: [["type": "set-bucket-encryption", "enabled": false]])
    let taken = try off.plan(bucket("b", (member, encrypted("AES256")))).steps[0]
    #expect(taken.call.name == "s3:DeleteBucketEncryption")
    #expect(taken.undo.map(\.name) == ["s3:PutBucketEncryption"])
  }

  @Test func aKeyIsSetByItsARNAndWithoutOneNothingIsDone() throws {
    func action(_ key: String) -> AWSValue {
      [["type": "set-bucket-encryption", "crypto": "aws:kms", "key": .string(key)]]
    }
    let own = try BucketCase(actions: action("alias/logs"))
    let plan = try own.plan(try own.complete(bucket(), answer: answer).document)
    #expect(
      JSON.text(plan.steps[0].call.input).contains("\"KMSMasterKeyID\":\"\(arn)\""))
    let none = try BucketCase(actions: action("alias/none"))
    let left = try none.plan(try none.complete(bucket(), answer: answer).document)
    #expect(left.steps.isEmpty && left.remarks.count == 1)
    let keyless = try BucketCase(
      actions: [["type": "set-bucket-encryption", "crypto": "aws:kms"]])
    let also = try keyless.plan(bucket("b", (member, [:])))
    #expect(also.steps.isEmpty && also.remarks.count == 1)
    let refused = try BucketCase(actions: ["set-bucket-encryption"])
    let (document, _) = try refused.complete(bucket()) { _ in .error("AccessDenied") }
    #expect(try refused.plan(document).steps.isEmpty)
  }

  @Test func whatCanNotBeMeantIsRefused() {
    for (filter, problem) in [
      (["type": "bucket-encryption", "crypto": "aes"], "`crypto` can't be `aes`"),
      (
        ["type": "bucket-encryption", "key": "k", "bucket_key_enabled": true],
        "filter `bucket-encryption` has `key` and `bucket_key_enabled`"
      ),
    ] as [(AWSValue, String)] {
      #expect(BucketCase.refusal(filters: [filter]) == problem)
    }
    #expect(
      BucketCase.refusal(actions: [["type": "set-bucket-encryption", "key": "k"]])
        == "`key` has no meaning without `crypto: aws:kms`")
    #expect(
      BucketCase.refusal(actions: [["type": "attach-encrypt", "role": "r"]])
        .hasPrefix("action `attach-encrypt` is not supported: its function asks Lambda for"))
  }
}
