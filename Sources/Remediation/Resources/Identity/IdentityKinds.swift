import AWS
import Documents

extension FilterKind {
  static let user: [FilterKind] = [
    .hasSpecificManagedPolicy,
    nested("policy", "c7n:Policies", .any) { reader in
      reader.bool("include-via") == true ? [.userPoliciesViaGroups] : [.userPolicies]
    },
    nested("group", "c7n:Groups", .any) { _ in [.userGroups] },
    FilterKind(name: "access-key") { loader, reader, type, block in
      let op = reader.value("match-operator", expected: "`and` or `or`") { node in
        ["and", "or"].contains(node.string) ? node.string : nil
      }
      return loader.value(&reader, on: type).map {
        NestedValueFilter(
          position: reader.position, member: "c7n:AccessKeys",
          look: .noting(
            "c7n:matched-keys", block: block, marks: [("c7n:match-type", "access")],
            narrows: op == "and"),
          value: $0, hydrations: [.userAccessKeys])
      }
    },
    FilterKind(name: "mfa-device") { loader, reader, type, _ in
      loader.value(&reader, on: type, fixedKey: "MFADevices").map {
        NestedValueFilter(
          position: reader.position, member: "MFADevices", look: .resource, value: $0,
          hydrations: [.userMFADevices])
      }
    },
  ]

  static let role: [FilterKind] = [.crossAccount, .hasSpecificManagedPolicy]

  static let hasSpecificManagedPolicy = FilterKind(name: "has-specific-managed-policy") {
    loader, reader, type, block in
    let isUser = type.name == "aws.iam-user"
    return loader.value(&reader, on: type, defaultKey: "PolicyName").map {
      NestedValueFilter(
        position: reader.position, member: isUser ? Hidden.attached : "c7n:AttachedPolicies",
        look: .noting("c7n:MatchedPolicies", block: block), value: $0,
        hydrations: [isUser ? .userAttachedPolicies : .roleAttachedPolicies])
    }
  }
}

extension ActionKind {
  static let user: [ActionKind] = [.setPolicy]
  static let role: [ActionKind] = [.setPolicy]

  static let setPolicy = ActionKind(names: ["set-policy"]) {
    _, reader, type, _ in
    let state = reader.requiredString("state")
    let arn = reader.requiredString("arn")
    if !["attached", "detached", ""].contains(state) {
      reader.error(
        at: reader.node("state")?.position, "`state` can't be `\(state)`",
        suggestion: "expected `attached` or `detached`")
    }
    if state == "attached", arn == "*" {
      reader.error(
        at: reader.node("arn")?.position, "`*` can't be attached", suggestion: "expected an ARN")
    }
    return SetPolicy(
      position: reader.position, attaches: state == "attached", policy: arn,
      kind: type.name == "aws.iam-user" ? "User" : "Role")
  }
}
