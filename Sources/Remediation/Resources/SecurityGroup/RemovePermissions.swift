import AWS
import Documents

/// `remove-permissions` of security groups: revokes what the filters noted, everything, or what is
/// listed, in one call a direction.
struct RemovePermissions: Action {
  enum Which: Sendable {
    case matched, all
    case listed([AWSValue])
  }

  let name = "remove-permissions"
  let position: SourcePosition
  let ingress: Which
  let egress: Which

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    for (which, suffix, direction) in [(ingress, "", "Ingress"), (egress, "Egress", "Egress")] {
      let permissions: [AWSValue]
      switch which {
      case .matched:
        permissions = setting.match.annotations["MatchedIpPermissions\(suffix)"]?.list ?? []
      case .all: permissions = setting.document["IpPermissions\(suffix)"]?.list ?? []
      case .listed(let list): permissions = list
      }
      if permissions.isEmpty { continue }
      let input: AWSObject = ["GroupId": .string(setting.id), "IpPermissions": .list(permissions)]
      plan.steps.append(
        PlannedStep(
          summary: "revoke \(permissions.count) \(direction.lowercased()) "
            + "permission\(permissions.count == 1 ? "" : "s") of \(setting.id)",
          call: setting.call("ec2", "RevokeSecurityGroup\(direction)", input),
          undo: [setting.call("ec2", "AuthorizeSecurityGroup\(direction)", input)],
          removed: .list(permissions),
          doneCodes: permissions.count == 1 ? ["InvalidPermission.NotFound"] : []))
    }
  }
}
