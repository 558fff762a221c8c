import AWS

/// What filters and actions ask of a bucket beside what c7n adds to each.
extension Hydration {
  static let bucketPublicAccessBlock = Hydration(PublicBlockFilter.member) { document, setting in
    let member = PublicBlockFilter.member
    guard document[member] == nil else { return nil }
    var read = ReadCall(
      APICall(
        service: "s3", operation: "GetPublicAccessBlock",
        input: ["Bucket": document["Name"] ?? .null],
        scope: ResourceType.s3Bucket.homeScope(document, setting.scope)),
      goneCodes: ["NoSuchBucket"], absentCodes: ["NoSuchPublicAccessBlockConfiguration"]
    ) { document, pages in
      document[member] =
        pages?.first("PublicAccessBlockConfiguration") ?? .object(PublicBlockFilter.none)
      if pages == nil { document[Hidden.noPublicBlock] = true }
    }
    // A block that may not be read counts as none.
    read.foldError = { document, error in
      guard error.code == "AccessDenied" else { return false }
      document[member] = .object(PublicBlockFilter.none)
      document.deny("GetPublicAccessBlock", .noted("GetPublicAccessBlock"))
      return true
    }
    return read
  }

  static let bucketEncryption = bucket(
    "GetBucketEncryption", "c7n:bucket-encryption", absent: [:], whole)

  static let bucketOwnership = bucket("GetBucketOwnershipControls", "c7n:ownership") {
    $0.first("OwnershipControls") ?? .null
  }

  static let bucketLock = bucket(
    "GetObjectLockConfiguration", "c7n:ObjectLockConfiguration"
  ) { $0.first("ObjectLockConfiguration") ?? .null }

  static let bucketInventories = bucket(
    "ListBucketInventoryConfigurations", "c7n:inventories",
    denied: .noted("GetInventoryConfiguration"), pagination: .continuation
  ) { .list($0.items("InventoryConfigurationList").map { .object($0) }) }

  static let bucketTierings = bucket(
    "ListBucketIntelligentTieringConfigurations", "c7n:IntelligentTiering",
    denied: .noted("list_bucket_intelligent_tiering_configurations"), pagination: .continuation
  ) { .list($0.items("IntelligentTieringConfigurationList").map { .object($0) }) }

  /// The account's first alias, or nothing.
  static let accountAlias = Hydration(BucketTemplate.aliasMember) { document, setting in
    guard document[BucketTemplate.aliasMember] == nil else { return nil }
    return ReadCall(ResourceType.iam("ListAccountAliases", [:], setting.scope)) {
      document, pages in
      document[BucketTemplate.aliasMember] = pages?.first("AccountAliases")?.list?.first ?? ""
    }
  }

  /// The KMS key that a text names in the bucket's region, with all names that it has there.
  static func bucketKey(_ text: String) -> Hydration {
    let member = BucketKey.member(text)
    return Hydration(member) { document, setting in
      let scope = ResourceType.s3Bucket.homeScope(document, setting.scope)
      var read: ReadCall
      if document[member] == nil {
        let context = EvaluationContext(
          now: setting.now, account: scope.account, region: setting.scope.region)
        read = ReadCall(
          APICall(
            service: "kms", operation: "DescribeKey",
            input: ["KeyId": .string(Template.expand(text, context))], scope: scope)
        ) { document, pages in
          document[member] = pages?.first("KeyMetadata") ?? .null
        }
      } else if let id = document.at(member, "KeyId"), document.at(member, "Aliases") == nil {
        read = ReadCall(
          APICall(
            service: "kms", operation: "ListAliases", input: ["KeyId": id], scope: scope),
          pagination: ReadCall.Pagination(inputMember: "Marker", outputMember: "NextMarker")
        ) { document, pages in
          var key = document[member]?.object ?? [:]
          key["Aliases"] = .list(
            (pages ?? []).items("Aliases").flatMap { alias in
              ["AliasArn", "AliasName"].compactMap { alias[$0] }
            })
          document[member] = .object(key)
        }
      } else {
        return nil
      }
      read.foldError = { document, error in
        guard !error.isRetryable else { return false }
        document[member] = .null
        return true
      }
      return read
    }
  }
}

extension ReadCall.Pagination {
  static let continuation = ReadCall.Pagination(
    inputMember: "ContinuationToken", outputMember: "NextContinuationToken")
}

/// A KMS key as a bucket's rules name it.
enum BucketKey {
  static func member(_ text: String) -> String { "stormdrill:Key \(text)" }

  /// nil where there is no such key in the bucket's region.
  static func found(_ text: String, for bucket: AWSObject) -> AWSObject? {
    bucket[member(text)]?.object
  }

  /// All by which an encryption rule may name it.
  static func names(_ key: AWSObject) -> [AWSValue] {
    [key["Arn"], key["KeyId"]].compactMap { $0 } + (key["Aliases"]?.list ?? [])
  }
}

/// The fields of texts about a bucket: `{bucket_name}`, `{bucket_region}` and those about logging.
enum BucketTemplate {
  static let aliasMember = "stormdrill:AccountAlias"

  static func fields(_ bucket: AWSObject, _ scope: Scope) -> [(String, String)] {
    [
      ("bucket_name", bucket["Name"]?.string ?? ""),
      ("bucket_region", ResourceType.s3Bucket.homeScope(bucket, scope).region),
    ]
  }

  /// A value of the policy filled in twice, as c7n does: when it is loaded, and for each bucket.
  static func expand(
    _ value: AWSValue, _ bucket: AWSObject, _ scope: Scope, _ context: EvaluationContext,
    _ more: [(String, String)] = []
  ) -> AWSValue {
    let loaded = Template.expand(value, context)
    return Template.expand(loaded, context, fields(bucket, scope) + more)
  }
}
