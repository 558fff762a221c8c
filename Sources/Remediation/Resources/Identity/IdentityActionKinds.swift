import AWS
import Documents

extension ActionKind {
  static let user: [ActionKind] = [
    .setPolicy, .setBoundary,
    ActionKind(names: ["set-groups"]) { _, reader, _, _ in
      let state = reader.requiredWord("state", "add", "remove")
      let group = reader.requiredString("group")
      if group.isEmpty, let place = reader.node("group")?.position {
        reader.error(at: place, "`group` is empty", suggestion: "expected a group's name")
      }
      return SetGroup(position: reader.position, group: group, joins: state == "add")
    },
    ActionKind(names: ["delete"]) { _, reader, _, _ in deleteUser(&reader) },
    ActionKind(names: ["remove-keys"]) { _, reader, _, _ in
      let isOfMatched = reader.bool("matched") ?? false
      let days = reader.double("age") ?? 0
      if isOfMatched, days != 0 {
        reader.error(
          at: reader.node("age")?.position, "`matched` and `age` can't be mixed",
          suggestion: "expected an `access-key` filter with `value_type: age`")
      }
      guard abs(days) < 700_000 else {
        reader.error(
          at: reader.node("age")?.position, "an age of so many days reaches beyond the calendar",
          suggestion: "expected less than 700000 days")
        return nil
      }
      return RemoveAccessKeys(
        position: reader.position, isOfMatched: isOfMatched,
        age: days == 0
          ? nil : .microseconds(Int64((days * 86_400_000_000).rounded(.toNearestOrEven))),
        disables: reader.bool("disable") ?? false)
    },
    ActionKind(names: ["delete-ssh-keys"]) { _, reader, _, _ in
      DeleteSSHKeys(
        position: reader.position, isOfMatched: reader.bool("matched") ?? false,
        disables: reader.bool("disable") ?? false)
    },
  ]

  static let role: [ActionKind] = [
    .setPolicy, .setBoundary,
    ActionKind(names: ["delete"]) { _, reader, _, _ in
      DeleteRole(position: reader.position, isForced: reader.bool("force") ?? false)
    },
  ]

  static let group: [ActionKind] = [
    .setPolicy,
    ActionKind(names: ["delete"]) { _, reader, _, _ in
      DeleteGroup(position: reader.position, isForced: reader.bool("force") ?? false)
    },
    ActionKind(names: ["delete-inline-policies"]) { _, reader, _, _ in
      DeleteInlinePolicies(position: reader.position)
    },
  ]

  static let managedPolicy: [ActionKind] = [
    ActionKind(names: ["delete"]) { _, reader, _, _ in DeletePolicy(position: reader.position) }
  ]

  private static func deleteUser(_ reader: inout MappingReader) -> DeleteUser? {
    let options = reader.strings("options")
    var parts: [DeleteUser.Part] = []
    for option in options ?? [] {
      if let part = DeleteUser.Part(rawValue: option) {
        parts.append(part)
      } else if option == "user-policies" {
        parts += [.attachedPolicies, .inlinePolicies]
      } else {
        reader.error(
          at: reader.node("options")?.position, "a user has no `\(option)` to delete",
          suggestion: Spelling.suggestion(
            for: option, among: DeleteUser.Part.allCases.map(\.rawValue) + ["user-policies"]))
      }
    }
    let all = DeleteUser.Part.allCases
    return DeleteUser(
      position: reader.position,
      parts: options == nil ? all : all.filter(parts.contains), isWhole: options?.isEmpty ?? true)
  }

  private static let setBoundary = ActionKind(names: ["set-boundary"]) { _, reader, type, _ in
    let state = reader.word("state", "present", "absent")
    let policy = reader.string("policy") ?? ""
    let isPresent = state != "absent"
    if isPresent, policy.isEmpty {
      reader.error("\(reader.subject) has no `policy`", suggestion: "expected a policy's ARN")
    }
    return IdentityKind(type).map {
      SetBoundary(position: reader.position, kind: $0, policy: isPresent ? policy : nil)
    }
  }

  private static let setPolicy = ActionKind(names: ["set-policy"]) {
    _, reader, type, _ in
    let state = reader.requiredWord("state", "attached", "detached")
    let arn = reader.requiredString("arn")
    if state == "attached", arn == "*" {
      reader.error(
        at: reader.node("arn")?.position, "`*` can't be attached", suggestion: "expected an ARN")
    }
    return IdentityKind(type).map {
      SetPolicy(position: reader.position, attaches: state == "attached", policy: arn, kind: $0)
    }
  }
}
