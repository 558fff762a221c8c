import AWS

/// The objects in a bucket, each version of them where it has versions, with what HEAD tells of
/// each.
struct BucketObjects {
  /// How many are asked for at most, one call each; of a bucket with more, none is.
  static let limit = 1000
  static let listed = "stormdrill:Objects"
  static let heads = "stormdrill:ObjectHeads"

  struct Entry {
    let key: String
    /// nil in a bucket that never had versions.
    let version: String?
    let isLatest: Bool
    /// nil where it may not be read, or isn't there any more: `refusal` is the HTTP status.
    let head: AWSObject?
    let refusal: String?
  }

  let entries: [Entry]

  /// nil where not all were listed and asked for.
  init?(_ bucket: AWSObject) {
    let heads = bucket[Self.heads]?.list ?? []
    guard let listed = Self.listed(in: bucket), listed.count == heads.count else { return nil }
    entries = zip(listed, heads).map { entry, head in
      Entry(
        key: entry["Key"]?.string ?? "", version: entry["VersionId"]?.string,
        isLatest: entry["IsLatest"]?.bool ?? false,
        head: head["Refused"] == nil ? head.object : nil, refusal: head["Refused"]?.string)
    }
  }

  fileprivate static func listed(in bucket: AWSObject) -> [AWSValue]? {
    guard let objects = bucket[listed], objects["Next"] == nil else { return nil }
    let all = (objects["Pages"]?.list ?? []).flatMap { $0.list ?? [] }
    return all.count <= limit ? all : nil
  }
}

extension Hydration {
  static let bucketObjects = listing(
    BucketObjects.listed, limit: BucketObjects.limit,
    operation: { hasVersions($0) ? "ListObjectVersions" : "ListObjects" },
    entries: { page in
      ["Contents", "Versions"].flatMap { member in
        (page[member]?.list ?? []).map { kept($0, "Key", "VersionId", "IsLatest") }
      }
    },
    next: nextObjects)

  /// What an object answers whose HEAD AWS refuses: encrypted with a key of the client's own (400),
  /// not for everybody (403), gone (404), a delete marker (405).
  private static let refusals = [400, 403, 404, 405]

  static let bucketObjectHeads: Hydration = {
    var hydration = Hydration(BucketObjects.heads, nextHead)
    hydration.isLong = true
    return hydration
  }()

  private static func nextHead(_ document: AWSObject, _ setting: ReadSetting) -> ReadCall? {
    let known = document[BucketObjects.heads]?.list ?? []
    guard let listed = BucketObjects.listed(in: document), known.count < listed.count else {
      return nil
    }
    var input: AWSObject = ["Bucket": document["Name"] ?? .null]
    for member in ["Key", "VersionId"] { input.set(member, listed[known.count][member]) }
    var read = ReadCall(
      APICall(
        service: "s3", operation: "HeadObject", input: input,
        scope: ResourceType.s3Bucket.homeScope(document, setting.scope))
    ) { document, pages in
      let head = kept(
        .object(pages?.first ?? [:]), "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled",
        "StorageClass", "Restore", "ArchiveStatus", "ContentLength", "ETag", "Metadata")
      document[BucketObjects.heads] = .list(known + [head])
    }
    read.foldError = { document, error in
      guard refusals.contains(error.status), !error.isThrottling else { return false }
      document[BucketObjects.heads] = .list(known + [["Refused": .string(error.code)]])
      return true
    }
    return read
  }
}
