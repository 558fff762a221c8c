import AWS

extension Hydration {
  /// What c7n adds to each bucket (`S3_AUGMENT_TABLE`), and two more that its filters ask for.
  static let bucketLocation = bucket("GetBucketLocation", "Location") {
    .object(ResourceType.location($0))
  }
  static let bucketTags = bucket(
    "GetBucketTagging", "Tags", absent: [], absentCodes: ["NoSuchTagSet"]
  ) { $0.first("TagSet") ?? [] }
  static let bucketPolicy = bucket(
    "GetBucketPolicy", "Policy", absentCodes: ["NoSuchBucketPolicy"]
  ) { $0.first("Policy") ?? .null }
  static let bucketACL = bucket("GetBucketAcl", "Acl", whole)
  static let bucketVersioning = bucket("GetBucketVersioning", "Versioning", whole)
  static let bucketLogging = bucket("GetBucketLogging", "Logging") {
    $0.first("LoggingEnabled") ?? [:]
  }
  static let bucketWebsite = bucket(
    "GetBucketWebsite", "Website", absentCodes: ["NoSuchWebsiteConfiguration"], whole)
  static let bucketReplication = bucket(
    "GetBucketReplication", "Replication",
    absentCodes: ["ReplicationConfigurationNotFoundError"], whole)
  static let bucketNotification = bucket(
    "GetBucketNotificationConfiguration", "Notification", whole)
  static let bucketLifecycle = bucket(
    "GetBucketLifecycleConfiguration", "Lifecycle",
    absentCodes: ["NoSuchLifecycleConfiguration"], whole)
  static let bucketWebsiteIfReadable = Hydration("Website if readable") { document, setting in
    let grants = document["Acl"]?["Grants"]?.list ?? []
    let isReadable = grants.contains { grant in
      grant["Permission"] == "READ" && grant.at("Grantee", "URI") != nil
    }
    guard isReadable else { return nil }
    return bucketWebsite.nextCall(document, setting)
  }
  static let bucketPublicAccessBlock = Hydration(PublicBlockFilter.member) { document, setting in
    guard document[PublicBlockFilter.member] == nil else { return nil }
    return ReadCall(
      APICall(
        service: "s3", operation: "GetPublicAccessBlock",
        input: ["Bucket": document["Name"] ?? .null],
        scope: ResourceType.s3Bucket.homeScope(document, setting.scope)),
      goneCodes: ["NoSuchBucket"], absentCodes: ["NoSuchPublicAccessBlockConfiguration"]
    ) { document, pages in
      document[PublicBlockFilter.member] =
        pages?.first("PublicAccessBlockConfiguration") ?? .object(PublicBlockFilter.none)
      if pages == nil { document[Hidden.noPublicBlock] = true }
    }
  }

  static func bucket(
    _ operation: String, _ member: String, absent: AWSValue = .null,
    absentCodes: [String] = [], _ value: @escaping @Sendable ([AWSObject]) -> AWSValue
  ) -> Hydration {
    .member(
      member, absent: absent, absentCodes: absentCodes, goneCodes: ["NoSuchBucket"],
      call: { document, setting in
        APICall(
          service: "s3", operation: operation, input: ["Bucket": document["Name"] ?? .null],
          scope: ResourceType.s3Bucket.homeScope(document, setting.scope))
      }, value: value)
  }

  private static func whole(_ pages: [AWSObject]) -> AWSValue { .object(pages.first ?? [:]) }
}
