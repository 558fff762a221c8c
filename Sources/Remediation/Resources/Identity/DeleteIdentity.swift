import AWS
import Documents

/// `delete` of roles; with `force` the policies and the instance profiles that hold it go first.
struct DeleteRole: Action {
  let name = "delete"
  let position: SourcePosition
  let isForced: Bool

  var hydrations: [Hydration] {
    isForced
      ? [.attachedPolicies(.role), .inlineDocuments(.role), .roleInstanceProfiles, .roleDetail]
      : [.roleDetail]
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard setting.document["Path"]?.string?.hasPrefix("/aws-service-role/") != true else {
      plan.remarks.append("role \(setting.id) belongs to a service, which alone may delete it")
      return
    }
    if isForced {
      let shared = IdentitySteps(kind: .role, setting: setting)
      plan.steps += shared.detachPolicies() + shared.deleteInlinePolicies()
      for profile in shared.items(IdentityMember.instanceProfiles) {
        plan.steps += deletion(of: profile, setting)
      }
    }
    var create = setting.creation([
      "RoleName", "Path", "Description", "MaxSessionDuration", "Tags",
    ])
    if let trust = setting.document["AssumeRolePolicyDocument"] {
      create["AssumeRolePolicyDocument"] = .string(trust.string ?? JSON.text(trust))
    }
    plan.steps.append(
      PlannedStep(
        summary: "delete role \(setting.id)",
        call: setting.call("iam", "DeleteRole", ["RoleName": .string(setting.id)]),
        undo: [setting.call("iam", "CreateRole", create)],
        irreversible: "a role made again has another id: policies that name the old one don't "
          + "mean it",
        removed: .object(create), doneCodes: ["NoSuchEntity"]))
  }

  private func deletion(of profile: AWSValue, _ setting: ActionSetting) -> [PlannedStep] {
    let name = profile["InstanceProfileName"]?.string ?? ""
    let member: AWSObject = [
      "InstanceProfileName": .string(name), "RoleName": .string(setting.id),
    ]
    var create: AWSObject = ["InstanceProfileName": .string(name)]
    create.set("Path", profile["Path"])
    if let tags = profile["Tags"], tags != [] { create["Tags"] = tags }
    return [
      PlannedStep(
        summary: "remove \(setting.id) from instance profile \(name)",
        call: setting.call("iam", "RemoveRoleFromInstanceProfile", member),
        undo: [setting.call("iam", "AddRoleToInstanceProfile", member)],
        removed: .object(member), doneCodes: ["NoSuchEntity"]),
      PlannedStep(
        summary: "delete instance profile \(name)",
        call: setting.call(
          "iam", "DeleteInstanceProfile", ["InstanceProfileName": .string(name)]),
        undo: [setting.call("iam", "CreateInstanceProfile", create)],
        irreversible: "an instance profile made again has another id, and instances lose the old",
        removed: .object(create), doneCodes: ["NoSuchEntity"]),
    ]
  }
}

/// `delete` of groups; with `force` its users leave it first.
struct DeleteGroup: Action {
  let name = "delete"
  let position: SourcePosition
  let isForced: Bool

  var hydrations: [Hydration] { isForced ? [.groupUsers] : [] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if isForced {
      for user in setting.document[IdentityMember.users]?.list ?? [] {
        guard let name = user["UserName"]?.string else { continue }
        plan.steps.append(
          IdentitySteps.membership(name, setting.id, joins: false, setting))
      }
    }
    let create = setting.creation(["GroupName", "Path"])
    plan.steps.append(
      PlannedStep(
        summary: "delete group \(setting.id)",
        call: setting.call("iam", "DeleteGroup", ["GroupName": .string(setting.id)]),
        undo: [setting.call("iam", "CreateGroup", create)],
        irreversible: "a group made again has another id", removed: .object(create),
        doneCodes: ["NoSuchEntity"]))
  }
}

/// `delete-inline-policies` of groups.
struct DeleteInlinePolicies: Action {
  let name = "delete-inline-policies"
  let position: SourcePosition

  var hydrations: [Hydration] { [.inlineDocuments(.group)] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let steps = IdentitySteps(kind: .group, setting: setting).deleteInlinePolicies()
    if steps.isEmpty { plan.remarks.append("\(setting.id) has no inline policy") }
    plan.steps += steps
  }
}

/// `delete` of managed policies, their other versions first; what AWS manages is left alone.
struct DeletePolicy: Action {
  let name = "delete"
  let position: SourcePosition

  var hydrations: [Hydration] { [.policyVersionTexts, .policyTags] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let arn = setting.document["Arn"]?.string ?? ""
    guard ARN(arn)?.account != "aws" else {
      plan.remarks.append("\(arn) is AWS's own")
      return
    }
    let texts = setting.document[IdentityMember.versionDocuments]?.object ?? [:]
    let versions = setting.document[IdentityMember.versions]?.list ?? []
    // A first version that still counts is taken for the only one, as the dialect does.
    if setting.document["DefaultVersionId"] != "v1" {
      for version in versions where version["IsDefaultVersion"] != true {
        let id = version["VersionId"]?.string ?? ""
        let create: AWSObject = [
          "PolicyArn": .string(arn), "PolicyDocument": texts[id] ?? .null,
        ]
        plan.steps.append(
          PlannedStep(
            summary: "delete version \(id) of \(arn)",
            call: setting.call(
              "iam", "DeletePolicyVersion",
              ["PolicyArn": .string(arn), "VersionId": .string(id)]),
            undo: texts[id]?.string == nil
              ? [] : [setting.call("iam", "CreatePolicyVersion", create)],
            irreversible: "a version made again has another number", removed: version,
            doneCodes: ["NoSuchEntity"]))
      }
    }
    let current = setting.document["DefaultVersionId"]?.string ?? "v1"
    var create = setting.creation(["PolicyName", "Path", "Description", "Tags"])
    create["PolicyDocument"] = texts[current] ?? .null
    let isKnown = create["PolicyDocument"]?.string != nil
    plan.steps.append(
      PlannedStep(
        summary: "delete \(arn)",
        call: setting.call("iam", "DeletePolicy", ["PolicyArn": .string(arn)]),
        undo: isKnown ? [setting.call("iam", "CreatePolicy", create)] : [],
        irreversible: isKnown
          ? "a policy made again has another id" : "the policy could not be read before",
        removed: .object(create), doneCodes: ["NoSuchEntity"]))
  }
}
