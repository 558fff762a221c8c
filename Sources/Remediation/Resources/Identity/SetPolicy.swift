import AWS
import Documents

/// `set-policy` of users, roles and groups: attaches a managed policy, or detaches one or all
/// (`*`).
struct SetPolicy: Action {
  let name = "set-policy"
  let position: SourcePosition
  let attaches: Bool
  /// An ARN, a policy's name in the account, or `*`.
  let policy: String
  let kind: IdentityKind

  var hydrations: [Hydration] { [.attachedPolicies(kind)] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let attached = (setting.document[kind.attachedMember]?.list ?? []).compactMap {
      $0["PolicyArn"]?.string
    }
    let arn = policy == "*" ? policy : Self.arn(policy, setting)
    if attaches {
      if attached.contains(arn) {
        plan.remarks.append("\(arn) is attached to \(setting.id) already")
      } else {
        plan.steps.append(step(true, arn, setting))
      }
      return
    }
    let goes = attached.filter { arn == "*" || $0 == arn }
    if goes.isEmpty { plan.remarks.append("\(arn) is not attached to \(setting.id)") }
    for arn in goes { plan.steps.append(step(false, arn, setting)) }
  }

  /// The ARN of a policy that is named by it, or by its name in the account.
  static func arn(_ policy: String, _ setting: ActionSetting) -> String {
    policy.hasPrefix("arn")
      ? policy : "arn:\(setting.scope.partition):iam::\(setting.context.account):policy/\(policy)"
  }

  private func step(_ attaches: Bool, _ arn: String, _ setting: ActionSetting) -> PlannedStep {
    let input = AWSObject([
      (kind.nameMember, .string(setting.id)), ("PolicyArn", .string(arn)),
    ])
    let attach = setting.call("iam", "Attach\(kind.rawValue)Policy", input)
    let detach = setting.call("iam", "Detach\(kind.rawValue)Policy", input)
    return PlannedStep(
      summary: attaches ? "attach \(arn) to \(setting.id)" : "detach \(arn) from \(setting.id)",
      call: attaches ? attach : detach, undo: [attaches ? detach : attach],
      removed: attaches ? .null : ["PolicyArn": .string(arn)],
      doneCodes: attaches ? [] : ["NoSuchEntity"])
  }
}
