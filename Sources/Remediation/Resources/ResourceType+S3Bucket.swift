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
    hydrations: bucketHydrations,
    homeScope: { document, scope in
      guard let location = document["Location"] else { return scope }
      switch location["LocationConstraint"]?.string {
      case nil, "": return scope.in(region: "us-east-1")
      case "EU": return scope.in(region: "eu-west-1")
      case let region?: return scope.in(region: region)
      }
    },
    arn: { document, scope in
      ARN(partition: scope.partition, service: "s3", resource: document["Name"]?.string ?? "")
    },
    tagging: .s3, tagHydrations: [.bucketTags], furtherMembers: bucketMembers,
    touched: { record in
      guard record.eventSource == "s3.amazonaws.com", record.isManagement, !record.isReadOnly,
        let name = record.requestParameters["bucketName"]?.string
      else { return [] }
      return [.id(name, record.scope)]
    })

  private static func location(_ pages: [AWSObject]) -> AWSObject {
    ["LocationConstraint": pages.first("LocationConstraint") ?? .null]
  }

  private static func bucket(
    _ operation: String, _ member: String, absent: AWSValue = .null,
    absentCodes: [String] = [], _ value: @escaping @Sendable ([AWSObject]) -> AWSValue
  ) -> Hydration {
    .member(
      member, absent: absent, absentCodes: absentCodes, goneCodes: ["NoSuchBucket"],
      call: { document, scope in
        APICall(
          service: "s3", operation: operation, input: ["Bucket": document["Name"] ?? .null],
          scope: s3Bucket.homeScope(document, scope))
      }, value: value)
  }

  private static func whole(_ pages: [AWSObject]) -> AWSValue { .object(pages.first ?? [:]) }

  /// What c7n adds to each bucket (`S3_AUGMENT_TABLE`), and two more that its filters ask for.
  private static let bucketHydrations: [HydrationKey: Hydration] = [
    .bucketLocation: bucket("GetBucketLocation", "Location") { .object(location($0)) },
    .bucketTags: bucket(
      "GetBucketTagging", "Tags", absent: [], absentCodes: ["NoSuchTagSet"]
    ) { $0.first("TagSet") ?? [] },
    .bucketPolicy: bucket(
      "GetBucketPolicy", "Policy", absentCodes: ["NoSuchBucketPolicy"]
    ) { $0.first("Policy") ?? .null },
    .bucketACL: bucket("GetBucketAcl", "Acl", whole),
    .bucketVersioning: bucket("GetBucketVersioning", "Versioning", whole),
    .bucketLogging: bucket("GetBucketLogging", "Logging") { $0.first("LoggingEnabled") ?? [:] },
    .bucketWebsite: bucket(
      "GetBucketWebsite", "Website", absentCodes: ["NoSuchWebsiteConfiguration"], whole),
    .bucketReplication: bucket(
      "GetBucketReplication", "Replication",
      absentCodes: ["ReplicationConfigurationNotFoundError"], whole),
    .bucketNotification: bucket(
      "GetBucketNotificationConfiguration", "Notification", whole),
    .bucketLifecycle: bucket(
      "GetBucketLifecycleConfiguration", "Lifecycle",
      absentCodes: ["NoSuchLifecycleConfiguration"], whole),
    .bucketWebsiteIfReadable: Hydration { document, scope in
      let grants = document["Acl"]?["Grants"]?.list ?? []
      let isReadable = grants.contains { grant in
        grant["Permission"] == "READ" && grant.at("Grantee", "URI") != nil
      }
      guard isReadable else { return nil }
      return bucketHydrations[.bucketWebsite]?.nextCall(document, scope)
    },
    .bucketPublicAccessBlock: Hydration { document, scope in
      guard document[PublicBlockFilter.member] == nil else { return nil }
      return ReadCall(
        APICall(
          service: "s3", operation: "GetPublicAccessBlock",
          input: ["Bucket": document["Name"] ?? .null],
          scope: s3Bucket.homeScope(document, scope)),
        goneCodes: ["NoSuchBucket"], absentCodes: ["NoSuchPublicAccessBlockConfiguration"]
      ) { document, pages in
        document[PublicBlockFilter.member] =
          pages?.first("PublicAccessBlockConfiguration") ?? .object(PublicBlockFilter.none)
        if pages == nil { document[Hidden.noPublicBlock] = true }
      }
    },
  ]

  /// The subdocuments of a bucket and what fetches them: a filter that names one needs it.
  private static let bucketMembers: [(member: String, key: HydrationKey)] = [
    ("Tags", .bucketTags),
    ("Policy", .bucketPolicy), ("Acl", .bucketACL), ("Versioning", .bucketVersioning),
    ("Logging", .bucketLogging), ("Website", .bucketWebsite),
    ("Replication", .bucketReplication), ("Notification", .bucketNotification),
    ("Lifecycle", .bucketLifecycle), ("c7n:PublicAccessBlock", .bucketPublicAccessBlock),
  ]
}
