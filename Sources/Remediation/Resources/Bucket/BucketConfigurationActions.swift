import AWS
import Documents

/// `toggle-versioning`: switches versioning on, or suspends it.
struct ToggleVersioning: Action {
  let name = "toggle-versioning"
  let position: SourcePosition
  let isEnabled: Bool

  var hydrations: [Hydration] { [.bucketVersioning] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if setting.leaves("get_bucket_versioning", "its versioning", in: &plan) { return }
    let versioning = setting.document["Versioning"]?.object ?? [:]
    let status = versioning.isEmpty ? "Suspended" : versioning["Status"]?.string
    guard status == (isEnabled ? "Suspended" : "Enabled") else {
      plan.remarks.append(
        isEnabled
          ? "versioning of bucket \(setting.id) is enabled already"
          : "versioning of bucket \(setting.id) is not enabled, so there is nothing to suspend")
      return
    }
    func put(_ status: String) -> APICall {
      setting.call(
        "s3", "PutBucketVersioning",
        [
          "Bucket": .string(setting.id),
          "VersioningConfiguration": ["Status": .string(status)],
        ])
    }
    plan.steps.append(
      PlannedStep(
        summary: "\(isEnabled ? "enable" : "suspend") versioning of bucket \(setting.id)",
        call: put(isEnabled ? "Enabled" : "Suspended"),
        undo: [put(isEnabled ? "Suspended" : "Enabled")],
        irreversible: versioning.isEmpty
          ? "a bucket that had versions never has none again: undo only suspends versioning" : nil,
        removed: versioning.isEmpty ? .null : .object(versioning)))
  }
}

/// `delete-bucket-notification`: takes notifications out of a bucket's, by id or those that
/// `bucket-notification` noted. c7n writes back only notifications to functions, topics and queues.
struct DeleteBucketNotification: Action {
  let name = "delete-bucket-notification"
  let position: SourcePosition
  /// nil for those that were noted.
  let ids: [String]?

  var hydrations: [Hydration] { [.bucketNotification] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if setting.leaves("get_bucket_notification_configuration", "its notifications", in: &plan) {
      return
    }
    let before = setting.document["Notification"]?.object ?? [:]
    let noted = setting.match.annotations[BucketNotificationFilter.note]?.list ?? []
    let going = ids.map { $0.map { AWSValue.string($0) } } ?? noted
    guard !before.isEmpty, !going.isEmpty else {
      plan.remarks.append("bucket \(setting.id) has no notification to delete")
      return
    }
    var after = AWSObject()
    var removed: [AWSValue] = []
    for member in BucketNotificationFilter.members.values.sorted() {
      for item in before[member]?.list ?? [] {
        if let id = item["Id"], going.contains(id) {
          removed.append(item)
        } else {
          after[member] = .list((after[member]?.list ?? []) + [item])
        }
      }
    }
    if let events = before["EventBridgeConfiguration"] {
      plan.remarks.append("bucket \(setting.id) stops sending its events to EventBridge as well")
      removed.append(["EventBridgeConfiguration": events])
    }
    func put(_ configuration: AWSObject) -> APICall {
      setting.call(
        "s3", "PutBucketNotificationConfiguration",
        ["Bucket": .string(setting.id), "NotificationConfiguration": .object(configuration)])
    }
    plan.steps.append(
      PlannedStep(
        summary: "delete the notifications \(going.compactMap(\.string).joined(separator: ", ")) "
          + "of bucket \(setting.id)",
        call: put(after), undo: [put(before)],
        removed: removed.isEmpty ? .null : .list(removed)))
  }
}

/// `remove-website-hosting`: a bucket is no website any more.
struct RemoveWebsiteHosting: Action {
  let name = "remove-website-hosting"
  let position: SourcePosition

  var hydrations: [Hydration] { [.bucketWebsite] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if setting.leaves("get_bucket_website", "its website", in: &plan) { return }
    let bucket = AWSValue.string(setting.id)
    let before = setting.document["Website"]?.object ?? [:]
    let put = setting.call(
      "s3", "PutBucketWebsite", ["Bucket": bucket, "WebsiteConfiguration": .object(before)])
    plan.steps.append(
      PlannedStep(
        summary: "remove the website of bucket \(setting.id)",
        call: setting.call("s3", "DeleteBucketWebsite", ["Bucket": bucket]),
        undo: before.isEmpty ? [] : [put], removed: before.isEmpty ? .null : .object(before)))
  }
}

/// `set-replication`: switches all of a bucket's replication rules on or off, or removes them.
struct SetReplication: Action {
  enum State: String, Sendable, CaseIterable { case enable, disable, remove }

  let name = "set-replication"
  let position: SourcePosition
  /// nil does nothing, as c7n.
  let state: State?

  var hydrations: [Hydration] { [.bucketReplication] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard let state else {
      plan.remarks.append("`set-replication` names no `state`")
      return
    }
    if setting.leaves("get_bucket_replication", "its replication", in: &plan) { return }
    let bucket = AWSValue.string(setting.id)
    let before = setting.document.at("Replication", "ReplicationConfiguration")?.object
    func put(_ configuration: AWSObject) -> APICall {
      setting.call(
        "s3", "PutBucketReplication",
        ["Bucket": bucket, "ReplicationConfiguration": .object(configuration)])
    }
    guard state != .remove else {
      plan.steps.append(
        PlannedStep(
          summary: "remove the replication of bucket \(setting.id)",
          call: setting.call("s3", "DeleteBucketReplication", ["Bucket": bucket]),
          undo: before.map { [put($0)] } ?? [], removed: before.map { .object($0) } ?? .null))
      return
    }
    guard let before else {
      plan.remarks.append("bucket \(setting.id) has no replication")
      return
    }
    var after = before
    let status: AWSValue = state == .enable ? "Enabled" : "Disabled"
    after["Rules"] = .list(
      (before["Rules"]?.list ?? []).map { rule in
        var object = rule.object ?? [:]
        object["Status"] = status
        return .object(object)
      })
    plan.steps.append(
      PlannedStep(
        summary: "\(state.rawValue) the replication of bucket \(setting.id)", call: put(after),
        undo: [put(before)], removed: .object(before)))
  }
}
