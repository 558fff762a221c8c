package import AWS

/// Key Management Service as far as key policies go: keys, their policies, aliases and tags, and
/// symmetric encryption under them.
///
/// Grants, rotation, imported material, signatures and multi-region keys are not served
/// (https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html).
package enum KMSService: ServiceDefinition {
  package static let service = "kms"
  /// A key's policy decides with the caller's own, so that each operation asks once it has the key.
  package static let asksWhileItRuns = true
  package static let operations = [
    ServedOperation(service, CancelKeyDeletion.self),
    ServedOperation(service, CreateAlias.self),
    ServedOperation(service, CreateKey.self),
    ServedOperation(service, Decrypt.self),
    ServedOperation(service, DeleteAlias.self),
    ServedOperation(service, DescribeKey.self),
    ServedOperation(service, DisableKey.self),
    ServedOperation(service, EnableKey.self),
    ServedOperation(service, Encrypt.self),
    ServedOperation(service, GenerateDataKey.self),
    ServedOperation(service, GenerateDataKeyWithoutPlaintext.self),
    ServedOperation(service, GetKeyPolicy.self),
    ServedOperation(service, ListAliases.self),
    ServedOperation(service, ListKeyPolicies.self),
    ServedOperation(service, ListKeys.self),
    ServedOperation(service, ListResourceTags.self),
    ServedOperation(service, PutKeyPolicy.self),
    ServedOperation(service, ScheduleKeyDeletion.self),
    ServedOperation(service, TagResource.self),
    ServedOperation(service, UntagResource.self),
    ServedOperation(service, UpdateAlias.self),
  ]
  package static let tables = [
    ResourceTable("kms_key", resource: "arn"),
    ResourceTable("kms_alias", resource: "arn", ignored: ["updated"]),
  ]

  /// Times are microseconds since 1970. `deletion` is when a key that is pending deletion goes:
  /// from then on nothing finds it.
  package static let schema = """
    CREATE TABLE IF NOT EXISTS kms_key (
      account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL, arn TEXT NOT NULL,
      policy TEXT NOT NULL, description TEXT NOT NULL, is_enabled INTEGER NOT NULL,
      spec TEXT NOT NULL, usage TEXT NOT NULL, material BLOB NOT NULL, tags TEXT NOT NULL,
      created INTEGER NOT NULL, deletion INTEGER, PRIMARY KEY (account, region, id)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX IF NOT EXISTS kms_key_arn ON kms_key (arn);
    CREATE TABLE IF NOT EXISTS kms_alias (
      account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, arn TEXT NOT NULL,
      key TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
      PRIMARY KEY (account, region, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS kms_alias_key ON kms_alias (key);
    """

  private static let cryptographic: Set<String> = [
    "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext",
  ]

  /// AWS counts the use of a key as reading.
  package static func beginRecord(of call: inout Call, _ input: AWSObject) {
    if cryptographic.contains(call.operation) { call.record.readOnly = true }
  }

  /// Without plaintext and ciphertext, and with what AWS fills in
  /// (https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html).
  package static func recordedInput(_ operation: String, _ input: AWSObject) -> AWSValue? {
    var shown = input
    for secret in ["Plaintext", "CiphertextBlob"] { shown[secret] = nil }
    func fill(_ name: String, _ value: AWSValue) { shown[name] = shown[name] ?? value }
    switch operation {
    case "CreateKey":
      let spec = input["KeySpec"] ?? input["CustomerMasterKeySpec"] ?? "SYMMETRIC_DEFAULT"
      fill("BypassPolicyLockoutSafetyCheck", false)
      fill("KeySpec", spec)
      fill("CustomerMasterKeySpec", spec)
      fill("KeyUsage", "ENCRYPT_DECRYPT")
      fill("Description", "")
      fill("Origin", "AWS_KMS")
      fill("MultiRegion", false)
    case "PutKeyPolicy":
      fill("PolicyName", "default")
      fill("BypassPolicyLockoutSafetyCheck", false)
    case "Encrypt", "Decrypt": fill("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
    case "ScheduleKeyDeletion": fill("PendingWindowInDays", 30)
    default: break
    }
    guard let model = ServiceModel.kms.operation(operation) else { return nil }
    return RecordedForm(service: .kms).input(shown, model)
  }

  /// Each operation has a rate of its own; a bucket holds a second's worth. Cryptographic calls'
  /// rates are far above a drill's: no bucket.
  ///
  /// https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
  package static func charges(_ operation: String, _ input: AWSObject) -> [ThrottleCharge] {
    guard let rate = rates[operation] else { return [] }
    return [ThrottleCharge(TokenBucket(operation, size: rate, perSecond: rate))]
  }

  private static let rates: [String: Int64] = [
    "CancelKeyDeletion": 5, "CreateAlias": 5, "CreateKey": 5, "DeleteAlias": 15,
    "DescribeKey": 2000, "DisableKey": 5, "EnableKey": 5, "GetKeyPolicy": 1000,
    "ListAliases": 500, "ListKeyPolicies": 100, "ListKeys": 500, "ListResourceTags": 2000,
    "PutKeyPolicy": 15, "ScheduleKeyDeletion": 15, "TagResource": 10, "UntagResource": 5,
    "UpdateAlias": 5,
  ]
}
