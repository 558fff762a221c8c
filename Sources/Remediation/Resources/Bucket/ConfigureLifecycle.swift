import AWS
import Documents

/// `configure-lifecycle`: adds lifecycle rules to a bucket's, in the place of those of the same id;
/// one with the status `absent` goes.
struct ConfigureLifecycle: Action {
  let name = "configure-lifecycle"
  let position: SourcePosition
  let rules: [AWSObject]

  var hydrations: [Hydration] { [.bucketLifecycle] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if setting.leaves("get_bucket_lifecycle_configuration", "its lifecycle", in: &plan) { return }
    let before = setting.document["Lifecycle"]?.object ?? [:]
    let present = before["Rules"]?.list ?? []
    var after: [AWSValue?] = present
    for rule in rules {
      let loaded = Self.dated(setting.loaded(.object(rule)))
      let kept = rule["Status"] == "absent" ? nil : loaded
      if let place = after.firstIndex(where: { $0 != nil && $0?["ID"] == loaded["ID"] }) {
        after[place] = kept
      } else if let kept {
        after.append(kept)
      }
    }
    let kept = after.compactMap { $0 }
    let ids = rules.compactMap { $0["ID"]?.string }.joined(separator: ", ")
    plan.steps.append(
      PlannedStep(
        summary: "set the lifecycle rules \(ids) of bucket \(setting.id)",
        call: kept.isEmpty ? delete(setting) : put(kept, nil, setting),
        undo: [
          present.isEmpty
            ? delete(setting) : put(present, before["TransitionDefaultMinimumObjectSize"], setting)
        ], removed: present.isEmpty ? .null : .list(present)))
  }

  private func delete(_ setting: ActionSetting) -> APICall {
    setting.call("s3", "DeleteBucketLifecycle", ["Bucket": .string(setting.id)])
  }

  private func put(_ rules: [AWSValue], _ minimum: AWSValue?, _ setting: ActionSetting) -> APICall {
    var input: AWSObject = [
      "Bucket": .string(setting.id), "LifecycleConfiguration": ["Rules": .list(rules)],
    ]
    if let minimum { input["TransitionDefaultMinimumObjectSize"] = minimum }
    return setting.call("s3", "PutBucketLifecycleConfiguration", input)
  }

  /// The rule with its dates as times, in whichever of our forms they are written.
  private static func dated(_ value: AWSValue) -> AWSValue {
    switch value {
    case .list(let items): return .list(items.map(dated))
    case .object(let object):
      return .object(
        AWSObject(
          object.map { key, value in
            if key == "Date", let time = DateForm.date(value) { return (key, .timestamp(time)) }
            return (key, dated(value))
          }))
    default: return value
    }
  }

  /// A rule as it may stand in a policy.
  static let form: NodeForm = {
    let sizes: [(String, NodeForm)] = [
      ("Prefix", .text), ("ObjectSizeGreaterThan", .whole), ("ObjectSizeLessThan", .whole),
    ]
    let tag = NodeForm.mapping([("Key", .text), ("Value", .text)], required: ["Key", "Value"])
    let later: [(String, NodeForm)] = [
      ("NoncurrentDays", .whole), ("NewerNoncurrentVersions", .whole),
    ]
    return .mapping(
      [
        ("ID", .text), ("Status", .word(["Enabled", "Disabled", "absent"])), ("Prefix", .text),
        (
          "Expiration",
          .mapping([("Date", .date), ("Days", .whole), ("ExpiredObjectDeleteMarker", .flag)])
        ),
        (
          "Filter",
          .mapping(
            sizes + [("Tag", tag), ("And", .mapping(sizes + [("Tags", .list(tag))]))],
            justOne: true)
        ),
        (
          "Transitions",
          .list(.mapping([("Date", .date), ("Days", .whole), ("StorageClass", .text)]))
        ),
        ("NoncurrentVersionTransitions", .list(.mapping(later + [("StorageClass", .text)]))),
        ("NoncurrentVersionExpiration", .mapping(later)),
        ("AbortIncompleteMultipartUpload", .mapping([("DaysAfterInitiation", .whole)])),
      ], required: ["ID", "Status"])
  }()
}
