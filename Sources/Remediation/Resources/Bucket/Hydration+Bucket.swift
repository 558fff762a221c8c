import AWS

extension Hydration {
  /// What c7n adds to each bucket (`S3_AUGMENT_TABLE`).
  static let bucketLocation = bucket(
    "GetBucketLocation", "Location", absent: [:], denied: .noted("get_bucket_location")
  ) {
    .object(ResourceType.location($0))
  }
  static let bucketTags = bucket(
    "GetBucketTagging", "Tags", absent: [], denied: .noted("get_bucket_tagging")
  ) { $0.first("TagSet") ?? [] }
  static let bucketPolicy = bucket(
    "GetBucketPolicy", "Policy", denied: .noted("get_bucket_policy")
  ) { $0.first("Policy") ?? .null }
  static let bucketACL = bucket("GetBucketAcl", "Acl", denied: .noted("get_bucket_acl"), whole)
  static let bucketReplication = bucket(
    "GetBucketReplication", "Replication", denied: .noted("get_bucket_replication"), whole)
  static let bucketVersioning = bucket(
    "GetBucketVersioning", "Versioning", denied: .noted("get_bucket_versioning"), whole)
  static let bucketWebsite = bucket(
    "GetBucketWebsite", "Website", denied: .noted("get_bucket_website"), whole)
  static let bucketLogging = bucket(
    "GetBucketLogging", "Logging", denied: .noted("get_bucket_logging")
  ) { $0.first("LoggingEnabled") ?? [:] }
  static let bucketNotification = bucket(
    "GetBucketNotificationConfiguration", "Notification",
    denied: .noted("get_bucket_notification_configuration"), whole)
  static let bucketLifecycle = bucket(
    "GetBucketLifecycleConfiguration", "Lifecycle",
    denied: .noted("get_bucket_lifecycle_configuration"), whole)

  static let bucketAugmentations: [Hydration] = [
    bucketLocation, bucketTags, bucketPolicy, bucketACL, bucketReplication, bucketVersioning,
    bucketWebsite, bucketLogging, bucketNotification, bucketLifecycle,
  ]

  static let bucketWebsiteIfReadable = Hydration("Website if readable") { document, setting in
    let grants = document["Acl"]?["Grants"]?.list ?? []
    let isReadable = grants.contains { grant in
      grant["Permission"] == "READ" && grant.at("Grantee", "URI") != nil
    }
    guard isReadable else { return nil }
    return bucketWebsite.nextCall(document, setting)
  }

  /// How a refusal to read a part of a bucket shows.
  enum Denial: Sendable {
    /// Under `c7n:DeniedMethods`, by the name that c7n gives the method.
    case noted(String)
    /// c7n only logs it.
    case logged
  }

  /// A read of a part of a bucket. A refusal is an answer: the part stays away.
  static func bucket(
    _ operation: String, _ member: String, absent: AWSValue = .null,
    denied: Denial = .logged, pagination: ReadCall.Pagination? = nil,
    _ value: @escaping @Sendable ([AWSObject]) -> AWSValue
  ) -> Hydration {
    Hydration(member) { document, setting in
      guard document[member] == nil, !document.isDenied(operation, denied) else { return nil }
      var read = ReadCall(
        APICall(
          service: "s3", operation: operation, input: ["Bucket": document["Name"] ?? .null],
          scope: ResourceType.s3Bucket.homeScope(document, setting.scope)),
        pagination: pagination, goneCodes: ["NoSuchBucket"]
      ) { document, pages in
        document[member] = pages.map(value) ?? absent
      }
      read.foldError = { document, error in
        if error.code.hasPrefix("NoSuch") || error.code.contains("NotFound") {
          document[member] = absent
          return true
        }
        guard error.code == "AccessDenied" else { return false }
        document.deny(operation, denied)
        return true
      }
      return read
    }
  }

  static func whole(_ pages: [AWSObject]) -> AWSValue { .object(pages.first ?? [:]) }
}

extension AWSObject {
  private static let loggedMember = "stormdrill:DeniedOperations"
  private static let notedMember = "c7n:DeniedMethods"

  /// Whether a part of the bucket may not be read, as a hydration before found.
  func isDenied(_ operation: String, _ denial: Hydration.Denial) -> Bool {
    let (member, name) = Self.place(operation, denial)
    return self[member]?.list?.contains(.string(name)) ?? false
  }

  /// Whether c7n's method was refused.
  func isDenied(method: String) -> Bool { isDenied("", .noted(method)) }

  mutating func deny(_ operation: String, _ denial: Hydration.Denial) {
    let (member, name) = Self.place(operation, denial)
    self[member] = .list((self[member]?.list ?? []) + [.string(name)])
  }

  private static func place(_ operation: String, _ denial: Hydration.Denial) -> (String, String) {
    switch denial {
    case .noted(let method): (notedMember, method)
    case .logged: (loggedMember, operation)
    }
  }
}
