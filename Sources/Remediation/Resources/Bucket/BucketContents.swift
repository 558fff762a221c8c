import AWS

/// What is in a bucket, as far as it was listed.
struct BucketContents {
  /// How many entries are listed at most, of each kind: some 100 calls to delete them.
  static let limit = 10_000
  /// As many as c7n deletes in one call.
  static let batchSize = 100
  static let objects = "stormdrill:Contents"
  static let uploads = "stormdrill:Uploads"

  let uploads: [AWSValue]
  /// Keys with, where there are versions, these.
  let batches: [[AWSValue]]

  /// nil where not all was listed.
  init?(_ bucket: AWSObject) {
    guard let objects = bucket[Self.objects], let uploads = bucket[Self.uploads],
      objects["Next"] == nil, uploads["Next"] == nil
    else { return nil }
    self.uploads = (uploads["Pages"]?.list ?? []).flatMap { $0.list ?? [] }
    // c7n deletes page by page.
    batches = (objects["Pages"]?.list ?? []).flatMap { page in
      let items = page.list ?? []
      return stride(from: 0, to: items.count, by: Self.batchSize).map {
        Array(items[$0..<min($0 + Self.batchSize, items.count)])
      }
    }
  }
}

extension Hydration {
  static let bucketUploads = listing(
    BucketContents.uploads, operation: { _ in "ListMultipartUploads" },
    entries: { page in
      (page["Uploads"]?.list ?? []).map { kept($0, "Key", "UploadId") }
    },
    next: { page in
      ["KeyMarker": page["NextKeyMarker"], "UploadIdMarker": page["NextUploadIdMarker"]]
    })

  /// c7n deletes versions only where the bucket has, or had, versioning.
  static let bucketContents = listing(
    BucketContents.objects,
    operation: { hasVersions($0) ? "ListObjectVersions" : "ListObjects" },
    entries: { page in
      ["Contents", "Versions", "DeleteMarkers"].flatMap { member in
        (page[member]?.list ?? []).map { kept($0, "Key", "VersionId") }
      }
    },
    next: nextObjects)

  static func nextObjects(after page: AWSObject) -> [String: AWSValue?] {
    if let last = page["Contents"]?.list?.last {
      return ["Marker": page["NextMarker"] ?? last["Key"]]
    }
    return ["KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]]
  }

  static func hasVersions(_ bucket: AWSObject) -> Bool {
    ["Enabled", "Suspended"].contains(bucket.at("Versioning", "Status")?.string)
  }

  static func kept(_ entry: AWSValue, _ members: String...) -> AWSValue {
    .object(AWSObject(members.compactMap { name in entry[name].map { (name, $0) } }))
  }

  /// Lists page by page until the bound; what then still stands under `Next` was not listed.
  static func listing(
    _ member: String, limit: Int = BucketContents.limit,
    operation: @escaping @Sendable (AWSObject) -> String,
    entries: @escaping @Sendable (AWSObject) -> [AWSValue],
    next: @escaping @Sendable (AWSObject) -> [String: AWSValue?]
  ) -> Hydration {
    var hydration = Hydration(member) { document, setting in
      let before = document[member]?.object
      let listed = (before?["Pages"]?.list ?? []).reduce(0) { $0 + ($1.list?.count ?? 0) }
      var input: AWSObject = ["Bucket": document["Name"] ?? .null]
      if let before {
        guard let marker = before["Next"]?.object, listed < limit,
          !document.isDenied(operation(document), .logged)
        else { return nil }
        for (key, value) in marker { input[key] = value }
      }
      var read = ReadCall(
        APICall(
          service: "s3", operation: operation(document), input: input,
          scope: ResourceType.s3Bucket.homeScope(document, setting.scope)),
        goneCodes: ["NoSuchBucket"]
      ) { document, pages in
        let page = pages?.first ?? [:]
        var state: AWSObject = [
          "Pages": .list((before?["Pages"]?.list ?? []) + [.list(entries(page))])
        ]
        if page["IsTruncated"]?.bool == true {
          let marker = next(page).compactMapValues { $0 }.sorted { $0.key < $1.key }
          state["Next"] = .object(AWSObject(marker.map { ($0.key, $0.value) }))
        }
        document[member] = .object(state)
      }
      read.foldError = { document, error in
        guard error.code == "AccessDenied" else { return false }
        document.deny(operation(document), .logged)
        document[member] = ["Pages": [], "Next": [:]]
        return true
      }
      return read
    }
    hydration.isLong = true
    return hydration
  }
}
