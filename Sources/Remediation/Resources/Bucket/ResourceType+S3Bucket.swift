import AWS

extension ResourceType {
  /// S3's general-purpose buckets, with their subdocuments under the names that c7n gives them.
  package static let s3Bucket = ResourceType(
    name: "aws.s3", idMember: "Name", reach: .global,
    enumerate: { scope in
      ReadCall(APICall(service: "s3", operation: "ListBuckets", input: [:], scope: scope)) {
        $0.items("Buckets")
      }
    },
    readOne: { id, scope in
      ReadCall(
        APICall(
          service: "s3", operation: "GetBucketLocation", input: ["Bucket": .string(id)],
          scope: scope),
        goneCodes: ["NoSuchBucket"]
      ) { pages in
        [["Name": .string(id), "Location": .object(location(pages))]]
      }
    },
    baseHydrations: [.bucketLocation],
    homeScope: { document, scope in
      document["Location"] == nil ? scope : scope.in(region: homeRegion(document))
    },
    arn: { document, scope in
      ARN(partition: scope.partition, service: "s3", resource: document["Name"]?.string ?? "")
    },
    tagging: .s3, tagHydrations: [.bucketTags], furtherMembers: bucketMembers,
    filters: FilterKind.bucket, actions: ActionKind.bucket,
    touched: { record in
      guard record.eventSource == "s3.amazonaws.com", record.isManagement, !record.isReadOnly
      else { return [] }
      let named = record.requestParameters["bucketName"]?.string.map { [$0] }
      return (named ?? recordedBuckets(record)).map { .id($0, record.scope) }
    })

  static func homeRegion(_ bucket: AWSObject) -> String {
    switch bucket.at("Location", "LocationConstraint")?.string {
    case nil, "": "us-east-1"
    case "EU": "eu-west-1"
    case let region?: region
    }
  }

  /// The buckets among a record's resources.
  private static func recordedBuckets(_ record: CloudTrailRecord) -> [String] {
    (record.document["resources"]?.list ?? []).compactMap { resource in
      let arn = (resource["ARN"] ?? resource["arn"])?.string ?? ""
      guard let name = ARN(arn)?.resource, arn.contains(":s3:::"), !name.contains("/") else {
        return nil
      }
      return name
    }.uniqued
  }

  /// A bucket's location, Ireland's old name in the place of its region's as c7n keeps it.
  static func location(_ pages: [AWSObject]) -> AWSObject {
    let region = pages.first("LocationConstraint") ?? .null
    return ["LocationConstraint": region == "EU" ? "eu-west-1" : region]
  }

  /// The subdocuments of a bucket and what fetches them: a filter that names one needs it.
  private static let bucketMembers: [(member: String, hydration: Hydration)] = [
    ("Tags", .bucketTags),
    ("Policy", .bucketPolicy), ("Acl", .bucketACL), ("Versioning", .bucketVersioning),
    ("Logging", .bucketLogging), ("Website", .bucketWebsite),
    ("Replication", .bucketReplication), ("Notification", .bucketNotification),
    ("Lifecycle", .bucketLifecycle), ("c7n:PublicAccessBlock", .bucketPublicAccessBlock),
    ("c7n:bucket-encryption", .bucketEncryption), ("c7n:ownership", .bucketOwnership),
    ("c7n:ObjectLockConfiguration", .bucketLock), ("c7n:inventories", .bucketInventories),
    ("c7n:IntelligentTiering", .bucketTierings),
  ] + Hydration.bucketAugmentations.map { ("c7n:DeniedMethods", $0) }
}
