import AWS
import Documents

/// `set-boundary` of users and roles: puts a permissions boundary or takes it away.
struct SetBoundary: Action {
  let name = "set-boundary"
  let position: SourcePosition
  let kind: IdentityKind
  /// An ARN, or a policy's name in the account; nil to take the boundary away.
  let policy: String?

  var hydrations: [Hydration] { [kind == .role ? .roleDetail : .userDetail] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let before = setting.document.at("PermissionsBoundary", "PermissionsBoundaryArn")?.string
    let after = policy.map { SetPolicy.arn($0, setting) }
    guard before != after else {
      plan.remarks.append(
        after.map { "\(setting.id) has the boundary \($0) already" }
          ?? "\(setting.id) has no boundary")
      return
    }
    plan.steps.append(
      PlannedStep(
        summary: after.map { "bound \(setting.id) by \($0)" }
          ?? "remove the boundary of \(setting.id)",
        call: call(after, setting), undo: [call(before, setting)],
        removed: before.map { ["PermissionsBoundaryArn": .string($0)] } ?? .null))
  }

  private func call(_ policy: String?, _ setting: ActionSetting) -> APICall {
    var input = AWSObject([(kind.nameMember, .string(setting.id))])
    guard let policy else {
      return setting.call("iam", "Delete\(kind.rawValue)PermissionsBoundary", input)
    }
    input["PermissionsBoundary"] = .string(policy)
    return setting.call("iam", "Put\(kind.rawValue)PermissionsBoundary", input)
  }
}

/// `set-groups` of users: adds a user to a group, or removes it.
struct SetGroup: Action {
  let name = "set-groups"
  let position: SourcePosition
  let group: String
  let joins: Bool

  var hydrations: [Hydration] { [.userGroups] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let groups = setting.document["c7n:Groups"]?.list ?? []
    guard groups.contains(where: { $0["GroupName"]?.string == group }) != joins else {
      plan.remarks.append(
        "\(setting.id) is \(joins ? "in group \(group) already" : "not in group \(group)")")
      return
    }
    plan.steps.append(IdentitySteps.membership(setting.id, group, joins: joins, setting))
  }
}
