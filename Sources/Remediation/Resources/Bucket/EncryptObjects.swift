import AWS
import Documents

/// `encrypt-keys`: encrypts what lies in a bucket by copying each object onto itself; of a bucket
/// with versions, the latest version of an object that isn't encrypted, after which that version
/// and every older one that isn't encrypted is deleted.
///
/// Departures, each with a remark: what AWS would refuse to read or to copy is left alone, where
/// Cloud Custodian breaks off with up to 99 others; a version `null` that the copy has overwritten
/// is not deleted, since that would delete the copy; a bucket with more than `BucketObjects.limit`
/// objects is left alone whole.
struct EncryptObjects: Action {
  let name = "encrypt-keys"
  let position: SourcePosition
  let algorithm: String
  /// A part of the name of the KMS key to encrypt with; nil for S3's default one.
  let key: String?
  /// Whether what lies in Glacier is brought back, to be encrypted when it is there.
  let restores: Bool
  /// Whether large objects are copied in parts.
  let isInParts: Bool
  let reportsOnly: Bool

  var hydrations: [Hydration] { [.bucketVersioning, .bucketObjects, .bucketObjectHeads] }

  /// The most calls that change something, for all of a bucket's objects.
  static let callLimit = 2 * BucketObjects.limit

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if setting.leaves("get_bucket_versioning", "its versioning", in: &plan) { return }
    guard let objects = BucketObjects(setting.document) else {
      plan.remarks.append(
        "bucket \(setting.id) has more than \(BucketObjects.limit) objects, or they may not be "
          + "listed: it is left alone, and none of them is encrypted")
      return
    }
    var copies = ObjectCopies(
      action: self, setting: setting, firstStep: plan.steps.count,
      overwritten: overwritten(objects, setting))
    for entry in objects.entries { copies.take(entry) }
    guard copies.steps.count <= Self.callLimit else {
      plan.remarks.append(
        "to encrypt the objects of bucket \(setting.id) takes \(copies.steps.count) calls, more "
          + "than \(Self.callLimit): it is left alone, and none of them is encrypted")
      return
    }
    plan.steps += copies.steps
    plan.remarks += copies.remarks
    if copies.steps.isEmpty, copies.remarks.isEmpty {
      plan.remarks.append("bucket \(setting.id) has no object to encrypt")
    }
  }

  /// Of which objects a copy takes the place of the version `null`: those that are copied in a
  /// bucket whose versioning is suspended.
  private func overwritten(_ objects: BucketObjects, _ setting: ActionSetting) -> Set<String> {
    guard setting.document.at("Versioning", "Status") == "Suspended" else { return [] }
    return Set(
      objects.entries.filter { $0.isLatest && $0.head?["ServerSideEncryption"] == nil }.map(\.key))
  }

  /// Whether an object is to be encrypted; one that has versions is as soon as it isn't at all.
  func isDue(_ head: AWSObject, hasVersions: Bool) -> Bool {
    let algorithm = head["ServerSideEncryption"]?.string
    if hasVersions { return algorithm == nil }
    switch algorithm {
    case "AES256": return key != nil
    case "aws:kms": return key.map { !(head["SSEKMSKeyId"]?.string ?? "").contains($0) } ?? false
    default: return true
    }
  }
}

extension ActionKind {
  static let encryptObjects = ActionKind(names: ["encrypt-keys"]) { _, reader, _, _ in
    let algorithm = FilterKind.word("crypto", &reader, ["AES256", "aws:kms"])
    let key = reader.string("key-id")
    if key != nil, algorithm != "aws:kms" {
      reader.error(
        at: reader.node("key-id")?.position,
        "`key-id` has no meaning without `crypto: aws:kms`",
        suggestion: "expected `crypto: aws:kms`")
    }
    if algorithm == "aws:kms", key?.isEmpty ?? true {
      reader.diagnostics.append(
        Diagnostic(
          reader.position, "`aws:kms` without `key-id` leaves what AES256 encrypts as it is, which "
            + "is all that was written since January 2023",
          suggestion: "expected `key-id`", severity: .warning))
    }
    return EncryptObjects(
      position: reader.position, algorithm: algorithm ?? "AES256",
      key: key.flatMap { $0.isEmpty ? nil : $0 }, restores: reader.bool("glacier") ?? false,
      isInParts: reader.bool("large") ?? true, reportsOnly: reader.bool("report-only") ?? false)
  }
}
