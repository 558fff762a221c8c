package import AWS
package import PolicyLanguage

/// All of a bucket that decides who reaches it.
///
/// ACLs of single objects are not in it: an object may be public by its own ACL in a bucket that is
/// not, unless public ACLs are ignored or ownership is enforced.
package struct BucketConfiguration: Sendable {
  package var name: String
  package var policy: PolicyDocument?
  /// What GetBucketAcl answers: `Owner` and `Grants`.
  package var acl: AWSValue?
  /// What GetBucketOwnershipControls answers; `BucketOwnerEnforced` turns ACLs off.
  package var ownership: AWSValue?
  package var blocks: [PublicAccessBlock.Level: PublicAccessBlock] = [:]

  package init(
    name: String, policy: PolicyDocument? = nil, acl: AWSValue? = nil,
    ownership: AWSValue? = nil, bucketBlock: PublicAccessBlock? = nil,
    accountBlock: PublicAccessBlock? = nil, organizationBlock: PublicAccessBlock? = nil
  ) {
    self.name = name
    self.policy = policy
    self.acl = acl
    self.ownership = ownership
    blocks[.bucket] = bucketBlock
    blocks[.account] = accountBlock
    blocks[.organization] = organizationBlock
  }

  var isOwnerEnforced: Bool {
    let controls = ownership?["OwnershipControls"] ?? ownership
    return (controls?["Rules"]?.list ?? []).contains {
      $0["ObjectOwnership"]?.string == "BucketOwnerEnforced"
    }
  }

  /// The innermost level that has a setting on; levels add up, the strictest wins.
  func level(of setting: (PublicAccessBlock) -> Bool) -> PublicAccessBlock.Level? {
    [.bucket, .account, .organization].first { blocks[$0].map(setting) ?? false }
  }

  func scopes(partition: String) -> [CapabilityScope] {
    let bucket = ["arn:\(partition):s3:::\(name)"]
    let objects = ["arn:\(partition):s3:::\(name)/?*"]
    func scope(_ capability: Capability, _ names: [String], _ resources: [String])
      -> CapabilityScope
    {
      CapabilityScope(capability, names.map { "s3:\($0)" }, on: resources)
    }
    return [
      scope(.read, ["GetObject", "GetObjectVersion"], objects),
      scope(
        .list, ["ListBucket", "ListBucketVersions", "ListBucketMultipartUploads"], bucket),
      scope(.write, Self.writing, objects), scope(.inspect, Self.inspecting, bucket),
      scope(.inspect, ["GetObjectAcl", "GetObjectVersionAcl", "GetObjectTagging"], objects),
      scope(.administer, Self.administering, bucket),
      scope(.administer, Self.administeringObjects, objects),
    ]
  }

  private static let writing = [
    "PutObject", "DeleteObject", "DeleteObjectVersion", "RestoreObject", "ReplicateObject",
    "ReplicateDelete", "PutObjectTagging", "AbortMultipartUpload",
  ]

  private static let inspecting = [
    "GetBucketAcl", "GetBucketPolicy", "GetBucketPolicyStatus", "GetBucketPublicAccessBlock",
    "GetBucketLocation", "GetBucketVersioning", "GetBucketLogging", "GetBucketNotification",
    "GetBucketOwnershipControls", "GetBucketTagging", "GetBucketWebsite", "GetBucketCORS",
    "GetEncryptionConfiguration", "GetLifecycleConfiguration", "GetReplicationConfiguration",
    "GetInventoryConfiguration", "GetBucketObjectLockConfiguration",
  ]

  private static let administering = [
    "PutBucketPolicy", "DeleteBucketPolicy", "PutBucketAcl", "PutBucketPublicAccessBlock",
    "PutBucketOwnershipControls", "PutEncryptionConfiguration", "PutLifecycleConfiguration",
    "PutReplicationConfiguration", "PutBucketNotification", "PutBucketLogging",
    "PutBucketVersioning", "PutBucketWebsite", "DeleteBucketWebsite", "PutBucketCORS",
    "PutBucketTagging", "PutInventoryConfiguration", "PutBucketObjectLockConfiguration",
    "DeleteBucket",
  ]

  private static let administeringObjects = [
    "PutObjectAcl", "PutObjectVersionAcl", "BypassGovernanceRetention", "PutObjectRetention",
    "PutObjectLegalHold",
  ]
}
