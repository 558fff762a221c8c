import AWS
import Documents

/// With whom a snapshot or an image is shared, and the calls that change it.
struct Sharing {
  let setting: ActionSetting
  /// Where the permissions that it has stand.
  let member: String
  /// `SnapshotId`, and so on.
  let idMember: String
  /// `Snapshot`: what the operations are named after.
  let kind: String
  /// `CreateVolumePermission`: the parameter; as an attribute it starts small.
  let parameter: String

  static func ofSnapshot(_ setting: ActionSetting) -> Sharing {
    Sharing(
      setting: setting, member: StorageMember.volumePermissions, idMember: "SnapshotId",
      kind: "Snapshot", parameter: "CreateVolumePermission")
  }

  static func ofImage(_ setting: ActionSetting) -> Sharing {
    Sharing(
      setting: setting, member: StorageMember.launchPermissions, idMember: "ImageId",
      kind: "Image", parameter: "LaunchPermission")
  }

  private var before: [AWSValue] { setting.document[member]?.list ?? [] }

  /// Takes all permissions away.
  func reset(in plan: inout Plan) {
    let attribute = parameter.prefix(1).lowercased() + parameter.dropFirst()
    plan.steps.append(
      PlannedStep(
        summary: "share \(setting.id) with nobody",
        call: setting.call(
          "ec2", "Reset\(kind)Attribute",
          AWSObject([(idMember, .string(setting.id)), ("Attribute", .string(attribute))])),
        undo: before.isEmpty ? [] : [modify("Add", before)], removed: .list(before)))
  }

  /// Takes permissions away, and comes back with those of them that there were.
  func remove(_ permissions: [AWSValue], in plan: inout Plan) {
    guard !permissions.isEmpty else { return }
    let present = before.filter(permissions.contains)
    plan.steps.append(
      PlannedStep(
        summary: "stop sharing \(setting.id) with \(Self.names(permissions))",
        call: modify("Remove", permissions), undo: present.isEmpty ? [] : [modify("Add", present)],
        removed: .list(present)))
  }

  func add(_ permissions: [AWSValue], in plan: inout Plan) {
    guard !permissions.isEmpty else { return }
    let new = permissions.filter { !before.contains($0) }
    plan.steps.append(
      PlannedStep(
        summary: "share \(setting.id) with \(Self.names(permissions))",
        call: modify("Add", permissions), undo: new.isEmpty ? [] : [modify("Remove", new)]))
  }

  private func modify(_ direction: String, _ permissions: [AWSValue]) -> APICall {
    setting.call(
      "ec2", "Modify\(kind)Attribute",
      AWSObject([
        (idMember, .string(setting.id)),
        (parameter, .object(AWSObject([(direction, .list(permissions))]))),
        ("OperationType", .string(direction.lowercased())),
      ]))
  }

  private static func names(_ permissions: [AWSValue]) -> String {
    permissions.map { ($0.object?.first { _ in true }?.value.string) ?? "" }
      .joined(separator: ", ")
  }

  /// Whom `cross-account` noted; nil where it noted nobody, as in a failed branch of `or`.
  static func noted(_ setting: ActionSetting) -> [String]? {
    setting.match.annotations[SharingFilter.note]?.list?.compactMap(\.string)
  }

  static func needsFilter(_ name: String, _ filters: [Node]) -> String? {
    filters.names(filter: "cross-account")
      ? nil : "`\(name)` with `matched` needs the filter `cross-account` in the policy"
  }
}

/// Whom an action is about: those that `cross-account` noted, or some that are named.
enum Sharers: Sendable {
  case matched
  case named([String])

  var isMatched: Bool { if case .matched = self { true } else { false } }
  var isEmpty: Bool { if case .named(let names) = self { names.isEmpty } else { false } }
}

extension ActionSetting {
  /// The same in another region, where copies go.
  func `in`(region: String) -> ActionSetting {
    ActionSetting(policy: policy, match: match, context: context, scope: scope.in(region: region))
  }
}
