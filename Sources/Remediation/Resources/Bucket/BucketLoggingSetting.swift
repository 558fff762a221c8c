import AWS
import Documents

/// Where a bucket's access logs go, as `bucket-logging` and `toggle-logging` state it.
struct BucketLoggingSetting: Sendable {
  let targetBucket: String?
  let targetPrefix: String?

  init(_ reader: inout MappingReader) {
    targetBucket = reader.string("target_bucket")
    targetPrefix = reader.string("target_prefix")
  }

  /// The account's alias is read only where a text names it.
  var hydrations: [Hydration] {
    let namesAccount = [targetBucket, targetPrefix].contains { $0?.contains("{account}") ?? false }
    return namesAccount ? [.bucketLogging, .accountAlias] : [.bucketLogging]
  }

  /// The bucket and the prefix, with all fields filled in; without a prefix, the bucket's name.
  func filledIn(
    _ bucket: AWSObject, _ scope: Scope, _ context: EvaluationContext
  ) -> (bucket: String?, prefix: String) {
    let source = BucketTemplate.fields(bucket, scope)
    func loaded(_ text: String?) -> String? { text.map { Template.expand($0, context) } }
    // A field that names an option which isn't there reads as Python writes nothing.
    let more =
      source + [
        ("account", bucket[BucketTemplate.aliasMember]?.string ?? ""),
        ("source_bucket_name", source[0].1), ("source_bucket_region", source[1].1),
        ("target_bucket_name", loaded(targetBucket) ?? "None"),
        ("target_prefix", loaded(targetPrefix) ?? "None"),
      ]
    func full(_ text: String?) -> String? {
      loaded(text).map { Template.expand($0, context, more) }
    }
    return (full(targetBucket), full(targetPrefix) ?? "\(source[0].1)/")
  }
}

/// `bucket-logging`: whether a bucket keeps access logs, or where it sends them.
struct BucketLoggingFilter: ResourceFilter {
  enum Question: String, Sendable, CaseIterable {
    case enabled, disabled, equal, eq, ne
    case notEqual = "not-equal"
  }

  let position: SourcePosition
  let question: Question
  let target: BucketLoggingSetting

  var hydrations: [Hydration] {
    [.enabled, .disabled].contains(question) ? [.bucketLogging] : target.hydrations
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let resource = run.resources[index]
    let logging = resource.document["Logging"] ?? [:]
    let isOff = logging == [:]
    switch question {
    case .disabled: return isOff
    case .enabled: return !isOff
    default: break
    }
    let (bucket, prefix) = target.filledIn(resource.document, resource.scope, run.context)
    var wanted: AWSValue = [:]
    if let bucket, !bucket.isEmpty {
      wanted = ["TargetBucket": .string(bucket), "TargetPrefix": .string(prefix)]
    }
    return Python.equal(logging, wanted) == [.equal, .eq].contains(question)
  }
}

/// `toggle-logging`: sends a bucket's access logs to a bucket, or stops them.
struct ToggleLogging: Action {
  let name = "toggle-logging"
  let position: SourcePosition
  let isEnabled: Bool
  let target: BucketLoggingSetting

  var hydrations: [Hydration] { isEnabled ? target.hydrations : [.bucketLogging] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let document = setting.document
    if setting.leaves("get_bucket_logging", "its logging", in: &plan) { return }
    let before = document["Logging"]?.object ?? [:]
    if !isEnabled, before.isEmpty {
      plan.remarks.append("bucket \(setting.id) keeps no access logs")
      return
    }
    var after = AWSObject()
    if isEnabled {
      let (bucket, prefix) = target.filledIn(
        document, setting.match.resource.scope, setting.context)
      after = ["TargetBucket": .string(bucket ?? ""), "TargetPrefix": .string(prefix)]
      if before == after {
        plan.remarks.append("bucket \(setting.id) sends its logs there already")
        return
      }
    }
    func put(_ logging: AWSObject) -> APICall {
      setting.call(
        "s3", "PutBucketLogging",
        [
          "Bucket": .string(setting.id),
          "BucketLoggingStatus": logging.isEmpty ? [:] : ["LoggingEnabled": .object(logging)],
        ])
    }
    plan.steps.append(
      PlannedStep(
        summary: isEnabled
          ? "send the access logs of bucket \(setting.id) to \(after["TargetBucket"]?.string ?? "")"
          : "stop the access logs of bucket \(setting.id)",
        call: put(after), undo: [put(before)], removed: before.isEmpty ? .null : .object(before)))
  }
}
