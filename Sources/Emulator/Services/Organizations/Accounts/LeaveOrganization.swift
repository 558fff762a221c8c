import AWS

extension OrganizationsService {
  /// Makes a member standalone, by the management account's will.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_RemoveAccountFromOrganization.html
  enum RemoveAccountFromOrganization: OperationHandler {
    static func perform(_ input: AccountInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      try call.leave(try call.existingAccount(input.id, organization), organization)
      return [:]
    }
  }

  /// Makes a member standalone, by its own will.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_LeaveOrganization.html
  enum LeaveOrganization: OperationHandler {
    static func perform(_ input: NoInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.ownOrganization()
      guard let account = try call.organizations.member(call.account) else {
        throw OrganizationsError.notInUse
      }
      try call.leave(account, organization)
      return [:]
    }
  }
}

extension Call {
  /// A created account may leave seven days after it came into being
  /// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html); it
  /// counts as one that has given what a standalone account needs.
  fileprivate func leave(_ account: MemberAccount, _ organization: Organization) throws(AWSError) {
    if account.id == organization.managementAccount { throw OrganizationsError.masterCannotLeave }
    if try organizations.isDelegated(account.id, organization) {
      throw OrganizationsError.constraint(
        "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
        "You attempted to remove an account that is registered as a delegated administrator for "
          + "a service integrated with your organization.")
    }
    if account.joinedMethod == .created, now < account.joined + .seconds(7 * 86_400) {
      throw OrganizationsError.constraint(
        "WAIT_PERIOD_ACTIVE",
        "This operation requires a wait period. You must wait until at least seven days after the "
          + "account was created.")
    }
    try organizations.remove(account)
  }
}
