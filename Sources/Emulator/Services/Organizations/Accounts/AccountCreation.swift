import AWS

/// A request to make an account, and what came of it.
struct AccountCreation: Hashable, Sendable {
  let id: String
  let name: String
  /// nil for a request that fails.
  let account: String?
  let failure: String?
  let requested: Timestamp
  let completed: Timestamp
  /// Its place in lists.
  var number: Int64 = 0

  static let columns = """
    request_id, name, created_account, failure, requested, completed, number
    """

  init(
    id: String, name: String, account: String?, failure: String?, requested: Timestamp,
    completed: Timestamp
  ) {
    self.id = id
    self.name = name
    self.account = account
    self.failure = failure
    self.requested = requested
    self.completed = completed
  }

  init(_ row: Row) {
    self.init(
      id: row.text(0), name: row.text(1), account: row.optionalText(2),
      failure: row.optionalText(3), requested: Timestamp(microseconds: row.integer(4)),
      completed: Timestamp(microseconds: row.integer(5)))
    number = row.integer(6)
  }

  func state(at now: Timestamp) -> String {
    if now < completed { return "IN_PROGRESS" }
    return failure == nil ? "SUCCEEDED" : "FAILED"
  }

  func output(at now: Timestamp) -> AWSObject {
    var output: AWSObject = [
      "Id": .string(id), "AccountName": .string(name), "State": .string(state(at: now)),
      "RequestedTimestamp": .timestamp(requested),
    ]
    guard now >= completed else { return output }
    output["CompletedTimestamp"] = .timestamp(completed)
    output.set("AccountId", account.map(AWSValue.string))
    output.set("FailureReason", failure.map(AWSValue.string))
    return output
  }
}

extension OrganizationsStore {
  func insert(_ creation: AccountCreation, _ organization: Organization) throws(AWSError) {
    try database.run(
      """
      INSERT INTO organizations_creation (account, organization_id, request_id, name,
        created_account, failure, requested, completed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, .text(organization.managementAccount), .text(organization.id), .text(creation.id),
      .text(creation.name), SQLValue(creation.account), SQLValue(creation.failure),
      .integer(creation.requested.microseconds), .integer(creation.completed.microseconds))
  }

  func creations(of organization: Organization) throws(AWSError) -> [AccountCreation] {
    try database.rows(
      """
      SELECT \(AccountCreation.columns) FROM organizations_creation
      WHERE organization_id = ? ORDER BY number
      """, .text(organization.id)
    ).map(AccountCreation.init)
  }
}

extension OrganizationsService {
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeCreateAccountStatus.html
  enum DescribeCreateAccountStatus: OperationHandler {
    struct Input: OperationInput {
      static let members = ["CreateAccountRequestId"]
      let id: String

      init(_ members: Members) { id = members.string("CreateAccountRequestId") ?? "" }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      guard OrganizationsID.isCreation(input.id) else { throw OrganizationsError.pattern }
      let creation = try call.organizations.creations(of: organization)
        .first { $0.id == input.id }
      guard let creation else { throw OrganizationsError.noCreation }
      return ["CreateAccountStatus": .object(creation.output(at: call.now))]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListCreateAccountStatus.html
  enum ListCreateAccountStatus: OperationHandler {
    struct Input: OperationInput {
      static let members = ["States"] + OrganizationsPage.members
      let states: [String]
      let page: OrganizationsPage

      init(_ members: Members) throws(AWSError) {
        states = members.strings("States") ?? []
        page = try OrganizationsPage(members)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      let now = call.now
      let creations = try call.organizations.creations(of: organization).filter {
        input.states.isEmpty || input.states.contains($0.state(at: now))
      }
      return try input.page.output("CreateAccountStatuses", creations, key: \.number) {
        .object($0.output(at: now))
      }
    }
  }
}
