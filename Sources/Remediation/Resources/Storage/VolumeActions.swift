import AWS
import Documents

/// `delete` of volumes; with `force` an attached one is taken off its instances first.
///
/// Cloud Custodian waits between both calls until the volume is available; here DeleteVolume is
/// made at once, and again after a pause while AWS still refuses it.
struct DeleteVolume: Action {
  let name = "delete"
  let position: SourcePosition
  let forces: Bool

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let attachments = setting.document["Attachments"]?.list ?? []
    let isUnderWay = attachments.allSatisfy { $0["State"] == "detaching" }
    if forces, !isUnderWay {
      plan.steps.append(
        PlannedStep(
          summary: "detach volume \(setting.id)",
          call: setting.call(
            "ec2", "DetachVolume", ["VolumeId": .string(setting.id), "Force": true]),
          undo: attachments.compactMap { DetachVolume.attach($0, setting) },
          removed: .list(attachments), doneCodes: ["IncorrectState"]))
    }
    plan.steps.append(
      PlannedStep(
        summary: "delete volume \(setting.id)",
        call: setting.call("ec2", "DeleteVolume", ["VolumeId": .string(setting.id)]), undo: [],
        irreversible: "a deleted volume doesn't come back", removed: .object(setting.document),
        doneCodes: ["InvalidVolume.NotFound"], earlyCodes: forces ? ["VolumeInUse"] : []))
  }
}

/// `detach`: takes a volume off each instance that it is attached to.
struct DetachVolume: Action {
  let name = "detach"
  let position: SourcePosition
  let forces: Bool

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let attachments = setting.document["Attachments"]?.list ?? []
    if attachments.isEmpty { plan.remarks.append("volume \(setting.id) is not attached") }
    for attachment in attachments {
      guard let instance = attachment["InstanceId"] else {
        plan.remarks.append("an attachment of volume \(setting.id) names no instance")
        continue
      }
      plan.steps.append(
        PlannedStep(
          summary: "detach volume \(setting.id) from \(instance.string ?? "its instance")",
          call: setting.call(
            "ec2", "DetachVolume",
            ["InstanceId": instance, "VolumeId": .string(setting.id), "Force": .bool(forces)]),
          undo: [Self.attach(attachment, setting)].compactMap { $0 }, removed: attachment))
    }
  }

  /// The call that attaches the volume as it was.
  static func attach(_ attachment: AWSValue, _ setting: ActionSetting) -> APICall? {
    guard let instance = attachment["InstanceId"], let device = attachment["Device"] else {
      return nil
    }
    return setting.call(
      "ec2", "AttachVolume",
      ["Device": device, "InstanceId": instance, "VolumeId": .string(setting.id)])
  }
}

/// `modify`: changes a volume's type, and its size and operations a second in per cent of what they
/// are.
struct ModifyVolume: Action {
  let name = "modify"
  let position: SourcePosition
  let type: String?
  let sizePercent: Double?
  let iopsPercent: Double?

  func objection(to filters: [Node]) -> String? {
    filters.contains { $0.string == ModifyableFilter.name }
      ? nil : "`modify` needs the filter `\(ModifyableFilter.name)` in the policy, as a word"
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let document = setting.document
    let before = document["VolumeType"]?.string ?? ""
    var input: AWSObject = ["VolumeId": .string(setting.id)]
    var undo = input
    let target = type ?? before
    let least: Int64? = ["io1", "io2"].contains(target) ? 100 : target == "gp3" ? 3000 : nil
    if let iopsPercent, let least {
      let base = document["Iops"]?.integer ?? (target == "gp3" ? 3000 : 10)
      input["Iops"] = .integer(max(Self.percent(iopsPercent, of: base), least))
    }
    if let sizePercent {
      let size = document["Size"]?.integer ?? 0
      input["Size"] = .integer(max(Self.percent(sizePercent, of: size), 1))
    }
    if let type { input["VolumeType"] = .string(type) }
    guard input.count > 1 else {
      plan.remarks.append(
        "nothing to modify: volume \(setting.id) is of type \(before), whose operations a second "
          + "can't be set")
      return
    }
    if ["io1", "io2", "gp3"].contains(before) { undo.set("Iops", document["Iops"]) }
    if before == "gp3" { undo.set("Throughput", document["Throughput"]) }
    if type != nil { undo.set("VolumeType", document["VolumeType"]) }
    let grows = input["Size"] != nil && input["Size"] != document["Size"]
    plan.steps.append(
      PlannedStep(
        summary: "modify volume \(setting.id)",
        call: setting.call("ec2", "ModifyVolume", input),
        undo: undo.count > 1 ? [setting.call("ec2", "ModifyVolume", undo)] : [],
        irreversible: grows
          ? "a volume that has grown doesn't shrink" : undo.count > 1 ? nil : Self.stays,
        removed: .object(Self.changed(document))))
  }

  private static let stays = "what the volume was is not known"

  /// `int(base * percent / 100.0)`
  private static func percent(_ percent: Double, of base: Int64) -> Int64 {
    Int64(exactly: (Double(base) * percent / 100).rounded(.towardZero)) ?? .max
  }

  private static func changed(_ document: AWSObject) -> AWSObject {
    var out = AWSObject()
    for member in ["VolumeType", "Size", "Iops", "Throughput"] {
      out.set(member, document[member])
    }
    return out
  }
}

/// `snapshot`: takes a snapshot of a volume, with tags of the policy's and of the volume's own.
struct CreateSnapshot: Action {
  enum Copied: Sendable {
    case none, all
    case listed([String])
  }

  let name = "snapshot"
  let position: SourcePosition
  /// Empty for one that names the policy.
  let description: String
  let copied: Copied
  /// They win over the volume's.
  let tags: [(key: String, value: String)]

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    var pairs: [AWSValue] = tags.map { tag in
      [
        "Key": .string(tag.key), "Value": .string(Template.expand(tag.value, setting.context)),
      ]
    }
    for tag in setting.document["Tags"]?.list ?? [] {
      guard let key = tag["Key"]?.string, !tags.contains(where: { $0.key == key }) else {
        continue
      }
      switch copied {
      case .none: continue
      case .all where key.hasPrefix("aws:"): continue
      case .listed(let keys) where !keys.contains(key):
        if !keys.contains("*") || key.hasPrefix("aws:") { continue }
      case .all, .listed: break
      }
      pairs.append(tag)
    }
    let text = Template.expand(description, setting.context)
    plan.steps.append(
      PlannedStep(
        summary: "take a snapshot of volume \(setting.id)",
        call: setting.call(
          "ec2", "CreateSnapshot",
          [
            "VolumeId": .string(setting.id),
            "Description": .string(
              text.isEmpty ? "Automated snapshot by c7n - \(setting.policy.name)" : text),
            "TagSpecifications": [["ResourceType": "snapshot", "Tags": .list(pairs)]],
          ]),
        undo: [
          setting.call(
            "ec2", "DeleteSnapshot",
            ["SnapshotId": AnswerReference.to(step: plan.steps.count, "SnapshotId")])
        ], doneCodes: ["InvalidVolume.NotFound"]))
  }
}
