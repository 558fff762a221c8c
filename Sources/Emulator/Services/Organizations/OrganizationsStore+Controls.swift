package import AWS

/// A service or resource control policy as the authorisation stage needs it.
package struct ControlPolicy: Hashable, Sendable {
  package let id: String
  package let arn: String
  package let name: String
  package let document: String
}

/// Which of the two kinds of control policies is asked for.
package enum ControlType: Hashable, Sendable {
  /// What principals of an account may do at most.
  case service
  /// What may be done at most to resources of an account.
  case resource
}

/// Where an account stands in its organization.
package struct OrganizationMembership: Hashable, Sendable {
  package let organizationID: String
  package let managementAccount: String
  /// `o-.../r-.../ou-.../`, as `aws:PrincipalOrgPaths` has it.
  package let path: String
}

extension OrganizationsStore {
  /// The control policies over an account, a level each for the root, the units down to the
  /// account, and the account itself, which all must allow a request.
  ///
  /// Empty for an account without an organization, for the management account, which no control
  /// policy restricts, and where the type isn't enabled
  /// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html).
  package func controls(_ type: ControlType, of account: String) throws(AWSError)
    -> [[ControlPolicy]]
  {
    guard let member = try member(account),
      let organization = try organization(member.organizationID),
      account != organization.managementAccount
    else { return [] }
    let policyType: OrganizationPolicyType = type == .service ? .service : .resource
    guard try isEnabled(policyType, in: organization) else { return [] }
    return try (ancestors(member.parentID) + [account]).mapThrowing {
      target throws(AWSError) -> [ControlPolicy] in
      try policies(on: target, policyType, organization).map {
        ControlPolicy(id: $0.id, arn: $0.arn, name: $0.name, document: $0.content)
      }
    }
  }

  /// nil for an account without an organization.
  package func membership(of account: String) throws(AWSError) -> OrganizationMembership? {
    guard let member = try member(account),
      let organization = try organization(member.organizationID)
    else { return nil }
    return OrganizationMembership(
      organizationID: organization.id, managementAccount: organization.managementAccount,
      path: try path(to: member.parentID, organization))
  }

  /// `o-.../r-.../ou-.../`, the way down to a root or unit.
  func path(to parent: String, _ organization: Organization) throws(AWSError) -> String {
    ([organization.id] + (try ancestors(parent))).map { $0 + "/" }.joined()
  }
}
