import AWS

/// An organization: one root, its units and accounts, managed from one account.
struct Organization: Hashable, Sendable {
  let id: String
  let managementAccount: String
  let rootID: String
  let partition: String
  var featureSet: FeatureSet

  enum FeatureSet: String, Sendable {
    case all = "ALL"
    case consolidatedBilling = "CONSOLIDATED_BILLING"
  }

  static let columns = "o.account, o.organization_id, o.root_id, o.partition, o.feature_set"

  init(_ row: Row) {
    managementAccount = row.text(0)
    id = row.text(1)
    rootID = row.text(2)
    partition = row.text(3)
    featureSet = FeatureSet(rawValue: row.text(4)) ?? .all
  }

  init(management: String, partition: String, featureSet: FeatureSet, _ world: World) {
    id = "o-" + world.organizationsToken(10)
    rootID = "r-" + world.organizationsToken(4)
    managementAccount = management
    self.partition = partition
    self.featureSet = featureSet
  }

  /// `arn:aws:organizations::111122223333:account/o-exampleorgid/444455556666`
  func arn(_ kind: String, _ id: String) -> String {
    "arn:\(partition):organizations::\(managementAccount):\(kind)/\(self.id)/\(id)"
  }

  var arn: String {
    "arn:\(partition):organizations::\(managementAccount):organization/\(id)"
  }

  func output(managementEmail: String) -> AWSObject {
    // Every organization with all features can have SCPs: it says nothing of the root.
    let types: [AWSValue] =
      featureSet == .all ? [["Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"]] : []
    return [
      "Id": .string(id), "Arn": .string(arn), "FeatureSet": .string(featureSet.rawValue),
      "MasterAccountArn": .string(arn("account", managementAccount)),
      "MasterAccountId": .string(managementAccount),
      "MasterAccountEmail": .string(managementEmail), "AvailablePolicyTypes": .list(types),
    ]
  }
}

extension World {
  /// Small letters and digits, as all identifiers of Organizations are made of.
  func organizationsToken(_ count: Int) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    var bytes: [UInt8] = []
    for _ in 0..<count { bytes.append(alphabet[Int(generator.below(UInt64(alphabet.count)))]) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The number of a new account, of twelve digits.
  func accountNumber() -> String { String(100_000_000_000 + generator.below(900_000_000_000)) }
}
