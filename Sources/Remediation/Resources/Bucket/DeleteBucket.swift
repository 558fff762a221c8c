import AWS
import Documents

/// `delete`: deletes a bucket, and before that, unless told otherwise, all that is in it: uploads
/// under way, objects, and, where it has versions, all of these and their delete markers.
///
/// A bucket with more than `BucketContents.limit` of them is left alone whole.
struct DeleteBucket: Action {
  let name = "delete"
  let position: SourcePosition
  let removesContents: Bool

  var hydrations: [Hydration] {
    removesContents
      ? [.bucketReplication, .bucketVersioning, .bucketUploads, .bucketContents] : []
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let bucket = AWSValue.string(setting.id)
    if removesContents {
      guard let contents = BucketContents(setting.document) else {
        plan.remarks.append(
          "bucket \(setting.id) has more than \(BucketContents.limit) objects or uploads, or they "
            + "may not be listed: it is left alone, and nothing in it is deleted")
        return
      }
      if setting.leaves("get_bucket_replication", "its replication", in: &plan)
        || setting.leaves("get_bucket_versioning", "its versioning", in: &plan)
      {
        return
      }
      prepare(setting, &plan)
      empty(contents, setting, &plan)
    }
    plan.steps.append(
      PlannedStep(
        summary: "delete bucket \(setting.id)",
        call: setting.call("s3", "DeleteBucket", ["Bucket": bucket]), undo: [],
        irreversible: "a deleted bucket doesn't come back with its settings, nor surely its name",
        removed: .object(known(setting.document)), doneCodes: ["NoSuchBucket"]))
  }

  /// What AWS and c7n tell of it, without our own members.
  private func known(_ document: AWSObject) -> AWSObject {
    AWSObject(
      document.filter { !$0.key.hasPrefix("stormdrill:") }.map { ($0.key, $0.value) })
  }

  /// Replication and versioning would make new versions while the old ones are deleted.
  private func prepare(_ setting: ActionSetting, _ plan: inout Plan) {
    let bucket = AWSValue.string(setting.id)
    if let replication = setting.document.at("Replication", "ReplicationConfiguration") {
      plan.steps.append(
        PlannedStep(
          summary: "remove the replication of bucket \(setting.id)",
          call: setting.call("s3", "DeleteBucketReplication", ["Bucket": bucket]),
          undo: [
            setting.call(
              "s3", "PutBucketReplication",
              ["Bucket": bucket, "ReplicationConfiguration": replication])
          ], removed: replication))
    }
    if setting.document.at("Versioning", "Status") == "Enabled" {
      func put(_ status: AWSValue) -> APICall {
        setting.call(
          "s3", "PutBucketVersioning",
          ["Bucket": bucket, "VersioningConfiguration": ["Status": status]])
      }
      plan.steps.append(
        PlannedStep(
          summary: "suspend versioning of bucket \(setting.id)", call: put("Suspended"),
          undo: [put("Enabled")], removed: ["Status": "Enabled"]))
    }
  }

  private func empty(_ contents: BucketContents, _ setting: ActionSetting, _ plan: inout Plan) {
    let bucket = AWSValue.string(setting.id)
    for upload in contents.uploads {
      plan.steps.append(
        PlannedStep(
          summary: "abort the upload of \(upload["Key"]?.string ?? "") to bucket \(setting.id)",
          call: setting.call(
            "s3", "AbortMultipartUpload",
            [
              "Bucket": bucket, "Key": upload["Key"] ?? .null,
              "UploadId": upload["UploadId"] ?? .null,
            ]), undo: [], irreversible: "the parts of an upload don't come back", removed: upload,
          doneCodes: ["NoSuchUpload"]))
    }
    for batch in contents.batches {
      plan.steps.append(
        PlannedStep(
          summary: "delete \(batch.count) object\(batch.count == 1 ? "" : "s") "
            + "from bucket \(setting.id)",
          call: setting.call(
            "s3", "DeleteObjects", ["Bucket": bucket, "Delete": ["Objects": .list(batch)]]),
          undo: [], irreversible: "deleted objects don't come back", removed: .list(batch)))
    }
  }
}

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
    next: { page in
      if let last = page["Contents"]?.list?.last {
        return ["Marker": page["NextMarker"] ?? last["Key"]]
      }
      return ["KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]]
    })

  private static func hasVersions(_ bucket: AWSObject) -> Bool {
    ["Enabled", "Suspended"].contains(bucket.at("Versioning", "Status")?.string)
  }

  private static func kept(_ entry: AWSValue, _ members: String...) -> AWSValue {
    .object(AWSObject(members.compactMap { name in entry[name].map { (name, $0) } }))
  }

  /// Lists page by page until the bound; what then still stands under `Next` was not listed.
  private static func listing(
    _ member: String, operation: @escaping @Sendable (AWSObject) -> String,
    entries: @escaping @Sendable (AWSObject) -> [AWSValue],
    next: @escaping @Sendable (AWSObject) -> [String: AWSValue?]
  ) -> Hydration {
    Hydration(member) { document, setting in
      let before = document[member]?.object
      let listed = (before?["Pages"]?.list ?? []).reduce(0) { $0 + ($1.list?.count ?? 0) }
      var input: AWSObject = ["Bucket": document["Name"] ?? .null]
      if let before {
        guard let marker = before["Next"]?.object, listed < BucketContents.limit,
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
  }
}
