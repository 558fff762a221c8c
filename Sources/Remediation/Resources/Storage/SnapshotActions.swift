import AWS
import Documents
import JMESPath

/// `delete` of snapshots, those left out that the account's own images stand on. (The dialect's
/// `skip-ami-snapshots` is taken and changes nothing: they are always left out.)
struct DeleteSnapshot: Action {
  let name = "delete"
  let position: SourcePosition

  var hydrations: [Hydration] { [.snapshotInImages] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if setting.document[StorageMember.inImages] == true {
      plan.remarks.append("an image stands on snapshot \(setting.id)")
      return
    }
    plan.steps.append(
      PlannedStep(
        summary: "delete snapshot \(setting.id)",
        call: setting.call("ec2", "DeleteSnapshot", ["SnapshotId": .string(setting.id)]), undo: [],
        irreversible: "a deleted snapshot doesn't come back", removed: .object(setting.document),
        doneCodes: ["InvalidSnapshot.NotFound"]))
  }
}

/// `set-permissions` of snapshots: shares them with accounts, or no longer; without either, with
/// nobody.
struct SetSnapshotPermissions: Action {
  let name = "set-permissions"
  let position: SourcePosition
  let added: [String]
  let removed: Sharers

  var hydrations: [Hydration] { [.snapshotPermissions] }

  func objection(to filters: [Node]) -> String? {
    removed.isMatched ? Sharing.needsFilter(name, filters) : nil
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let sharing = Sharing.ofSnapshot(setting)
    if added.isEmpty, removed.isEmpty { return sharing.reset(in: &plan) }
    let goes: [String]
    switch removed {
    case .named(let names): goes = names.map { Template.expand($0, setting.context) }
    case .matched:
      guard let noted = Sharing.noted(setting) else {
        plan.remarks.append("`cross-account` noted nobody on \(setting.id)")
        return
      }
      goes = noted
    }
    let users = goes.filter { $0 != "all" }.map { ["UserId": .string($0)] as AWSValue }
    sharing.remove(users + (goes.contains("all") ? [["Group": "all"]] : []), in: &plan)
    sharing.add(
      added.map { ["UserId": .string(Template.expand($0, setting.context))] }, in: &plan)
  }
}

/// `copy` of snapshots: into a region, encrypted by a key of it unless that is turned off, with the
/// snapshot's tags.
///
/// Cloud Custodian waits after five copies into another region; here AWS's limit of copies at once
/// is met by the engine's pace and by asking again.
struct CopySnapshot: Action {
  let name = "copy"
  let position: SourcePosition
  let region: String
  /// nil for a copy that is not encrypted.
  let key: String?

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let target = setting.in(region: Template.expand(region, setting.context))
    var input: AWSObject = [
      "SourceRegion": .string(setting.scope.region), "SourceSnapshotId": .string(setting.id),
      "Description": setting.document["Description"] ?? "", "Encrypted": .bool(key != nil),
    ]
    if let key { input["KmsKeyId"] = .string(Template.expand(key, setting.context)) }
    let copy = AnswerReference.to(step: plan.steps.count, "SnapshotId")
    plan.steps.append(
      PlannedStep(
        summary: "copy snapshot \(setting.id) into \(target.scope.region)",
        call: target.call("ec2", "CopySnapshot", input),
        undo: [target.call("ec2", "DeleteSnapshot", ["SnapshotId": copy])]))
    guard let tags = setting.document["Tags"], PythonValue.isTrue(tags) else { return }
    plan.steps.append(
      PlannedStep(
        summary: "tag the copy of snapshot \(setting.id)",
        call: target.call("ec2", "CreateTags", ["Resources": [copy], "Tags": tags]), undo: []))
  }
}
