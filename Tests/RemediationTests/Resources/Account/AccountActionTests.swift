import AWS
@testable import Remediation
import Testing

private func plan(_ action: AWSValue, _ answers: [String: AWSValue]) throws -> Plan {
  try StorageCase(
    resource: "account", actions: [action],
    document: ["account_id": .string(ConformanceTests.account)], answers: answers
  ).run().plan
}

private func step(_ action: AWSValue, _ answers: [String: AWSValue]) throws -> PlannedStep {
  try #require(try plan(action, answers).steps.first)
}

@Suite struct AccountActionTests {
  @Test func namedItemsOfThePasswordPolicyChangeAndComeBack() throws {
    let action: AWSValue = [
      "type": "set-password-policy", "policy": ["MinimumPasswordLength": 14],
    ]
    let before: AWSValue = [
      "PasswordPolicy": [
        "MinimumPasswordLength": 8, "RequireSymbols": true, "ExpirePasswords": false,
      ]
    ]
    let changed = try step(action, ["GetAccountPasswordPolicy": before])
    #expect(changed.call.input == ["MinimumPasswordLength": 14, "RequireSymbols": true])
    #expect(changed.undo[0].input == ["MinimumPasswordLength": 8, "RequireSymbols": true])
    let first = try step(action, ["GetAccountPasswordPolicy": "NoSuchEntity"])
    #expect(first.call.input == ["MinimumPasswordLength": 14])
    #expect(first.undo.map(\.operation) == ["DeleteAccountPasswordPolicy"])
    let short: AWSValue = ["type": "set-password-policy", "policy": ["MinimumPasswordLength": 3]]
    #expect(complaint("account", actions: [short]) != nil)
    let unknown: AWSValue = ["type": "set-password-policy", "policy": ["Length": 8]]
    #expect(complaint("account", actions: [unknown]) != nil)
  }

  @Test func defaultEncryptionTakesItsKeyAndGivesItBack() throws {
    let answers: [String: AWSValue] = [
      "GetEbsEncryptionByDefault": ["EbsEncryptionByDefault": false],
      "GetEbsDefaultKmsKeyId": ["KmsKeyId": "alias/aws/ebs"],
    ]
    let steps = try plan(
      ["type": "set-ebs-encryption", "state": true, "key": "alias/own"], answers
    ).steps
    #expect(
      steps.map(\.call.operation) == ["EnableEbsEncryptionByDefault", "ModifyEbsDefaultKmsKeyId"])
    #expect(steps[0].undo.map(\.operation) == ["DisableEbsEncryptionByDefault"])
    #expect(steps[1].undo[0].input == ["KmsKeyId": "alias/aws/ebs"])
    #expect(try plan("set-ebs-encryption", answers).steps[0].undo.isEmpty)
  }

  @Test func theAccountsPublicBlockIsMerged() throws {
    let some: [String: AWSValue] = [
      "GetPublicAccessBlock": [
        "PublicAccessBlockConfiguration": ["BlockPublicAcls": true, "IgnorePublicAcls": false]
      ]
    ]
    let merged = try step(["type": "set-s3-public-block", "IgnorePublicAcls": true], some)
    #expect(
      merged.call.input["PublicAccessBlockConfiguration"]
        == ["BlockPublicAcls": true, "IgnorePublicAcls": true])
    #expect(
      merged.undo[0].input["PublicAccessBlockConfiguration"]
        == ["BlockPublicAcls": true, "IgnorePublicAcls": false])
    let none: [String: AWSValue] = [
      "GetPublicAccessBlock": "NoSuchPublicAccessBlockConfiguration"
    ]
    let new = try step(["type": "set-s3-public-block", "BlockPublicPolicy": true], none)
    #expect(new.undo.map(\.operation) == ["DeletePublicAccessBlock"])
    let gone = try step(["type": "set-s3-public-block", "state": false], some)
    #expect(gone.call.operation == "DeletePublicAccessBlock")
    #expect(gone.undo.map(\.operation) == ["PutPublicAccessBlock"])
    let both: AWSValue = [
      "type": "set-s3-public-block", "state": false, "BlockPublicAcls": true,
    ]
    #expect(complaint("account", actions: [both]) != nil)
  }

  @Test func whatHadNoPreferenceHasNoneAgain() throws {
    let changed = try step(
      [
        "type": "set-ec2-metadata-defaults", "HttpTokens": "required",
        "HttpPutResponseHopLimit": 1,
      ],
      ["GetInstanceMetadataDefaults": ["AccountLevel": ["HttpTokens": "optional"]]])
    #expect(changed.call.input == ["HttpTokens": "required", "HttpPutResponseHopLimit": 1])
    #expect(
      changed.undo[0].input == ["HttpTokens": "optional", "HttpPutResponseHopLimit": -1])
  }

  @Test func otherDefaultsAreSetAndComeBack() throws {
    let traces = try step(
      ["type": "set-xray-encrypt", "key": "alias/own"],
      ["GetEncryptionConfig": ["EncryptionConfig": ["Type": "NONE"]]])
    #expect(traces.call.input == ["Type": "KMS", "KeyId": "alias/own"])
    #expect(traces.undo[0].input == ["Type": "NONE"])
    let config: AWSValue = ["textDataDeliveryEnabled": true]
    let logging = try step(
      [
        "type": "set-bedrock-model-invocation-logging", "enabled": true,
        "loggingConfig": config,
      ], ["GetModelInvocationLoggingConfiguration": [:]])
    #expect(logging.undo.map(\.operation) == ["DeleteModelInvocationLoggingConfiguration"])
    let ended = try step(
      ["type": "set-bedrock-model-invocation-logging", "enabled": false],
      ["GetModelInvocationLoggingConfiguration": ["loggingConfig": config]])
    #expect(ended.undo[0].input == ["loggingConfig": config])
    let block: AWSValue = [
      "BlockPublicAccessConfiguration": ["BlockPublicSecurityGroupRules": true]
    ]
    let same = try plan(
      [
        "type": "set-emr-block-public-access",
        "config": ["BlockPublicSecurityGroupRules": true],
      ], ["GetBlockPublicAccessConfiguration": block])
    #expect(same.steps.isEmpty && same.remarks.count == 1)
    let tokens = try step(
      "set-security-token-service-preferences",
      ["GetAccountSummary": ["SummaryMap": ["GlobalEndpointTokenVersion": 1]]])
    #expect(tokens.undo[0].input == ["GlobalEndpointTokenVersion": "v1Token"])
    #expect(try step("set-shield-advanced", [:]).irreversible != nil)
  }
}
