package import AWS

/// What holds for all of an account in a region, and who is to be kept out by it.
package enum EC2RegionSetting: String, Sendable {
  /// https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
  case vpcBlock = "vpc-block-public-access"
  /// https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
  case snapshotBlock = "snapshot-block-public-access"
}

extension EC2Store {
  static let regionSettingSchema = """
    CREATE TABLE IF NOT EXISTS ec2_region_setting (
      account TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
      changed INTEGER NOT NULL, PRIMARY KEY (account, region, kind)
    ) STRICT, WITHOUT ROWID;
    """

  static let regionSettingTables = [
    ResourceTable("ec2_region_setting", resource: "kind", ignored: ["changed"])
  ]

  /// nil while nobody has set it.
  package func setting(_ setting: EC2RegionSetting, in scope: Scope) throws(AWSError)
    -> (value: String, changed: Timestamp)?
  {
    try database.row(
      "SELECT value, changed FROM ec2_region_setting WHERE account = ? AND region = ? AND kind = ?",
      .text(scope.account), .text(scope.region), .text(setting.rawValue)
    ).map { ($0.text(0), Timestamp(microseconds: $0.integer(1))) }
  }

  func set(_ setting: EC2RegionSetting, to value: String, in scope: Scope, at now: Timestamp)
    throws(AWSError)
  {
    try database.run(
      """
      INSERT INTO ec2_region_setting (account, region, kind, value, changed)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (account, region, kind) DO UPDATE SET value = excluded.value,
        changed = excluded.changed
      """, .text(scope.account), .text(scope.region), .text(setting.rawValue), .text(value),
      .integer(now.microseconds))
  }
}

/// For what takes nothing but `DryRun`.
struct DryRunInput: OperationInput {
  static let members = ["DryRun"]
  let isDryRun: Bool

  init(_ members: Members) { isDryRun = members.isDryRun }
}
