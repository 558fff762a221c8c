import AWS
@testable import Emulator
import TestKit
import Testing

struct OrganizationAccountTests {
  private func create(
    _ company: Company, email: String = "prod@example.org", name: String = "prod",
    at now: Timestamp = Client.start
  ) throws -> AWSObject {
    try company.call(
      "CreateAccount", ["Email": .string(email), "AccountName": .string(name)], at: now)[
        "CreateAccountStatus"]?.object ?? [:]
  }

  private func status(_ company: Company, _ creation: AWSObject, at now: Timestamp) throws
    -> AWSObject
  {
    try company.call(
      "DescribeCreateAccountStatus", ["CreateAccountRequestId": creation["Id"] ?? ""], at: now)[
        "CreateAccountStatus"]?.object ?? [:]
  }

  @Test func accountShowsItselfOnceItsCreationIsComplete() throws {
    let company = try Company()
    let creation = try create(company)
    #expect(creation["State"] == "IN_PROGRESS")
    #expect(creation["AccountId"] == nil)
    #expect(try company.call("ListAccounts")["Accounts"]?.list?.count == 1)
    let later = Client.start + .seconds(3)
    let done = try status(company, creation, at: later)
    #expect(done["State"] == "SUCCEEDED")
    #expect(done["CompletedTimestamp"] == .timestamp(later))
    let account = try #require(done["AccountId"]?.string)
    let described = try company.call(
      "DescribeAccount", ["AccountId": .string(account)], at: later)["Account"]
    #expect(described?["Name"] == "prod")
    #expect(described?["JoinedMethod"] == "CREATED")
    #expect(described?["Paths"] == [.string("\(company.id)/\(company.root)/\(account)/")])
    #expect(
      try company.call("ListCreateAccountStatus", ["States": ["SUCCEEDED"]], at: later)[
        "CreateAccountStatuses"]?.list?.count == 1)
    #expect(
      try company.call("ListCreateAccountStatus", ["States": ["FAILED"]], at: later)[
        "CreateAccountStatuses"] == [])
  }

  @Test func managementAccountGetsInByTheAccessRole() throws {
    let company = try Company()
    let creation = try create(company)
    let later = Client.start + .seconds(3)
    let account = try #require(try status(company, creation, at: later)["AccountId"]?.string)
    let role = "arn:aws:iam::\(account):role/OrganizationAccountAccessRole"
    let session = try company.world.call(
      "sts", "AssumeRole", ["RoleArn": .string(role), "RoleSessionName": "admin"], at: later)
    #expect(
      session["AssumedRoleUser"]?["Arn"]?.string
        == "arn:aws:sts::\(account):assumed-role/OrganizationAccountAccessRole/admin")
    let attached = try company.world.call(
      "iam", "ListAttachedRolePolicies", ["RoleName": "OrganizationAccountAccessRole"],
      account: account, at: later)
    #expect(
      attached["AttachedPolicies"]?.list?.compactMap { $0["PolicyName"]?.string }
        == ["AdministratorAccess"])
  }

  @Test func addressThatIsTakenFailsLater() throws {
    let company = try Company()
    _ = try create(company)
    let second = try create(company)
    #expect(second["State"] == "IN_PROGRESS")
    let done = try status(company, second, at: Client.start + .seconds(3))
    #expect(done["State"] == "FAILED")
    #expect(done["FailureReason"] == "EMAIL_ALREADY_EXISTS")
    #expect(done["AccountId"] == nil)
  }

  @Test func recordsHideWhoTheAccountIsOfAndTellTheResult() throws {
    let company = try Company()
    _ = try create(company)
    let records = try company.world.records()
    let call = try #require(records.first { $0.eventName == "CreateAccount" })
    #expect(call.requestParameters["email"] == "****")
    #expect(call.requestParameters["accountName"] == "****")
    #expect(call.responseElements.at("createAccountStatus", "accountName") == "****")
    #expect(call.responseElements.at("createAccountStatus", "state") == "IN_PROGRESS")
    let result = try #require(records.first { $0.eventName == "CreateAccountResult" })
    #expect(result.document["eventType"] == "AwsServiceEvent")
    #expect(result.document["eventTime"] == "2026-03-02T09:00:03Z")
    let status = result.document["serviceEventDetails"]?["createAccountStatus"]
    #expect(status?["state"] == "SUCCEEDED")
    #expect(status?["completedTimestamp"] == "Mar 2, 2026, 9:00:03 AM")
  }

  @Test func createdAccountStaysSevenDaysAndAnInvitedOneMayLeaveAtOnce() throws {
    let company = try Company()
    try company.join()
    let creation = try create(company)
    let later = Client.start + .seconds(3)
    let account = try #require(try status(company, creation, at: later)["AccountId"]?.string)
    #expect(
      company.refusal("LeaveOrganization", account: account, at: later)
        == "ConstraintViolationException WAIT_PERIOD_ACTIVE")
    try company.call("LeaveOrganization", account: Company.member, at: later)
    #expect(
      company.refusal("DescribeOrganization", account: Company.member, at: later)
        == "AWSOrganizationsNotInUseException")
    try company.call(
      "RemoveAccountFromOrganization", ["AccountId": .string(account)],
      at: later + .seconds(7 * 86_400))
    #expect(
      company.refusal("LeaveOrganization", at: later + .seconds(7 * 86_400))
        == "MasterCannotLeaveOrganizationException")
  }

  @Test func closedAccountIsSuspendedAndStays() throws {
    let company = try Company()
    try company.join()
    let closing: AWSObject = ["AccountId": .string(Company.member)]
    try company.call("CloseAccount", closing)
    func state(_ seconds: Int64) throws -> AWSValue? {
      try company.call("DescribeAccount", closing, at: Client.start + .seconds(seconds))[
        "Account"]?["Status"]
    }
    #expect(try state(1) == "PENDING_CLOSURE")
    #expect(try state(120) == "SUSPENDED")
    #expect(company.refusal("CloseAccount", closing) == "AccountAlreadyClosedException")
    #expect(
      company.refusal("CloseAccount", ["AccountId": .string(Company.management)])
        == "ConstraintViolationException CANNOT_CLOSE_MANAGEMENT_ACCOUNT")
    #expect(company.refusal("DeleteOrganization") == "OrganizationNotEmptyException")
  }

  @Test func moveNamesWhereTheAccountIsAndWhereItGoes() throws {
    let company = try Company()
    try company.join()
    let prod = try company.unit("Prod")
    func move(_ source: String, _ destination: String) -> String? {
      company.refusal(
        "MoveAccount",
        [
          "AccountId": .string(Company.member), "SourceParentId": .string(source),
          "DestinationParentId": .string(destination),
        ])
    }
    #expect(move(prod, company.root) == "SourceParentNotFoundException")
    #expect(move(company.root, "ou-zzzz-zzzzzzzz") == "DestinationParentNotFoundException")
    #expect(move(company.root, company.root) == "DuplicateAccountException")
    #expect(move(company.root, prod) == nil)
    let store = OrganizationsStore(company.world.database)
    #expect(
      try store.membership(of: Company.member)?.path == "\(company.id)/\(company.root)/\(prod)/")
    #expect(
      try company.call("ListChildren", ["ParentId": .string(prod), "ChildType": "ACCOUNT"])[
        "Children"] == [["Id": .string(Company.member), "Type": "ACCOUNT"]])
  }

  // MARK: Invitations

  @Test func invitationIsAnsweredOnceByWhomItIsFor() throws {
    let company = try Company()
    let answer = try company.call(
      "InviteAccountToOrganization",
      ["Target": ["Type": "ACCOUNT", "Id": .string(Company.member)], "Notes": "Join us"])
    let handshake = try #require(answer["Handshake"]?.object)
    let input: AWSObject = ["HandshakeId": handshake["Id"] ?? ""]
    #expect(handshake["State"] == "OPEN")
    #expect(handshake["Resources"]?.list?.last == ["Type": "NOTES", "Value": "Join us"])
    #expect(company.refusal("AcceptHandshake", input) == "AccessDeniedException")
    #expect(
      company.refusal("AcceptHandshake", input, account: "777788889999")
        == "HandshakeNotFoundException")
    #expect(
      company.refusal("CancelHandshake", input, account: Company.member)
        == "AccessDeniedException")
    let listed = try company.call("ListHandshakesForAccount", account: Company.member)
    #expect(listed["Handshakes"]?.list?.count == 1)
    let accepted = try company.call("AcceptHandshake", input, account: Company.member)
    #expect(accepted["Handshake"]?["State"] == "ACCEPTED")
    #expect(
      company.refusal("AcceptHandshake", input, account: Company.member)
        == "HandshakeAlreadyInStateException")
    #expect(
      company.refusal("CancelHandshake", input) == "InvalidHandshakeTransitionException")
    #expect(
      try company.call("ListAccounts")["Accounts"]?.list?.last?["JoinedMethod"] == "INVITED")
  }

  @Test func invitationEndsByRefusalWithdrawalOrTime() throws {
    let company = try Company()
    func invite(_ account: String) throws -> AWSObject {
      let target: AWSValue = ["Type": "ACCOUNT", "Id": .string(account)]
      let answer = try company.call("InviteAccountToOrganization", ["Target": target])
      return ["HandshakeId": answer["Handshake"]?["Id"] ?? ""]
    }
    let declined = try invite("111111111111")
    #expect(
      company.refusal(
        "InviteAccountToOrganization", ["Target": ["Type": "ACCOUNT", "Id": "111111111111"]])
        == "DuplicateHandshakeException")
    let cancelled = try invite("222222222222")
    let expired = try invite("333333333333")
    try company.call("DeclineHandshake", declined, account: "111111111111")
    try company.call("CancelHandshake", cancelled)
    let later = Client.start + .seconds(15 * 86_400)
    let states = try company.call("ListHandshakesForOrganization", at: later)["Handshakes"]?.list?
      .compactMap { $0["State"]?.string }
    #expect(states == ["DECLINED", "CANCELED", "EXPIRED"])
    #expect(
      company.refusal("AcceptHandshake", expired, account: "333333333333", at: later)
        == "InvalidHandshakeTransitionException")
    // Ended ones are shown for thirty days.
    let gone = Client.start + .seconds(45 * 86_400)
    #expect(try company.call("ListHandshakesForOrganization", at: gone)["Handshakes"] == [])
  }

  @Test func accountOfAnOrganizationCantJoinAnother() throws {
    let company = try Company()
    try company.call("CreateOrganization", account: Company.member)
    let answer = try company.call(
      "InviteAccountToOrganization",
      ["Target": ["Type": "EMAIL", "Id": .string("\(Company.member)@example.com")]])
    let input: AWSObject = ["HandshakeId": answer["Handshake"]?["Id"] ?? ""]
    #expect(
      company.refusal("AcceptHandshake", input, account: Company.member)
        == "HandshakeConstraintViolationException ALREADY_IN_AN_ORGANIZATION")
    try company.call("DeleteOrganization", account: Company.member)
    try company.call("AcceptHandshake", input, account: Company.member)
  }
}
