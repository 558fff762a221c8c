import AWS
import Documents

/// `update-trail`: sets attributes of a trail; other regions' shadows are left alone.
struct UpdateTrail: Action {
  let name = "update-trail"
  let position: SourcePosition
  let attributes: AWSObject

  /// The member of a trail that tells what stood there, by what UpdateTrail calls it.
  private static let members = [
    "S3BucketName": "S3BucketName", "S3KeyPrefix": "S3KeyPrefix", "SnsTopicName": "SnsTopicARN",
    "IncludeGlobalServiceEvents": "IncludeGlobalServiceEvents",
    "IsMultiRegionTrail": "IsMultiRegionTrail",
    "EnableLogFileValidation": "LogFileValidationEnabled",
    "CloudWatchLogsLogGroupArn": "CloudWatchLogsLogGroupArn",
    "CloudWatchLogsRoleArn": "CloudWatchLogsRoleArn", "KmsKeyId": "KmsKeyId",
    "IsOrganizationTrail": "IsOrganizationTrail",
  ]

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard setting.isOwnTrail(in: &plan) else { return }
    let trail: AWSValue = setting.document["Name"] ?? .string(setting.id)
    var (call, undo, removed) = (AWSObject(), AWSObject(), AWSObject())
    call["Name"] = trail
    undo["Name"] = trail
    for (key, value) in attributes {
      call[key] = value
      let before = Self.members[key].flatMap { setting.document[$0] }
      // A text that wasn't there is taken away by an empty one.
      undo[key] = before ?? (value.bool == nil ? "" : false)
      removed.set(key, before)
    }
    plan.steps.append(
      PlannedStep(
        summary: "update trail \(setting.id)",
        call: setting.call("cloudtrail", "UpdateTrail", call),
        undo: [setting.call("cloudtrail", "UpdateTrail", undo)], removed: .object(removed)))
  }
}

/// `delete` of trails; other regions' shadows are left alone.
struct DeleteTrail: Action {
  let name = "delete"
  let position: SourcePosition

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard setting.isOwnTrail(in: &plan) else { return }
    plan.steps.append(
      PlannedStep(
        summary: "delete trail \(setting.id)",
        call: setting.call(
          "cloudtrail", "DeleteTrail", ["Name": setting.document["Name"] ?? .string(setting.id)]),
        undo: [], irreversible: "a deleted trail's status and log chain don't come back",
        removed: .object(setting.document), doneCodes: ResourceType.trailGoneCodes))
  }
}

extension ActionSetting {
  /// Whether a trail can be changed from here; a remark where it can't.
  func isOwnTrail(in plan: inout Plan) -> Bool {
    let isShadow =
      (try? ShadowTrailFilter.isShadow(
        document, account: context.account, region: context.region)) ?? true
    if isShadow { plan.remarks.append("\(id) is a shadow of a trail elsewhere") }
    return !isShadow
  }
}
