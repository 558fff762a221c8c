import AWS
import Documents

/// `deregister`: gives up an image of the account's own, and with `delete-snapshots` the snapshots
/// that it stands on.
///
/// Snapshots that another image of the account stands on are left out; Cloud Custodian asks AWS to
/// delete them and passes over the refusal.
struct DeregisterImage: Action {
  let name = "deregister"
  let position: SourcePosition
  let deletesSnapshots: Bool

  var hydrations: [Hydration] { deletesSnapshots ? [.imageSharedSnapshots] : [] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard ImageOwner.isOwn(setting, &plan) else { return }
    plan.steps.append(
      PlannedStep(
        summary: "deregister image \(setting.id)",
        call: setting.call("ec2", "DeregisterImage", ["ImageId": .string(setting.id)]), undo: [],
        irreversible: "an image that is registered again gets another id",
        removed: .object(setting.document)))
    guard deletesSnapshots else { return }
    let shared = setting.document[StorageMember.sharedSnapshots]?.list ?? []
    for snapshot in Hydration.snapshots(of: setting.document) {
      let id = snapshot.string ?? ""
      if shared.contains(snapshot) {
        plan.remarks.append("another image stands on snapshot \(id) too")
        continue
      }
      plan.steps.append(
        PlannedStep(
          summary: "delete snapshot \(id)",
          call: setting.call("ec2", "DeleteSnapshot", ["SnapshotId": snapshot]), undo: [],
          irreversible: "a deleted snapshot doesn't come back",
          doneCodes: ["InvalidSnapshot.NotFound"]))
    }
  }
}

/// Actions on images do nothing about others', with whom they are only shared.
enum ImageOwner {
  static func isOwn(_ setting: ActionSetting, _ plan: inout Plan) -> Bool {
    if setting.document["OwnerId"]?.string == setting.context.account { return true }
    plan.remarks.append("image \(setting.id) belongs to another account")
    return false
  }
}

/// `cancel-launch-permission`: gives up the account's own permission to launch another's image.
/// Unless `dryrun` is turned off it changes nothing.
struct CancelLaunchPermission: Action {
  let name = "cancel-launch-permission"
  let position: SourcePosition
  let isDryRun: Bool

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard !isDryRun else {
      plan.remarks.append("`dryrun` is on: the permission to launch \(setting.id) stays")
      return
    }
    plan.steps.append(
      PlannedStep(
        summary: "give up the permission to launch \(setting.id)",
        call: setting.call(
          "ec2", "CancelImageLaunchPermission", ["ImageId": .string(setting.id)]),
        undo: [], irreversible: "only the image's owner can share it again"))
  }
}

/// `copy` of images: into a region, encrypted or not.
struct CopyImage: Action {
  let name = "copy"
  let position: SourcePosition
  let copyName: String?
  let description: String?
  let region: String?
  let isEncrypted: Bool
  let key: String

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    func text(_ stated: String?, _ member: String) -> AWSValue? {
      stated.map { .string(Template.expand($0, setting.context)) } ?? setting.document[member]
    }
    guard let name = text(copyName, "Name"), let about = text(description, "Description") else {
      plan.remarks.append(
        "image \(setting.id) has no name or no description that its copy could have")
      return
    }
    let target = setting.in(
      region: region.map { Template.expand($0, setting.context) } ?? setting.scope.region)
    plan.steps.append(
      PlannedStep(
        summary: "copy image \(setting.id) into \(target.scope.region)",
        call: target.call(
          "ec2", "CopyImage",
          [
            "Name": name, "Description": about, "SourceRegion": .string(setting.scope.region),
            "SourceImageId": .string(setting.id), "Encrypted": .bool(isEncrypted),
            "KmsKeyId": .string(Template.expand(key, setting.context)),
          ]),
        undo: [
          target.call(
            "ec2", "DeregisterImage",
            ["ImageId": AnswerReference.to(step: plan.steps.count, "ImageId")])
        ], irreversible: "the snapshots of the copy stay"))
  }
}

/// `set-deprecation`: says from when an image counts as deprecated, or no longer.
struct SetDeprecation: Action {
  enum When: Sendable {
    case never
    case at(Timestamp)
    /// So long after now.
    case days(Int64)
    /// So long after the image was made.
    case age(Int64)
  }

  let name = "set-deprecation"
  let position: SourcePosition
  let when: When

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard ImageOwner.isOwn(setting, &plan) else { return }
    var date: Timestamp?
    switch when {
    case .never: break
    case .at(let time): date = time
    case .days(let days): date = setting.context.now + .seconds(days * 86400)
    case .age(let days):
      guard let made = setting.document["CreationDate"].flatMap(DateForm.date) else {
        plan.remarks.append("image \(setting.id) doesn't say when it was made")
        return
      }
      date = made + .seconds(days * 86400)
    }
    // AWS takes no time that is past.
    if let time = date, time < setting.context.now { date = setting.context.now + .minutes(1) }
    plan.steps.append(
      PlannedStep(
        summary: date == nil
          ? "deprecate image \(setting.id) no longer" : "deprecate image \(setting.id)",
        call: call(date, setting),
        undo: [call(setting.document["DeprecationTime"].flatMap(DateForm.date), setting)],
        removed: setting.document["DeprecationTime"] ?? .null))
  }

  private func call(_ date: Timestamp?, _ setting: ActionSetting) -> APICall {
    guard let date else {
      return setting.call("ec2", "DisableImageDeprecation", ["ImageId": .string(setting.id)])
    }
    return setting.call(
      "ec2", "EnableImageDeprecation",
      ["ImageId": .string(setting.id), "DeprecateAt": .timestamp(date)])
  }
}
