import AWS
import Documents

/// `set-permissions` of security groups: adds rules, egress first, and then takes some away.
struct SetPermissions: Action {
  let name = "set-permissions"
  let position: SourcePosition
  /// Members of AuthorizeSecurityGroupEgress and -Ingress, a call each.
  let addedEgress: [AWSObject]
  let addedIngress: [AWSObject]
  let removal: RemovePermissions

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    for (direction, calls) in [("Egress", addedEgress), ("Ingress", addedIngress)] {
      for parameters in calls {
        var input = parameters
        input["GroupId"] = .string(setting.id)
        var back = input
        back["TagSpecifications"] = nil
        plan.steps.append(
          PlannedStep(
            summary: "add \(direction.lowercased()) permissions to \(setting.id)",
            call: setting.call("ec2", "AuthorizeSecurityGroup\(direction)", input),
            undo: [setting.call("ec2", "RevokeSecurityGroup\(direction)", back)],
            doneCodes: ["InvalidPermission.Duplicate"]))
      }
    }
    removal.add(to: &plan, setting)
  }
}
