import AWS
import Documents

/// `set-policy` of users and roles: attaches a managed policy, or detaches one or all (`*`).
struct SetPolicy: Action {
  let name = "set-policy"
  let position: SourcePosition
  let attaches: Bool
  /// An ARN, a policy's name in the account, or `*`.
  let policy: String
  /// `User` or `Role`.
  let kind: String

  var hydrations: [HydrationKey] {
    kind == "User" ? [.userAttachedPolicies] : [.roleAttachedPolicies]
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let member = kind == "User" ? Hidden.attached : "c7n:AttachedPolicies"
    let attached = (setting.document[member]?.list ?? []).compactMap { $0["PolicyArn"]?.string }
    let arn =
      policy == "*" || policy.hasPrefix("arn")
      ? policy
      : "arn:\(setting.scope.partition):iam::\(setting.context.account):policy/\(policy)"
    if attaches {
      if attached.contains(arn) {
        plan.remarks.append("\(arn) is attached to \(setting.id) already")
      } else {
        plan.steps.append(step(true, arn, setting))
      }
      return
    }
    let goes = attached.filter { arn == "*" || $0 == arn }
    if goes.isEmpty { plan.remarks.append("\(arn) is not attached to \(setting.id)") }
    for arn in goes { plan.steps.append(step(false, arn, setting)) }
  }

  private func step(_ attaches: Bool, _ arn: String, _ setting: ActionSetting) -> PlannedStep {
    let input = AWSObject([("\(kind)Name", .string(setting.id)), ("PolicyArn", .string(arn))])
    let attach = setting.call("iam", "Attach\(kind)Policy", input)
    let detach = setting.call("iam", "Detach\(kind)Policy", input)
    return PlannedStep(
      summary: attaches ? "attach \(arn) to \(setting.id)" : "detach \(arn) from \(setting.id)",
      call: attaches ? attach : detach, undo: [attaches ? detach : attach],
      removed: attaches ? .null : ["PolicyArn": .string(arn)],
      doneCodes: attaches ? [] : ["NoSuchEntity"])
  }
}

/// `set-logging` of trails: starts or stops logging; other regions' shadows are left alone.
struct SetLogging: Action {
  let name = "set-logging"
  let position: SourcePosition
  let isEnabled: Bool

  var hydrations: [HydrationKey] { [.trailStatus] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let isShadow =
      (try? ShadowTrailFilter.isShadow(
        setting.document, account: setting.context.account, region: setting.context.region))
      ?? true
    guard !isShadow else {
      plan.remarks.append("\(setting.id) is a shadow of a trail elsewhere")
      return
    }
    let input: AWSObject = ["Name": setting.document["Name"] ?? .string(setting.id)]
    let start = setting.call("cloudtrail", "StartLogging", input)
    let stop = setting.call("cloudtrail", "StopLogging", input)
    let before = setting.document.at("c7n:TrailStatus", "IsLogging")
    let undo = before == .bool(isEnabled) ? [] : [isEnabled ? stop : start]
    plan.steps.append(
      PlannedStep(
        summary: "\(isEnabled ? "start" : "stop") logging of \(setting.id)",
        call: isEnabled ? start : stop, undo: undo,
        removed: before.map { ["IsLogging": $0] } ?? .null))
  }
}
