import AWS

/// The steps that take something away from a user, role or group and that several actions share.
struct IdentitySteps {
  let kind: IdentityKind
  let setting: ActionSetting

  private var name: AWSObject { AWSObject([(kind.nameMember, .string(setting.id))]) }

  private func input(_ member: String, _ value: AWSValue) -> AWSObject {
    var input = name
    input[member] = value
    return input
  }

  /// Detaches the managed policies; undo attaches them again.
  func detachPolicies() -> [PlannedStep] {
    items(kind.attachedMember).map { policy in
      let arn = policy["PolicyArn"] ?? .null
      let input = input("PolicyArn", arn)
      return PlannedStep(
        summary: "detach \(arn.string ?? "") from \(setting.id)",
        call: setting.call("iam", "Detach\(kind.rawValue)Policy", input),
        undo: [setting.call("iam", "Attach\(kind.rawValue)Policy", input)],
        removed: ["PolicyArn": arn], doneCodes: ["NoSuchEntity"])
    }
  }

  /// Deletes the inline policies; undo writes the same texts again.
  func deleteInlinePolicies() -> [PlannedStep] {
    let texts = setting.document[IdentityMember.inlineDocuments]?.object ?? [:]
    return items(IdentityMember.inlinePolicies).map { policy in
      let name = policy.string ?? ""
      let input = input("PolicyName", .string(name))
      var put = input
      put["PolicyDocument"] = texts[name] ?? .null
      let isKnown = put["PolicyDocument"]?.string != nil
      return PlannedStep(
        summary: "delete inline policy \(name) of \(setting.id)",
        call: setting.call("iam", "Delete\(kind.rawValue)Policy", input),
        undo: isKnown ? [setting.call("iam", "Put\(kind.rawValue)Policy", put)] : [],
        irreversible: isKnown ? nil : "the policy could not be read before",
        removed: ["PolicyName": .string(name), "PolicyDocument": texts[name] ?? .null],
        doneCodes: ["NoSuchEntity"])
    }
  }

  /// Takes a user out of a group, or puts it in.
  static func membership(
    _ user: String, _ group: String, joins: Bool, _ setting: ActionSetting
  ) -> PlannedStep {
    let input: AWSObject = ["GroupName": .string(group), "UserName": .string(user)]
    let add = setting.call("iam", "AddUserToGroup", input)
    let remove = setting.call("iam", "RemoveUserFromGroup", input)
    return PlannedStep(
      summary: joins ? "add \(user) to group \(group)" : "remove \(user) from group \(group)",
      call: joins ? add : remove, undo: [joins ? remove : add],
      removed: joins ? .null : ["GroupName": .string(group), "UserName": .string(user)],
      doneCodes: joins ? [] : ["NoSuchEntity"])
  }

  func items(_ member: String) -> [AWSValue] { setting.document[member]?.list ?? [] }
}

extension ActionSetting {
  /// The members of the resource that a call to make it again takes, as they stand.
  func creation(_ members: [String]) -> AWSObject {
    var input = AWSObject()
    for member in members {
      guard let value = document[member], !value.isNull, value != "", value != [] else { continue }
      input[member] = value
    }
    input.set(
      "PermissionsBoundary", document.at("PermissionsBoundary", "PermissionsBoundaryArn"))
    return input
  }
}
