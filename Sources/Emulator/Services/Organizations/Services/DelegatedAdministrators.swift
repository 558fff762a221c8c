import AWS

extension OrganizationsService {
  /// For what makes an account the administrator of a service, or ends that.
  struct DelegationInput: OrganizationsInput {
    static let members = ["AccountId", "ServicePrincipal"]
    let account: String
    let principal: String
    var resources: [String] { [account] }
    var keys: [String: [String]] { ["organizations:ServicePrincipal": [principal]] }

    init(_ members: Members) throws(AWSError) {
      account = members.string("AccountId") ?? ""
      principal = try ServicePrincipal.checked(members.string("ServicePrincipal"))
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html
  enum RegisterDelegatedAdministrator: OperationHandler {
    static func perform(_ input: DelegationInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.managedOrganization()
      try call.requireAllFeatures(organization)
      let store = call.organizations
      let account = try call.existingAccount(input.account, organization)
      if account.id == organization.managementAccount {
        throw OrganizationsError.constraint(
          "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
          "You cannot register master account/yourself as delegated administrator for your "
            + "organization.")
      }
      if account.closed != nil {
        throw OrganizationsError.constraint(
          "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
          "You cannot register a suspended account as a delegated administrator.")
      }
      guard try store.services(of: organization).contains(where: {
        $0.principal == input.principal
      }) else {
        throw OrganizationsError.constraint(
          "SERVICE_ACCESS_NOT_ENABLED",
          "You attempted to register a delegated administrator before you enabled service access. "
            + "Call the EnableAWSServiceAccess API first.")
      }
      let others = try store.delegations(of: organization, to: input.principal)
      if others.contains(where: { $0.account == account.id }) {
        throw AWSError(
          "AccountAlreadyRegisteredException",
          "The provided account is already a delegated administrator for your organization.")
      }
      try store.register(account.id, input.principal, organization, at: call.now)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeregisterDelegatedAdministrator.html
  enum DeregisterDelegatedAdministrator: OperationHandler {
    static func perform(_ input: DelegationInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.managedOrganization()
      try call.requireAllFeatures(organization)
      let store = call.organizations
      let account = try call.existingAccount(input.account, organization)
      let registered = try store.delegations(of: organization, to: input.principal)
      guard registered.contains(where: { $0.account == account.id }) else {
        throw AWSError(
          "AccountNotRegisteredException",
          "The provided account is not a registered delegated administrator for your "
            + "organization.")
      }
      try store.deregister(account.id, input.principal, organization)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html
  enum ListDelegatedAdministrators: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["ServicePrincipal"] + OrganizationsPage.members
      let principal: String?
      let page: OrganizationsPage
      var keys: [String: [String]] {
        principal.map { ["organizations:ServicePrincipal": [$0]] } ?? [:]
      }

      init(_ members: Members) throws(AWSError) {
        let name = members.string("ServicePrincipal")
        principal = name == nil ? nil : try ServicePrincipal.checked(name)
        page = try OrganizationsPage(members)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      try call.requireAllFeatures(organization)
      let store = call.organizations
      let now = call.now
      // Each account once, by when it first became an administrator.
      var first: [String: Timestamp] = [:]
      for delegation in try store.delegations(of: organization, to: input.principal) {
        first[delegation.account] = min(
          delegation.enabled, first[delegation.account] ?? delegation.enabled)
      }
      let members = try store.members(of: organization).filter { first[$0.id] != nil }
      return try input.page.output("DelegatedAdministrators", members, key: \.number) { member in
        var output = member.output(organization, path: "", at: now)
        output["Paths"] = nil
        output.set("DelegationEnabledDate", first[member.id].map(AWSValue.timestamp))
        return .object(output)
      }
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedServicesForAccount.html
  enum ListDelegatedServicesForAccount: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["AccountId"] + OrganizationsPage.members
      let account: String
      let page: OrganizationsPage
      var resources: [String] { [account] }

      init(_ members: Members) throws(AWSError) {
        account = members.string("AccountId") ?? ""
        page = try OrganizationsPage(members)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      try call.requireAllFeatures(organization)
      let account = try call.existingAccount(input.account, organization)
      let services = try call.organizations.delegations(of: organization, to: nil)
        .filter { $0.account == account.id }
      if services.isEmpty {
        throw AWSError(
          "AccountNotRegisteredException",
          "The provided account is not a registered delegated administrator for your "
            + "organization.")
      }
      return try input.page.output("DelegatedServices", services, key: \.principal) {
        [
          "ServicePrincipal": .string($0.principal),
          "DelegationEnabledDate": .timestamp($0.enabled),
        ]
      }
    }
  }
}

/// That an account administers a service for its organization.
struct Delegation: Hashable, Sendable {
  let account: String
  let principal: String
  let enabled: Timestamp
}

extension OrganizationsStore {
  /// By service and account; of all services where `principal` is nil.
  func delegations(of organization: Organization, to principal: String?) throws(AWSError)
    -> [Delegation]
  {
    try database.rows(
      """
      SELECT account, principal, enabled FROM organizations_delegation
      WHERE organization_id = ? AND (? IS NULL OR principal = ?) ORDER BY principal, account
      """, .text(organization.id), SQLValue(principal), SQLValue(principal)
    ).map {
      Delegation(
        account: $0.text(0), principal: $0.text(1),
        enabled: Timestamp(microseconds: $0.integer(2)))
    }
  }

  func register(
    _ account: String, _ principal: String, _ organization: Organization, at now: Timestamp
  ) throws(AWSError) {
    try database.run(
      """
      INSERT INTO organizations_delegation (account, organization_id, principal, enabled)
      VALUES (?, ?, ?, ?)
      """, .text(account), .text(organization.id), .text(principal), .integer(now.microseconds))
  }

  func deregister(_ account: String, _ principal: String, _ organization: Organization)
    throws(AWSError)
  {
    try database.run(
      """
      DELETE FROM organizations_delegation
      WHERE organization_id = ? AND account = ? AND principal = ?
      """, .text(organization.id), .text(account), .text(principal))
  }
}
