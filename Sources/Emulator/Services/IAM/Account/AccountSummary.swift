import AWS

extension IAMService {
  /// What the account holds of each kind, beside IAM's quotas.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
  enum GetAccountSummary: OperationHandler {
    static func perform(_ input: NoInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let (iam, account) = (call.iam, call.account)
      func rows(_ table: String) throws(AWSError) -> AWSValue {
        .integer(
          Int64(try iam.count("SELECT count(*) FROM \(table) WHERE account = ?", .text(account))))
      }
      let rootKeys = try iam.accessKeys(ofUser: nil, account)
      var summary = AWSObject(quotas.map { ($0.name, .integer($0.quota)) })
      summary["Users"] = try rows("iam_user")
      summary["Groups"] = try rows("iam_group")
      summary["Roles"] = try rows("iam_role")
      summary["Policies"] = try rows("iam_policy")
      summary["PolicyVersionsInUse"] = try rows("iam_policy_version")
      let devices = try iam.mfaDevices(account)
      summary["MFADevices"] = .integer(Int64(devices.count))
      summary["MFADevicesInUse"] = .integer(Int64(devices.count { $0.userName != nil }))
      summary["AccountAccessKeysPresent"] = .integer(rootKeys.contains(where: \.isActive) ? 1 : 0)
      return ["SummaryMap": .object(summary)]
    }

    /// Quotas as the API's own example answers them, and what this world can't have.
    private static let quotas: [(name: String, quota: Int64)] = [
      ("UsersQuota", 5000), ("GroupsQuota", 300), ("RolesQuota", 1000),
      ("InstanceProfilesQuota", 1000), ("PoliciesQuota", 1500), ("PolicySizeQuota", 6144),
      ("PolicyVersionsInUseQuota", 10000), ("VersionsPerPolicyQuota", 5),
      ("AccessKeysPerUserQuota", 2), ("GroupsPerUserQuota", 10),
      ("AttachedPoliciesPerUserQuota", 10), ("AttachedPoliciesPerRoleQuota", 10),
      ("AttachedPoliciesPerGroupQuota", 10), ("UserPolicySizeQuota", 2048),
      ("RolePolicySizeQuota", 10240), ("GroupPolicySizeQuota", 5120),
      ("AssumeRolePolicySizeQuota", 2048), ("SigningCertificatesPerUserQuota", 2),
      ("ServerCertificatesQuota", 20), ("GlobalEndpointTokenVersion", 1),
      ("ServerCertificates", 0), ("InstanceProfiles", 0), ("AccountMFAEnabled", 0),
      ("AccountPasswordPresent", 1),
      ("AccountSigningCertificatesPresent", 0), ("Providers", 0),
    ]
  }
}
