import AWS
@testable import Remediation
import Testing

private let account: AWSObject = [
  "account_id": .string(ConformanceTests.account), "account_name": "main",
]

private func judge(_ filter: AWSValue, _ answers: [String: AWSValue]) throws
  -> StorageCase.Outcome
{
  try StorageCase(
    resource: "account", filters: [filter], document: account, answers: answers
  ).run()
}

private func matches(_ filter: AWSValue, _ answers: [String: AWSValue]) throws -> Bool {
  let outcome = try judge(filter, answers)
  #expect(outcome.problems.isEmpty)
  return outcome.match != nil
}

@Suite struct AccountFilterTests {
  @Test func anAccountIsNamedByItsAliasInEachRegion() {
    let scope = Scope(account: "1", region: "eu-west-1")
    let read = ResourceType.account.enumerate(scope)
    expectOnWire(read.call)
    #expect(
      read.documents([["AccountAliases": ["main", "old"]]]) == [
        ["account_id": "1", "account_name": "main"]
      ])
    #expect(
      read.documents([["AccountAliases": []]]) == [["account_id": "1", "account_name": ""]])
    let record = CloudTrailRecord([
      "eventName": "ConsoleLogin", "awsRegion": "eu-west-1", "recipientAccountId": "1",
    ])
    guard case .id(let id, let place)? = ResourceType.account.touched(record).first else {
      Issue.record("the account isn't touched")
      return
    }
    #expect(id == "1" && place == scope)
  }

  @Test func settingsAreComparedAndWhatIsAbsentIsAnAnswer() throws {
    func policy(_ key: AWSValue, _ value: AWSValue, _ answer: AWSValue) throws -> Bool {
      try matches(
        ["type": "password-policy", "key": key, "value": value],
        ["GetAccountPasswordPolicy": answer])
    }
    let strong: AWSValue = ["PasswordPolicy": ["MinimumPasswordLength": 14]]
    #expect(try policy("MinimumPasswordLength", 14, strong))
    #expect(try !policy("MinimumPasswordLength", 8, strong))
    #expect(try policy("PasswordPolicyConfigured", true, strong))
    #expect(try policy("PasswordPolicyConfigured", false, "NoSuchEntity"))
    let block: AWSValue = ["type": "s3-public-block", "key": "BlockPublicAcls", "value": "absent"]
    #expect(
      try matches(block, ["GetPublicAccessBlock": "NoSuchPublicAccessBlockConfiguration"]))
    let organization: AWSValue = ["type": "organization", "key": "Id", "value": "absent"]
    #expect(
      try matches(organization, ["DescribeOrganization": "AWSOrganizationsNotInUseException"]))
    #expect(try !matches(organization, ["DescribeOrganization": "AccessDeniedException"]))
    // The bare name asks for a setting `type`, which there isn't.
    #expect(
      try !matches("emr-block-public-access", ["GetBlockPublicAccessConfiguration": [:]]))
  }

  @Test func macieWithoutASessionHasNoStatus() throws {
    let filter: AWSValue = ["type": "check-macie", "key": "status", "value": "absent"]
    #expect(
      try matches(
        filter,
        [
          "GetMacieSession": "AccessDeniedException",
          "GetAdministratorAccount": "AccessDeniedException",
        ]))
    #expect(
      try !matches(
        filter,
        [
          "GetMacieSession": ["status": "ENABLED"],
          "GetAdministratorAccount": "ResourceNotFoundException",
        ]))
  }

  @Test func onlyTheRootUsersDevicesAreItsOwn() throws {
    func has(_ arn: AWSValue) throws -> Bool {
      try matches(
        "has-virtual-mfa",
        ["ListVirtualMFADevices": ["VirtualMFADevices": [["User": ["Arn": arn]]]]])
    }
    #expect(try has("arn:aws:iam::1:root"))
    #expect(try !has("arn:aws:iam::1:user/root"))
  }

  @Test func theRootUsersLineOfTheReportIsTheAccounts() throws {
    let report = "user,arn,mfa_active\nalice,a,true\n<root_account>,r,false\n"
    let answers: [String: AWSValue] = [
      "GetCredentialReport": [
        "Content": .bytes(Array(report.utf8)), "GeneratedTime": .timestamp(context().now),
      ]
    ]
    #expect(try matches(["type": "credential", "key": "mfa_active", "value": false], answers))
    #expect(try !matches(["type": "credential", "key": "mfa_active", "value": true], answers))
  }

  @Test func matchedAnalyzersAreNoted() throws {
    let answers: [String: AWSValue] = [
      "ListAnalyzers": [
        "analyzers": [
          ["arn": "a", "status": "ACTIVE"], ["arn": "b", "status": "CREATING"],
        ]
      ]
    ]
    let outcome = try judge(
      ["type": "access-analyzer", "key": "status", "value": "ACTIVE"], answers)
    #expect(
      outcome.match?.annotations["c7n:matched-analyzers"] == [["arn": "a", "status": "ACTIVE"]])
    #expect(
      try !matches(["type": "access-analyzer", "key": "status", "value": "FAILED"], answers))
  }

  @Test func aRecorderMustRunAndHaveAChannel() throws {
    func fails(
      _ more: AWSObject = [:], channels: AWSValue = [["name": "d"]], status: AWSValue = "SUCCESS"
    ) throws -> Bool {
      var filter: AWSObject = ["type": "check-config"]
      for (key, value) in more { filter[key] = value }
      return try matches(
        .object(filter),
        [
          "DescribeDeliveryChannels": ["DeliveryChannels": channels],
          "DescribeConfigurationRecorders": [
            "ConfigurationRecorders": [
              ["name": "r", "recordingGroup": ["allSupported": true]]
            ]
          ],
          "DescribeConfigurationRecorderStatus": [
            "ConfigurationRecordersStatus": [
              ["name": "r", "recording": true, "lastStatus": status]
            ]
          ],
        ])
    }
    #expect(try !fails())
    #expect(try !fails(["all-resources": true]))
    #expect(try fails(["global-resources": true]))
    #expect(try fails(channels: []))
    #expect(try fails(status: "FAILURE"))
    #expect(try !fails(["running": false], status: "FAILURE"))
  }

  @Test func withoutADetectorNothingHoldsOfIt() throws {
    let filter: AWSValue = ["type": "guard-duty", "Detector.Status": "ENABLED"]
    let none: [String: AWSValue] = ["ListDetectors": ["DetectorIds": []]]
    #expect(try !matches(filter, none))
    #expect(try !matches(["type": "guard-duty", "Detector.Status": "absent"], none))
    let answers: [String: AWSValue] = [
      "ListDetectors": ["DetectorIds": ["a", "d1"]], "GetDetector": ["Status": "ENABLED"],
      "GetAdministratorAccount": [:],
    ]
    let outcome = try judge(filter, answers)
    #expect(outcome.match != nil)
    #expect(outcome.calls[1].input == ["DetectorId": "d1"])
    #expect(
      try matches(
        [
          "type": "guard-duty", "match-operator": "or", "Detector.Status": "DISABLED",
          "Administrator.AccountId": "absent",
        ], answers))
  }

  @Test func theDefaultKeyIsAskedByItsAlias() throws {
    func passes(_ key: AWSValue?, state: AWSValue = true, isOn: AWSValue = true) throws -> Bool {
      var filter: AWSObject = ["type": "default-ebs-encryption", "state": state]
      filter.set("key", key)
      return try matches(
        .object(filter),
        [
          "GetEbsEncryptionByDefault": ["EbsEncryptionByDefault": isOn],
          "GetEbsDefaultKmsKeyId": ["KmsKeyId": "arn:aws:kms:eu-west-1:1:alias/own"],
          "ListAliases": ["Aliases": [["AliasName": "alias/own", "TargetKeyId": "k"]]],
          "DescribeKey": ["KeyMetadata": ["KeyId": "k", "Origin": "AWS_KMS"]],
        ])
    }
    #expect(try passes(nil))
    #expect(try !passes(nil, isOn: false))
    #expect(try passes("alias/own"))
    #expect(try !passes("alias/aws/ebs"))
    #expect(try passes(["type": "value", "key": "Origin", "value": "AWS_KMS"]))
    #expect(try passes("alias/aws/ebs", state: false, isOn: false))
  }

  @Test func tracesAreEncryptedWithThatKey() throws {
    func passes(_ key: AWSValue, _ config: AWSValue) throws -> Bool {
      try matches(
        ["type": "xray-encrypt-key", "key": key],
        [
          "GetEncryptionConfig": ["EncryptionConfig": config],
          "DescribeKey": ["KeyMetadata": ["Arn": "arn:k"]],
        ])
    }
    #expect(try passes("kms", ["Type": "KMS", "KeyId": "arn:k"]))
    #expect(try passes("alias/own", ["Type": "KMS", "KeyId": "arn:k"]))
    #expect(try !passes("alias/own", ["Type": "KMS", "KeyId": "arn:other"]))
    #expect(try passes("default", ["Type": "NONE"]))
    let missing = try judge(
      ["type": "xray-encrypt-key", "key": "alias/none"],
      [
        "GetEncryptionConfig": ["EncryptionConfig": ["Type": "KMS", "KeyId": "k"]],
        "DescribeKey": "NotFoundException",
      ])
    #expect(missing.match == nil && missing.problems.count == 1)
  }

  @Test func flagsSayWhatIsThere() throws {
    let hub: AWSValue = ["HubArn": "h"]
    #expect(try matches("securityhub", ["DescribeHub": hub]))
    #expect(try !matches("securityhub", ["DescribeHub": "InvalidAccessException"]))
    #expect(
      try matches("shield-enabled", ["DescribeSubscription": "ResourceNotFoundException"]))
    let block: AWSValue = ["ImageBlockPublicAccessState": "block-new-sharing"]
    #expect(
      try matches(
        ["type": "ami-block-public-access", "value": true],
        ["GetImageBlockPublicAccessState": block]))
    #expect(
      try matches(
        [
          "type": "bedrock-model-invocation-logging",
          "attrs": [["textDataDeliveryEnabled": true]],
        ],
        [
          "GetModelInvocationLoggingConfiguration": [
            "loggingConfig": ["textDataDeliveryEnabled": true]
          ]
        ]))
  }

  @Test func whatNobodyCouldMeanIsRefused() {
    let service: AWSValue = ["type": "service-limit", "services": ["IAM"]]
    #expect(complaint("account", filters: [service]) != nil)
    #expect(complaint("account", filters: [["type": "xray-encrypt-key"]]) != nil)
    #expect(complaint("account", filters: [["type": "guard-duty", "Master": "x"]]) != nil)
    let counted: AWSValue = [
      "type": "iam-summary", "value_type": "resource_count", "op": "eq", "value": 1,
    ]
    #expect(complaint("account", filters: [counted]) != nil)
    let nested: AWSValue = ["type": "missing", "policy": ["resource": "vpc", "actions": []]]
    #expect(complaint("account", filters: [nested]) != nil)
    let unknown: AWSValue = ["type": "missing", "policy": ["resource": "lambda"]]
    #expect(complaint("account", filters: [unknown]) != nil)
  }
}
