package import AWS

extension ExposureReport {
  /// Who outside can copy an EBS snapshot or make a volume of it.
  ///
  /// - Parameters:
  ///   - permissions: `CreateVolumePermissions` of DescribeSnapshotAttribute.
  ///   - blockState: what GetSnapshotBlockPublicAccessState answers for the region;
  ///     `block-all-sharing` makes public snapshots private, `block-new-sharing` only keeps others
  ///     from becoming public.
  ///
  /// https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
  package static func ofSnapshot(
    permissions: [AWSValue], owner: ResourceOwner, blockState: String? = nil
  ) -> ExposureReport {
    var report = shared(permissions, .read, owner)
    if blockState == "block-all-sharing" {
      report.block(by: .regionSetting("block-all-sharing")) { $0.isEveryone }
    }
    return report
  }

  /// Who outside can launch an image.
  ///
  /// The region's block for images (`block-new-sharing`) leaves public ones public.
  ///
  /// - Parameter permissions: `LaunchPermissions` of DescribeImageAttribute.
  ///
  /// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html
  package static func ofImage(permissions: [AWSValue], owner: ResourceOwner) -> ExposureReport {
    shared(permissions, .use, owner)
  }

  private static func shared(
    _ permissions: [AWSValue], _ capability: Capability, _ owner: ResourceOwner
  ) -> ExposureReport {
    var report = ExposureReport()
    for (index, permission) in permissions.enumerated() {
      let grant = Grant(origin: .permission(index))
      if permission["Group"]?.string == "all" { report.add(.anyAccount, capability, grant) }
      if let account = permission["UserId"]?.string, account != owner.account {
        report.add(.account(account), capability, grant)
      }
      if let arn = permission["OrganizationArn"]?.string {
        let id = arn.split(separator: "/").last.map(String.init) ?? arn
        report.add(.organization(id), capability, grant)
      }
      if let arn = permission["OrganizationalUnitArn"]?.string {
        report.add(.organizationalUnit(arn), capability, grant)
      }
    }
    report.accesses = report.accesses.inOrder
    return report
  }
}
