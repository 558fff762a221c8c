import AWS

/// The organization, by the calls that its management account would make.
extension Staging {
  /// Units, and the accounts that are there already: invited, and moved to their places.
  mutating func makeOrganization() throws(DrillFailure) {
    guard let organization = environment.organization else { return }
    let scope = Scope(account: organization.management, region: "us-east-1")
    let made = try call("organizations", "CreateOrganization", ["FeatureSet": "ALL"], in: scope)
    names[Organization.idName] = made["Organization"]?["Id"] ?? .null
    let roots = try call("organizations", "ListRoots", [:], in: scope)
    let root = roots["Roots"]?.list?.first?["Id"]?.string ?? ""
    organizationIDs["root"] = root
    for account in environment.accounts {
      organizationIDs[account.name] = account.id
      if account.id == organization.management { continue }
      if let members = organization.members, !members.contains(account.id) { continue }
      let invited = try call(
        "organizations", "InviteAccountToOrganization",
        ["Target": ["Id": .string(account.id), "Type": "ACCOUNT"]], in: scope)
      try call(
        "organizations", "AcceptHandshake",
        ["HandshakeId": invited["Handshake"]?["Id"] ?? .null],
        in: Scope(account: account.id, region: "us-east-1"))
    }
    for unit in organization.units {
      let parent = unit.parent.flatMap { organizationIDs[$0] } ?? root
      let made = try call(
        "organizations", "CreateOrganizationalUnit",
        ["ParentId": .string(parent), "Name": .string(unit.name)], in: scope)
      let id = made["OrganizationalUnit"]?["Id"]?.string ?? ""
      organizationIDs[unit.name] = id
      for account in unit.accounts {
        try call(
          "organizations", "MoveAccount",
          [
            "AccountId": .string(account), "SourceParentId": .string(root),
            "DestinationParentId": .string(id),
          ], in: scope)
      }
    }
  }

  /// Last, so that what the set-up makes isn't refused.
  mutating func attachControlPolicies() throws(DrillFailure) {
    guard let organization = environment.organization else { return }
    let scope = Scope(account: organization.management, region: "us-east-1")
    var enabled: Set<Organization.ControlPolicy.Kind> = []
    for policy in organization.policies {
      if enabled.insert(policy.kind).inserted {
        try call(
          "organizations", "EnablePolicyType",
          [
            "RootId": .string(organizationIDs["root"] ?? ""),
            "PolicyType": .string(policy.kind.rawValue),
          ], in: scope)
      }
      let made = try call(
        "organizations", "CreatePolicy",
        [
          "Name": .string(policy.name), "Description": .string(policy.name),
          "Type": .string(policy.kind.rawValue),
          "Content": .string(JSON.text(policy.document.resolved(names))),
        ], in: scope)
      for target in policy.targets {
        try call(
          "organizations", "AttachPolicy",
          [
            "PolicyId": made["Policy"]?["PolicySummary"]?["Id"] ?? .null,
            "TargetId": .string(organizationIDs[target] ?? ""),
          ], in: scope)
      }
    }
  }
}
