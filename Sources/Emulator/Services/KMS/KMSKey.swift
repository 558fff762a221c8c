package import AWS

/// A key of a customer's: AWS's own keys are not made.
package struct KMSKey: Hashable, Sendable {
  package let account: String
  package let region: String
  package let id: String
  package let arn: String
  /// The key policy as it was put.
  package var policyText: String
  package var description: String
  /// Kept while a deletion is pending, though such a key is never usable.
  package var isEnabled: Bool
  /// `SYMMETRIC_DEFAULT`
  package let spec: String
  /// `ENCRYPT_DECRYPT`
  package let usage: String
  /// What encrypts, 32 bytes; empty for a key that isn't symmetric.
  let material: [UInt8]
  /// By key, in the order in which they were set.
  package var tags: AWSObject
  package let created: Timestamp
  /// When it goes, while a deletion is pending.
  package var deletion: Timestamp?

  init(
    _ id: String, _ scope: Scope, policyText: String, description: String, spec: String,
    usage: String, material: [UInt8], at now: Timestamp
  ) {
    account = scope.account
    region = scope.region
    self.id = id
    arn = ARN(
      partition: scope.partition, service: "kms", region: scope.region, account: scope.account,
      resource: "key/\(id)"
    ).description
    self.policyText = policyText
    self.description = description
    isEnabled = true
    self.spec = spec
    self.usage = usage
    self.material = material
    tags = [:]
    created = now
  }

  static let columns = """
    account, region, id, arn, policy, description, is_enabled, spec, usage, material, tags, \
    created, deletion
    """

  init(_ row: Row) {
    account = row.text(0)
    region = row.text(1)
    id = row.text(2)
    arn = row.text(3)
    policyText = row.text(4)
    description = row.text(5)
    isEnabled = row.flag(6)
    spec = row.text(7)
    usage = row.text(8)
    material = row.blob(9)
    tags = (try? JSON.parse(row.text(10)))?.object ?? [:]
    created = Timestamp(microseconds: row.integer(11))
    deletion = row.optionalInteger(12).map(Timestamp.init(microseconds:))
  }

  var values: [SQLValue] {
    [
      .text(account), .text(region), .text(id), .text(arn), .text(policyText),
      .text(description), SQLValue(isEnabled), .text(spec), .text(usage), .blob(material),
      .text(JSON.text(tags)), .integer(created.microseconds), SQLValue(deletion?.microseconds),
    ]
  }

  package var isPendingDeletion: Bool { deletion != nil }

  var state: String { isPendingDeletion ? "PendingDeletion" : isEnabled ? "Enabled" : "Disabled" }

  /// As DescribeKey and CreateKey answer.
  var metadata: AWSObject {
    var metadata: AWSObject = [
      "AWSAccountId": .string(account), "KeyId": .string(id), "Arn": .string(arn),
      "CreationDate": .timestamp(created), "Enabled": .bool(isEnabled && !isPendingDeletion),
      "Description": .string(description), "KeyUsage": .string(usage), "KeyState": .string(state),
    ]
    metadata.set("DeletionDate", deletion.map(AWSValue.timestamp))
    metadata["Origin"] = "AWS_KMS"
    metadata["KeyManager"] = "CUSTOMER"
    // The older member never learned of the newest kinds.
    if KeySpec.isOld(spec) { metadata["CustomerMasterKeySpec"] = .string(spec) }
    metadata["KeySpec"] = .string(spec)
    if let (member, algorithms) = KeySpec.algorithms(of: spec, usage) {
      metadata[member] = .list(algorithms.map(AWSValue.string))
    }
    metadata["MultiRegion"] = false
    return metadata
  }

  /// The condition keys that every request on this key has.
  ///
  /// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
  func context(_ aliases: [String]) -> [String: [String]] {
    var keys = AccessCheck.tags("aws:ResourceTag", tags.map { ($0.key, $0.value.string ?? "") })
    keys["kms:KeySpec"] = [spec]
    keys["kms:CustomerMasterKeySpec"] = [spec]
    keys["kms:KeyUsage"] = [usage]
    keys["kms:CustomerMasterKeyUsage"] = [usage]
    keys["kms:KeyOrigin"] = ["AWS_KMS"]
    keys["kms:MultiRegion"] = ["false"]
    if !aliases.isEmpty { keys["kms:ResourceAliases"] = aliases }
    return keys
  }
}

/// Another name of a key.
package struct KMSAlias: Hashable, Sendable {
  package let account: String
  package let region: String
  /// `alias/payroll`
  package let name: String
  package let arn: String
  /// The ARN of the key.
  package var key: String
  let created: Timestamp
  var updated: Timestamp

  init(_ name: String, _ scope: Scope, key: String, at now: Timestamp) {
    account = scope.account
    region = scope.region
    self.name = name
    arn = Self.arn(name, scope)
    self.key = key
    created = now
    updated = now
  }

  static func arn(_ name: String, _ scope: Scope) -> String {
    ARN(
      partition: scope.partition, service: "kms", region: scope.region, account: scope.account,
      resource: name
    ).description
  }

  static let columns = "account, region, name, arn, key, created, updated"

  init(_ row: Row) {
    account = row.text(0)
    region = row.text(1)
    name = row.text(2)
    arn = row.text(3)
    key = row.text(4)
    created = Timestamp(microseconds: row.integer(5))
    updated = Timestamp(microseconds: row.integer(6))
  }

  var values: [SQLValue] {
    [
      .text(account), .text(region), .text(name), .text(arn), .text(key),
      .integer(created.microseconds), .integer(updated.microseconds),
    ]
  }

  var output: AWSObject {
    [
      "AliasName": .string(name), "AliasArn": .string(arn),
      "TargetKeyId": .string(key.split(separator: "/").last.map(String.init) ?? key),
      "CreationDate": .timestamp(created), "LastUpdatedDate": .timestamp(updated),
    ]
  }
}
