import AWS
import Documents

extension ActionSetting {
  /// `running`, `stopped` ...; empty where the document tells none.
  var instanceState: String { document["State"]?["Name"]?.string ?? "" }

  /// Whether an instance is in one of the states in which an action takes it up; says why not
  /// otherwise.
  func isIn(_ states: [String], for verb: String, _ plan: inout Plan) -> Bool {
    if states.contains(instanceState) { return true }
    let state = instanceState.isEmpty ? "in no known state" : instanceState
    plan.remarks.append(
      "\(id) is \(state): \(verb) takes up what is \(states.joined(separator: " or "))")
    return false
  }

  /// A call on this instance alone of those that take several.
  func instanceCall(_ operation: String, _ more: AWSObject = [:]) -> APICall {
    var input: AWSObject = ["InstanceIds": [.string(id)]]
    for (key, value) in more { input[key] = value }
    return call("ec2", operation, input)
  }

  /// The steps that take protections off an instance, those that are on: AWS would refuse what
  /// follows. Cloud Custodian waits to be refused, and then sets both.
  func unprotect(_ attributes: [String], _ plan: inout Plan) {
    guard document["InstanceLifecycle"] != "spot" else { return }
    for attribute in attributes where InstanceAttribute.isSet(attribute, document) == true {
      func modify(_ value: String) -> APICall {
        call(
          "ec2", "ModifyInstanceAttribute",
          [
            "InstanceId": .string(id), "Attribute": .string(attribute), "Value": .string(value),
          ])
      }
      plan.steps.append(
        PlannedStep(
          summary: "take \(attribute) off \(id)", call: modify("false"), undo: [modify("true")],
          removed: [attribute: true], doneCodes: ["IncorrectInstanceState"]))
    }
  }
}

/// `start`: starts a stopped instance that has volumes.
struct StartInstance: Action {
  let name = "start"
  let position: SourcePosition

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard setting.isIn(["stopped"], for: "start", &plan),
      setting.hasVolumes(for: "start", &plan)
    else { return }
    plan.steps.append(
      PlannedStep(
        summary: "start \(setting.id)", call: setting.instanceCall("StartInstances"),
        undo: [setting.instanceCall("StopInstances")], doneCodes: ["IncorrectInstanceState"]))
  }
}

/// `reboot`: reboots a running instance that has volumes.
struct RebootInstance: Action {
  let name = "reboot"
  let position: SourcePosition

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard setting.isIn(["running"], for: "reboot", &plan),
      setting.hasVolumes(for: "reboot", &plan)
    else { return }
    plan.steps.append(
      PlannedStep(
        summary: "reboot \(setting.id)", call: setting.instanceCall("RebootInstances"), undo: [],
        irreversible: "what was in memory doesn't come back"))
  }
}

extension ActionSetting {
  fileprivate func hasVolumes(for verb: String, _ plan: inout Plan) -> Bool {
    if document["BlockDeviceMappings"]?.list?.isEmpty == false { return true }
    plan.remarks.append("\(id) has no block devices: \(verb) takes up what has some")
    return false
  }
}

/// `stop`: stops a running instance; one whose root device is an instance store can only be
/// terminated, which needs `terminate-ephemeral`.
struct StopInstance: Action {
  let name = "stop"
  let position: SourcePosition
  let terminatesEphemeral: Bool
  let hibernates: Bool
  /// Whether protections are taken off first.
  let isForced: Bool

  private static let stop = "disableApiStop"
  private static let termination = "disableApiTermination"

  var hydrations: [Hydration] {
    guard isForced else { return [] }
    return [.instanceAttribute(Self.stop)]
      + (terminatesEphemeral ? [.instanceAttribute(Self.termination)] : [])
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard setting.isIn(["running"], for: "stop", &plan) else { return }
    guard let isEphemeral = try? EphemeralFilter.isEphemeral(setting.document) else {
      plan.remarks.append("what the root device of \(setting.id) is can't be told")
      return
    }
    guard !isEphemeral else {
      guard terminatesEphemeral else {
        plan.remarks.append(
          "\(setting.id) has an instance store as its root device, which can't be stopped")
        return
      }
      if isForced { setting.unprotect([Self.stop, Self.termination], &plan) }
      plan.steps.append(.terminate(setting))
      return
    }
    var more = AWSObject()
    if hibernates {
      switch setting.document.at("HibernationOptions", "Configured") {
      case true?: more["Hibernate"] = true
      case nil, .null?:
        plan.remarks.append("whether \(setting.id) can hibernate is not known: it is left alone")
        return
      default:
        plan.remarks.append("\(setting.id) is not set up to hibernate: it is stopped")
      }
    }
    if isForced { setting.unprotect([Self.stop], &plan) }
    let isHibernated = !more.isEmpty
    plan.steps.append(
      PlannedStep(
        summary: "\(isHibernated ? "hibernate" : "stop") \(setting.id)",
        call: setting.instanceCall("StopInstances", more),
        undo: [setting.instanceCall("StartInstances")],
        irreversible: isHibernated
          ? "instance stores and a public address that isn't elastic don't come back"
          : "memory, instance stores and a public address that isn't elastic don't come back"))
  }
}

/// `terminate`: terminates an instance; with `force`, protections are taken off first.
struct TerminateInstance: Action {
  let name = "terminate"
  let position: SourcePosition
  let isForced: Bool

  private static let protections = ["disableApiTermination", "disableApiStop"]

  var hydrations: [Hydration] {
    isForced ? Self.protections.map { .instanceAttribute($0) } : []
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard setting.isIn(SingletonFilter.states, for: "terminate", &plan) else { return }
    if isForced { setting.unprotect(Self.protections, &plan) }
    plan.steps.append(.terminate(setting))
  }
}

extension PlannedStep {
  fileprivate static func terminate(_ setting: ActionSetting) -> PlannedStep {
    PlannedStep(
      summary: "terminate \(setting.id)", call: setting.instanceCall("TerminateInstances"),
      undo: [], irreversible: "a terminated instance doesn't come back",
      doneCodes: ["InvalidInstanceID.NotFound"])
  }
}
