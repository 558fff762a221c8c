import AWS

extension OrganizationsService {
  /// Closes a member: `PENDING_CLOSURE`, soon `SUSPENDED`; it stays in the organization.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CloseAccount.html
  enum CloseAccount: OperationHandler {
    static func perform(_ input: AccountInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      let store = call.organizations
      let account = try call.existingAccount(input.id, organization)
      if account.id == organization.managementAccount {
        throw OrganizationsError.constraint(
          "CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
          "You attempted to close the management account. To close the management account for "
            + "the organization, you must first either remove or close all member accounts in "
            + "the organization.")
      }
      if account.closed != nil {
        throw AWSError(
          "AccountAlreadyClosedException", "The provided account is already closed.")
      }
      if try store.isDelegated(account.id, organization) {
        throw AWSError(
          "ConflictException",
          "The request failed because the account is a delegated administrator.",
          status: 409)
      }
      let members = try store.members(of: organization)
      let since = call.now + .seconds(-30 * 86_400)
      let recent = members.filter { ($0.closed ?? since) > since }.count
      // The higher of 250 and a fifth of the members, 1,000 at most, in 30 days.
      if recent >= min(1000, max(250, members.count / 5)) {
        throw OrganizationsError.constraint(
          "CLOSE_ACCOUNT_QUOTA_EXCEEDED",
          "You have exceeded close account quota for the past 30 days.")
      }
      try store.close(account, at: call.now)
      return [:]
    }
  }
}
