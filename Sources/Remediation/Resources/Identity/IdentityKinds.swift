import AWS
import Documents

extension FilterKind {
  static let user: [FilterKind] = [
    nested("policy", "c7n:Policies", .any) { reader in
      reader.bool("include-via") == true ? [.userPoliciesViaGroups] : [.userPolicies]
    },
    nested("group", "c7n:Groups", .any) { _ in [.userGroups] },
    FilterKind(name: "access-key") { loader, reader, type, block in
      let op = reader.word("match-operator", "and", "or")
      return loader.value(&reader, on: type).map {
        NestedValueFilter(
          position: reader.position, member: IdentityMember.accessKeys,
          look: .noting(
            CredentialFilter.matchedKeys, block: block, marks: [("c7n:match-type", "access")],
            narrows: op == "and"),
          value: $0, hydrations: [.userAccessKeys])
      }
    },
    .credential,
    noting("ssh-key", IdentityMember.sshKeys, as: "c7n:matched-ssh-keys", .userSSHKeys),
    noting(
      "service-specific-credentials", IdentityMember.serviceCredentials,
      as: "c7n:matched-service-specific-credentials", .userServiceCredentials),
    FilterKind(name: "mfa-device") { loader, reader, type, _ in
      loader.value(&reader, on: type, fixedKey: "MFADevices").map {
        NestedValueFilter(
          position: reader.position, member: "MFADevices", look: .resource, value: $0,
          hydrations: [.userMFADevices])
      }
    },
    FilterKind(name: "login-profile") { loader, reader, type, _ in
      // Its keys are those of a value filter, and mean nothing.
      if reader.node.mapping?.contains(where: { $0.key.string != "type" }) ?? false,
        loader.value(&reader, on: type) == nil
      {
        return nil
      }
      return LoginProfileFilter(position: reader.position)
    },
    .hasInlinePolicy, .usage, .checkPermissions,
  ]

  static let role: [FilterKind] = [
    .crossAccount,
    noting(
      "has-specific-managed-policy", IdentityKind.role.attachedMember, as: "c7n:MatchedPolicies",
      defaultKey: "PolicyName", .attachedPolicies(.role)),
    FilterKind(name: "no-specific-managed-policy") { _, reader, _, _ in
      ManagedPolicyFilter(
        position: reader.position, kind: .role, policy: reader.string("value") ?? "",
        isAttached: false)
    },
    FilterKind(name: "used") { _, reader, _, _ in
      RoleUsageFilter(position: reader.position, isUsed: reader.bool("state") ?? true)
    },
    FilterKind(name: "unused") { _, reader, _, _ in
      RoleUsageFilter(position: reader.position, isUsed: false)
    },
    .hasInlinePolicy, .usage, .checkPermissions,
  ]

  static let group: [FilterKind] = [
    FilterKind(name: "has-specific-managed-policy") { _, reader, _, _ in
      ManagedPolicyFilter(
        position: reader.position, kind: .group, policy: reader.string("value") ?? "",
        isAttached: true)
    },
    FilterKind(name: "has-users") { _, reader, _, _ in
      GroupUsersFilter(position: reader.position, wanted: reader.bool("value") ?? true)
    },
    .hasInlinePolicy, .usage, .checkPermissions,
  ]

  static let managedPolicy: [FilterKind] = [
    FilterKind(name: "has-allow-all") { _, reader, _, _ in
      AllowAllFilter(position: reader.position)
    },
    FilterKind(name: "used") { _, reader, _, _ in
      PolicyUseFilter(position: reader.position, isUsed: true)
    },
    FilterKind(name: "unused") { _, reader, _, _ in
      PolicyUseFilter(position: reader.position, isUsed: false)
    },
    .usage, .checkPermissions,
  ]

  private static let hasInlinePolicy = FilterKind(name: "has-inline-policy") {
    _, reader, type, _ in
    let wanted = reader.bool("value") ?? true
    return IdentityKind(type).map {
      InlinePolicyFilter(position: reader.position, kind: $0, wanted: wanted)
    }
  }

  /// A value filter on the items of a list, those of which match are noted.
  private static func noting(
    _ name: String, _ member: String, as note: String, defaultKey: String? = nil,
    _ hydration: Hydration
  ) -> FilterKind {
    FilterKind(name: name) { loader, reader, type, block in
      loader.value(&reader, on: type, defaultKey: defaultKey).map {
        NestedValueFilter(
          position: reader.position, member: member, look: .noting(note, block: block), value: $0,
          hydrations: [hydration])
      }
    }
  }
}
