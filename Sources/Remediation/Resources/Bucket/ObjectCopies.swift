import AWS
import Documents

/// The calls that encrypt a bucket's objects, and what is left out of them with the reasons.
struct ObjectCopies {
  /// Objects up to this size are copied in one call, though AWS takes up to `greatestCopy`.
  static let copySize: Int64 = 2 << 30
  static let greatestCopy: Int64 = 5 << 30
  static let partSize = copySize - (1 << 20)
  /// How long what comes back from Glacier stays.
  static let restoredDays: Int64 = 30

  let action: EncryptObjects
  let setting: ActionSetting
  /// The number of the first of these steps in the plan.
  let firstStep: Int
  /// The objects whose version `null` a copy overwrites.
  let overwritten: Set<String>
  private(set) var steps: [PlannedStep] = []
  /// The objects to which each reason applies, in order.
  private var reasons: [(reason: String, keys: [String])] = []

  init(
    action: EncryptObjects, setting: ActionSetting, firstStep: Int, overwritten: Set<String>
  ) {
    self.action = action
    self.setting = setting
    self.firstStep = firstStep
    self.overwritten = overwritten
  }

  /// One for each reason, with the first of the objects to which it applies.
  var remarks: [String] {
    reasons.map { reason, keys in
      let shown = keys.prefix(5).map { "`\($0.shortened)`" }.joined(separator: ", ")
      let more = keys.count > 5 ? " and \(keys.count - 5) more" : ""
      return "bucket \(setting.id): \(reason): \(shown)\(more)"
    }
  }

  mutating func take(_ entry: BucketObjects.Entry) {
    guard let head = entry.head else {
      return say("AWS refuses to tell of an object (\(entry.refusal ?? "")), so it is left", entry)
    }
    guard action.isDue(head, hasVersions: entry.version != nil) else { return }
    if action.reportsOnly {
      return say("`report-only`: an object isn't encrypted as the policy wants it", entry)
    }
    guard let version = entry.version else {
      _ = copy(entry, head)
      return
    }
    if entry.isLatest, !copy(entry, head) { return }
    if version == "null", overwritten.contains(entry.key) {
      return say("a copy overwrote the version `null`, so it is not deleted", entry)
    }
    add(
      "delete version \(version) of \(entry.key), which isn't encrypted,", "DeleteObject",
      ["Key": .string(entry.key), "VersionId": .string(version)],
      irreversible: "a deleted version of an object doesn't come back",
      removed: .object(head), doneCodes: ["NoSuchVersion"])
  }

  /// Whether the object is copied, so that the version before may go.
  private mutating func copy(_ entry: BucketObjects.Entry, _ head: AWSObject) -> Bool {
    var storage = head["StorageClass"]?.string ?? "STANDARD"
    let isBack = head["Restore"]?.string.map(Self.isComplete)
    if storage == "GLACIER" {
      guard action.restores else {
        say("an object in Glacier is left there without `glacier: true`", entry)
        return false
      }
      guard let isBack else {
        restore(entry)
        return false
      }
      guard isBack else {
        say("an object is on its way back from Glacier", entry)
        return false
      }
      storage = "STANDARD"
    }
    let isArchived = storage == "DEEP_ARCHIVE" || head["ArchiveStatus"] != nil
    if isArchived, isBack != true {
      say("an archived object can't be copied before it is brought back", entry)
      return false
    }
    let size = head["ContentLength"]?.integer ?? 0
    if !action.isInParts, size > Self.greatestCopy {
      say("an object is too large to be copied in one call, which `large: false` asks for", entry)
      return false
    }
    if head["ServerSideEncryption"] == "aws:kms:dsse" {
      say("an object is encrypted twice (aws:kms:dsse), and from then on once", entry)
    }
    let target = target(entry, storage, action.algorithm, action.key)
    if action.isInParts, size > Self.copySize {
      copyInParts(entry, head, target, size)
    } else {
      copyWhole(entry, head, target)
    }
    return true
  }

  private func target(
    _ entry: BucketObjects.Entry, _ storage: String, _ algorithm: String, _ key: String?
  ) -> AWSObject {
    var target: AWSObject = [
      "Key": .string(entry.key), "StorageClass": .string(storage),
      "ServerSideEncryption": .string(algorithm),
    ]
    if algorithm != "AES256" { target.set("SSEKMSKeyId", key.map { .string($0) }) }
    return target
  }

  /// `ongoing-request="false", expiry-date="..."`
  private static func isComplete(_ restore: String) -> Bool {
    restore.prefix { $0 != "," }.contains("false")
  }

  private mutating func restore(_ entry: BucketObjects.Entry) {
    add(
      "bring \(entry.key) back from Glacier", "RestoreObject",
      ["Key": .string(entry.key), "RestoreRequest": ["Days": .integer(Self.restoredDays)]],
      irreversible: "what is brought back from Glacier stays for \(Self.restoredDays) days",
      doneCodes: ["RestoreAlreadyInProgress"])
  }

  private func source(_ entry: BucketObjects.Entry) -> AWSValue {
    .string("/\(setting.id)/\(PercentEncoding.encode(entry.key, keepingSlash: true))")
  }

  private mutating func copyWhole(
    _ entry: BucketObjects.Entry, _ head: AWSObject, _ target: AWSObject
  ) {
    func input(_ target: AWSObject) -> AWSObject {
      var input = target
      input["CopySource"] = source(entry)
      input["MetadataDirective"] = "COPY"
      return input
    }
    var undo: [APICall] = []
    var reason = "a copy has none of the grants that the object had of its own"
    if entry.version != nil {
      reason = "a new version takes the place of one that is deleted"
    } else if let algorithm = head["ServerSideEncryption"]?.string {
      var before = self.target(
        entry, head["StorageClass"]?.string ?? "STANDARD", algorithm, head["SSEKMSKeyId"]?.string)
      before.set("BucketKeyEnabled", head["BucketKeyEnabled"])
      undo = [call("CopyObject", input(before))]
    } else {
      reason = "S3 writes no object unencrypted any more"
    }
    // Where a version is deleted next, a copy that isn't there must stop the plan.
    add(
      "encrypt \(entry.key) with \(action.algorithm)", "CopyObject", input(target), undo: undo,
      irreversible: reason, removed: .object(head),
      doneCodes: entry.version == nil ? ["NoSuchKey"] : [])
  }

  private mutating func copyInParts(
    _ entry: BucketObjects.Entry, _ head: AWSObject, _ target: AWSObject, _ size: Int64
  ) {
    say("a large object is written in parts, which keeps neither its content type nor tags", entry)
    let key = AWSValue.string(entry.key)
    let upload = AnswerReference.to(step: firstStep + steps.count, "UploadId")
    var created = target
    created.set("Metadata", head["Metadata"])
    add(
      "begin to encrypt \(entry.key) with \(action.algorithm)", "CreateMultipartUpload", created,
      undo: [call("AbortMultipartUpload", ["Key": key, "UploadId": upload])])
    let count = (size + Self.partSize - 1) / Self.partSize
    var parts: [AWSValue] = []
    for number in 1...count {
      let first = Self.partSize * (number - 1)
      let last = min(Self.partSize * number, size) - 1
      let step = firstStep + steps.count
      add(
        "encrypt part \(number) of \(count) of \(entry.key)", "UploadPartCopy",
        [
          "Key": key, "UploadId": upload, "CopySource": source(entry),
          "CopySourceIfMatch": head["ETag"] ?? .null,
          "CopySourceRange": .string("bytes=\(first)-\(last)"), "PartNumber": .integer(number),
        ])
      parts.append([
        "ETag": AnswerReference.to(step: step, "CopyPartResult.ETag"),
        "PartNumber": .integer(number),
      ])
    }
    add(
      "put the parts of \(entry.key) together", "CompleteMultipartUpload",
      ["Key": key, "UploadId": upload, "MultipartUpload": ["Parts": .list(parts)]],
      irreversible: "an object written in parts doesn't get back what it had of its own",
      removed: .object(head))
  }

  private func call(_ operation: String, _ input: AWSObject) -> APICall {
    var input = input
    input["Bucket"] = .string(setting.id)
    return setting.call("s3", operation, input)
  }

  private mutating func add(
    _ summary: String, _ operation: String, _ input: AWSObject, undo: [APICall] = [],
    irreversible: String? = nil, removed: AWSValue = .null, doneCodes: [String] = []
  ) {
    steps.append(
      PlannedStep(
        summary: "\(summary) in bucket \(setting.id)", call: call(operation, input), undo: undo,
        irreversible: irreversible, removed: removed, doneCodes: doneCodes))
  }

  private mutating func say(_ reason: String, _ entry: BucketObjects.Entry) {
    if let place = reasons.firstIndex(where: { $0.reason == reason }) {
      reasons[place].keys.append(entry.key)
    } else {
      reasons.append((reason, [entry.key]))
    }
  }
}
