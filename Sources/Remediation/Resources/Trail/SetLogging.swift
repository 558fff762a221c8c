import AWS
import Documents

/// `set-logging` of trails: starts or stops logging; other regions' shadows are left alone.
struct SetLogging: Action {
  let name = "set-logging"
  let position: SourcePosition
  let isEnabled: Bool

  var hydrations: [Hydration] { [.trailStatus] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard setting.isOwnTrail(in: &plan) else { return }
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
