import AWS
import Documents

/// `set-monitoring`: turns detailed monitoring on or off.
struct SetMonitoring: Action {
  let name = "set-monitoring"
  let position: SourcePosition
  let isOn: Bool

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let state = setting.document.at("Monitoring", "State")?.string ?? ""
    let wasOn = ["enabled", "pending"].contains(state)
    func call(_ isOn: Bool) -> APICall {
      setting.instanceCall(isOn ? "MonitorInstances" : "UnmonitorInstances")
    }
    plan.steps.append(
      PlannedStep(
        summary: "turn detailed monitoring of \(setting.id) \(isOn ? "on" : "off")",
        call: call(isOn), undo: wasOn == isOn ? [] : [call(wasOn)],
        removed: state.isEmpty ? .null : ["State": .string(state)],
        doneCodes: ["InvalidInstanceId.NotFound"]))
  }
}

/// `set-metadata-access`: sets how the metadata service answers, on instances that differ in all
/// that is set.
struct SetMetadataAccess: Action {
  let name = "set-metadata-access"
  let position: SourcePosition
  /// By AWS's names, such as `HttpTokens`.
  let options: [(name: String, value: AWSValue)]

  static let words = [
    "HttpEndpoint": ["enabled", "disabled"], "HttpTokens": ["required", "optional"],
    "InstanceMetadataTags": ["enabled", "disabled"],
  ]

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if options.isEmpty { plan.remarks.append("`\(name)` sets nothing on \(setting.id)") }
    guard !options.isEmpty else { return }
    let before = setting.document["MetadataOptions"]?.object ?? [:]
    for (name, value) in options {
      let found = before[name] ?? .null
      let isOther =
        switch found {
        case .string(let word): (Self.words[name] ?? []).contains(word) && found != value
        case .integer(let number): (1...64).contains(number) && found != value
        default: false
        }
      guard isOther else {
        plan.remarks.append(
          found == value
            ? "`\(name)` of \(setting.id) is \(Python.text(value)) already"
            : "`\(name)` of \(setting.id) is not known")
        return
      }
    }
    func modify(_ values: [(String, AWSValue)]) -> APICall {
      setting.call(
        "ec2", "ModifyInstanceMetadataOptions",
        AWSObject([("InstanceId", .string(setting.id))] + values))
    }
    let old = options.map { ($0.name, before[$0.name] ?? .null) }
    let what = options.map { "\($0.name) to \(Python.text($0.value))" }
    plan.steps.append(
      PlannedStep(
        summary: "set \(what.joined(separator: ", ")) on \(setting.id)",
        call: modify(options.map { ($0.name, $0.value) }), undo: [modify(old)],
        removed: .object(AWSObject(old)), doneCodes: ["InvalidInstanceId.NotFound"]))
  }
}

/// `set-instance-profile`: gives an instance a profile, in the place of the one it has, or takes
/// that away.
struct SetInstanceProfile: Action {
  let name = "set-instance-profile"
  let position: SourcePosition
  /// nil takes the profile away.
  let profile: String?

  var hydrations: [Hydration] { [.profileAssociation] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let states = ["running", "pending", "stopped", "stopping"]
    guard setting.isIn(states, for: name, &plan) else { return }
    let association = setting.document["stormdrill:ProfileAssociation"]?.object
    guard let association, let id = association["AssociationId"],
      let arn = association.at("IamInstanceProfile", "Arn")
    else {
      associate(&plan, setting)
      return
    }
    let before: AWSValue = ["AssociationId": id, "IamInstanceProfile": ["Arn": arn]]
    guard let profile else {
      plan.steps.append(
        PlannedStep(
          summary: "take profile \(arn.string ?? "") from \(setting.id)",
          call: setting.call("ec2", "DisassociateIamInstanceProfile", ["AssociationId": id]),
          undo: [
            setting.call(
              "ec2", "AssociateIamInstanceProfile",
              ["IamInstanceProfile": ["Arn": arn], "InstanceId": .string(setting.id)])
          ], removed: before, doneCodes: ["InvalidAssociationID.NotFound"]))
      return
    }
    guard !(arn.string ?? "").hasSuffix("/" + profile) else {
      plan.remarks.append("\(setting.id) has profile \(profile) already")
      return
    }
    func replace(_ association: AWSValue, _ profile: AWSValue) -> APICall {
      setting.call(
        "ec2", "ReplaceIamInstanceProfileAssociation",
        ["IamInstanceProfile": profile, "AssociationId": association])
    }
    let made = AnswerReference.to(
      step: plan.steps.count, "IamInstanceProfileAssociation.AssociationId")
    plan.steps.append(
      PlannedStep(
        summary: "replace the profile of \(setting.id) by \(profile)",
        call: replace(id, ["Name": .string(profile)]), undo: [replace(made, ["Arn": arn])],
        removed: before))
  }

  private func associate(_ plan: inout Plan, _ setting: ActionSetting) {
    guard let profile else {
      plan.remarks.append("\(setting.id) has no profile")
      return
    }
    let made = AnswerReference.to(
      step: plan.steps.count, "IamInstanceProfileAssociation.AssociationId")
    plan.steps.append(
      PlannedStep(
        summary: "give \(setting.id) profile \(profile)",
        call: setting.call(
          "ec2", "AssociateIamInstanceProfile",
          [
            "IamInstanceProfile": ["Name": .string(profile)], "InstanceId": .string(setting.id),
          ]),
        undo: [
          setting.call("ec2", "DisassociateIamInstanceProfile", ["AssociationId": made])
        ]))
  }
}
