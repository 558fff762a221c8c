import AWS

extension OrganizationsService {
  /// For an operation that names an account and nothing else.
  struct AccountInput: OrganizationsInput {
    static let members = ["AccountId"]
    let id: String
    var resources: [String] { [id] }

    init(_ members: Members) { id = members.string("AccountId") ?? "" }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
  enum ListAccounts: OperationHandler {
    static func perform(_ input: OrganizationsPageInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.readableOrganization()
      let accounts = try call.organizations.members(of: organization)
      return try call.list(accounts, organization, input.page)
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html
  enum ListAccountsForParent: OperationHandler {
    static func perform(_ input: ParentPageInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.readableOrganization()
      let parent = try call.existingParent(input.parent, organization)
      let accounts = try call.organizations.members(of: organization, parent: parent.id)
      return try call.list(accounts, organization, input.page)
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html
  enum DescribeAccount: OperationHandler {
    static func perform(_ input: AccountInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      let account = try call.existingAccount(input.id, organization)
      let path = try call.organizations.path(to: account.parentID, organization)
      return ["Account": .object(account.output(organization, path: path, at: call.now))]
    }
  }

  /// Moves an account from one root or unit to another; from then on it has that one's policies.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html
  enum MoveAccount: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["AccountId", "SourceParentId", "DestinationParentId"]
      let id: String
      let source: String
      let destination: String
      var resources: [String] { [id, source, destination] }

      init(_ members: Members) {
        id = members.string("AccountId") ?? ""
        source = members.string("SourceParentId") ?? ""
        destination = members.string("DestinationParentId") ?? ""
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      let store = call.organizations
      let account = try call.existingAccount(input.id, organization)
      for parent in [input.source, input.destination] {
        guard OrganizationsID.isRoot(parent) || OrganizationsID.isUnit(parent) else {
          throw OrganizationsError.pattern
        }
      }
      guard try store.parent(input.source, organization) != nil,
        account.parentID == input.source
      else { throw OrganizationsError.noSourceParent }
      guard try store.parent(input.destination, organization) != nil else {
        throw OrganizationsError.noDestinationParent
      }
      if input.source == input.destination {
        throw AWSError(
          "DuplicateAccountException",
          "That account is already present in the specified destination.")
      }
      try store.move(account, to: input.destination)
      return [:]
    }
  }
}

extension Call {
  /// A page of accounts; those whose creation isn't complete aren't shown yet.
  fileprivate func list(
    _ accounts: [MemberAccount], _ organization: Organization, _ page: OrganizationsPage
  ) throws(AWSError) -> AWSObject {
    let now = now
    let store = organizations
    return try page.output("Accounts", accounts.filter { $0.joined <= now }, key: \.number) {
      account throws(AWSError) in
      let path = try store.path(to: account.parentID, organization)
      return .object(account.output(organization, path: path, at: now))
    }
  }
}
