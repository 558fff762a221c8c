import AWS
import PolicyLanguage

/// What AssumeRole asks of the caller and of the role's trust policy: to assume it, and to pass it
/// tags and a source identity where there are any
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html).
struct RoleAccess {
  let role: IAMStore.Role
  let input: AssumeRole.Input
  let marks: SessionMarks
  let hasMFA: Bool
  let call: Call

  func authorise() throws(AWSError) {
    for action in actions {
      let check = check(action)
      let decision = try call.decision(check)
      call.observe(check, isAllowed: decision.isAllowed)
      if decision.isAllowed { continue }
      // The world remembers why; the caller isn't told.
      _ = call.refusal(check, decision)
      throw Self.denied(action, input.roleARN, call)
    }
  }

  private var actions: [String] {
    var actions = ["sts:AssumeRole"]
    if !marks.tags.isEmpty { actions.append("sts:TagSession") }
    if marks.sourceIdentity != nil { actions.append("sts:SetSourceIdentity") }
    return actions
  }

  private func check(_ action: String) -> AccessCheck {
    var context = AccessCheck.requestTags(marks.tags)
    context["sts:RoleSessionName"] = [input.sessionName]
    context["sts:ExternalId"] = input.externalID.map { [$0] }
    context["sts:SourceIdentity"] = marks.sourceIdentity.map { [$0] }
    if !marks.transitiveKeys.isEmpty { context["sts:TransitiveTagKeys"] = marks.transitiveKeys }
    if hasMFA {
      context["aws:MultiFactorAuthPresent"] = ["true"]
      context["aws:MultiFactorAuthAge"] = ["0"]
    }
    for prefix in ["aws:ResourceTag", "iam:ResourceTag"] {
      context.merge(AccessCheck.tags(prefix, role.tags.pairs)) { given, _ in given }
    }
    var check = AccessCheck(
      action, on: role.arn, context: context, owner: ARN(role.arn)?.account)
    check.resourcePolicy = .init(
      call.world.policy(role.trustPolicy, as: .trust), name: role.arn, mustAllow: true)
    return check
  }

  static func denied(_ action: String, _ role: String, _ call: Call) -> AWSError {
    AWSError(
      "AccessDenied",
      "User: \(call.caller.arn) is not authorized to perform: \(action) on resource: \(role)",
      status: 403)
  }
}
