import AWS

extension Hydration {
  static let userDetail = Hydration("user detail") { document, setting in
    guard document[Hidden.detail] == nil, let name = document["UserName"] else { return nil }
    return ReadCall(
      ResourceType.iam("GetUser", ["UserName": name], setting.scope), goneCodes: ["NoSuchEntity"]
    ) { document, pages in
      document[Hidden.detail] = true
      for (member, value) in pages?.first.flatMap(ResourceType.userDetail) ?? [:] {
        document[member] = value
      }
    }
  }
  static let userGroups = identityList(
    .user, "ListGroupsForUser", "Groups", as: "c7n:Groups")
  static let userAccessKeys = identityList(
    .user, "ListAccessKeys", "AccessKeyMetadata", as: IdentityMember.accessKeys)
  static let userMFADevices = identityList(
    .user, "ListMFADevices", "MFADevices", as: "MFADevices")
  static let userAttachedPolicies = attachedPolicies(.user)
  static let userPolicies = Hydration("c7n:Policies") { document, setting in
    policies(document, setting, via: false)
  }
  static let userPoliciesViaGroups = Hydration("c7n:Policies via groups") { document, setting in
    policies(document, setting, via: true)
  }

  /// `c7n:Policies`: what is attached, each by GetPolicy; with `via`, also what the user's groups
  /// have attached.
  private static func policies(_ document: AWSObject, _ setting: ReadSetting, via: Bool)
    -> ReadCall?
  {
    if let call = userAttachedPolicies.nextCall(document, setting) { return call }
    var attached = document[Hidden.attached]?.list ?? []
    if via {
      if let call = userGroups.nextCall(document, setting) { return call }
      let groups = document["c7n:Groups"]?.list ?? []
      for (index, group) in groups.enumerated() {
        guard let policies = group["AttachedPolicies"] else {
          return ReadCall(
            ResourceType.iam(
              "ListAttachedGroupPolicies", ["GroupName": group["GroupName"] ?? .null], setting.scope
            ),
            pagination: .marker, absentCodes: ["NoSuchEntity"]
          ) { document, pages in
            var group = group.object ?? [:]
            group["AttachedPolicies"] = .list(
              (pages ?? []).items("AttachedPolicies").map { .object($0) })
            var all = groups
            all[index] = .object(group)
            document["c7n:Groups"] = .list(all)
          }
        }
        attached += policies.list ?? []
      }
    }
    let known = document["c7n:Policies"]?.list ?? []
    let missing = attached.first { one in
      !known.contains { $0["Arn"] == one["PolicyArn"] }
    }
    guard let missing else { return nil }
    return ReadCall(
      ResourceType.iam("GetPolicy", ["PolicyArn": missing["PolicyArn"] ?? .null], setting.scope),
      absentCodes: ["NoSuchEntity"]
    ) { document, pages in
      let policy =
        pages?.first("Policy")
        // Detached and deleted meanwhile: named as it was listed, so that reading goes on.
        ?? ["Arn": missing["PolicyArn"] ?? .null, "PolicyName": missing["PolicyName"] ?? .null]
      document["c7n:Policies"] = .list((document["c7n:Policies"]?.list ?? []) + [policy])
    }
  }
}
