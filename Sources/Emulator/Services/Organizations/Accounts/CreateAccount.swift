import AWS

extension OrganizationsService {
  /// Makes an account of the organization, with a role in it that the management account may
  /// assume.
  ///
  /// The work goes on after the answer: the account shows itself and its number three seconds
  /// later, when a `CreateAccountResult` event tells of it. An address that is taken fails then.
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
  enum CreateAccount: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = [
        "Email", "AccountName", "RoleName", "IamUserAccessToBilling", "Tags.Key", "Tags.Value",
      ]
      let email: String
      let name: String
      let role: String
      let tags: OrganizationsTags
      var newTags: OrganizationsTags? { tags }

      init(_ members: Members) throws(AWSError) {
        email = members.string("Email") ?? ""
        name = members.string("AccountName") ?? ""
        role = members.string("RoleName") ?? "OrganizationAccountAccessRole"
        tags = try OrganizationsTags(members.objects("Tags") ?? [])
        guard EmailAddress.isValid(email) else { throw OrganizationsError.pattern }
        guard !role.hasPrefix("AWSServiceRoleFor") else {
          throw OrganizationsError.input(
            "INVALID_ROLE_NAME",
            "You provided a role name that isn't valid. A role name can't begin with the reserved "
              + "prefix AWSServiceRoleFor.")
        }
        do { try IAMName.check(role, "roleName") } catch { throw OrganizationsError.pattern }
      }
    }

    /// What AWS raises the default of ten to on request.
    static let accountLimit = 10_000
    /// As AWS's own example of the two records shows it.
    static let duration = Duration.seconds(3)

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      let store = call.organizations
      if try store.members(of: organization).count >= accountLimit {
        throw OrganizationsError.constraint(
          "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
          "You have exceeded the allowed number of AWS accounts.")
      }
      let isTaken = try store.account(email: input.email) != nil
      let creation = AccountCreation(
        id: "car-" + call.world.organizationsToken(32), name: input.name,
        account: isTaken ? nil : try store.freeAccountNumber(call.world),
        failure: isTaken ? "EMAIL_ALREADY_EXISTS" : nil, requested: call.now,
        completed: call.now + duration)
      try store.insert(creation, organization)
      if let account = creation.account {
        try store.create(account, input, creation, organization)
        try call.makeAccessRole(input.role, in: account, organization)
      }
      try call.announce(creation)
      return ["CreateAccountStatus": .object(creation.output(at: call.now))]
    }
  }
}

extension OrganizationsStore {
  fileprivate func freeAccountNumber(_ world: World) throws(AWSError) -> String {
    while true {
      let number = world.accountNumber()
      let isTaken = try database.row(
        """
        SELECT 1 FROM seeded_scope WHERE account = ? UNION ALL
        SELECT 1 FROM organizations_identity WHERE account = ? LIMIT 1
        """, .text(number), .text(number)) != nil
      if !isTaken { return number }
    }
  }

  fileprivate func create(
    _ account: String, _ input: OrganizationsService.CreateAccount.Input,
    _ creation: AccountCreation, _ organization: Organization
  ) throws(AWSError) {
    try insert(AccountIdentity(name: input.name, email: input.email), of: account)
    try insert(
      MemberAccount(
        id: account, organizationID: organization.id, parentID: organization.rootID,
        name: input.name, email: input.email, joinedMethod: .created,
        joined: creation.completed))
    try tag(account, input.tags, organization)
    try attachDefaults(to: account, organization)
  }
}

extension Call {
  /// The role by which the management account gets into the new one, as its administrator.
  fileprivate func makeAccessRole(
    _ name: String, in account: String, _ organization: Organization
  ) throws(AWSError) {
    let partition = organization.partition
    let root = "arn:\(partition):iam::\(organization.managementAccount):root"
    let trust: AWSValue = [
      "Version": "2012-10-17",
      "Statement": [
        ["Effect": "Allow", "Principal": ["AWS": .string(root)], "Action": "sts:AssumeRole"]
      ],
    ]
    try iam.insert(
      IAMStore.Role(
        name: name, path: "/", id: world.uniqueID("AROA"),
        arn: "arn:\(partition):iam::\(account):role/\(name)", created: iamDate,
        trustPolicy: JSON.text(trust), description: nil, maxSession: .seconds(3600),
        boundary: nil, tags: IAMTags()), account)
    try iam.attach(
      "arn:aws:iam::aws:policy/AdministratorAccess", to: .role, name, account)
  }

  /// The event that tells, when the work is done, what came of it.
  fileprivate func announce(_ creation: AccountCreation) throws(AWSError) {
    guard world.options.isRecording else { return }
    var details = creation.output(at: creation.completed)
    details["AccountName"] = "****"
    var status: AWSObject = [:]
    for (name, value) in details {
      status[name.withSmallFirstLetter] =
        value.timestamp.map { .string($0.recorded(comma: true)) } ?? value
    }
    let document: AWSObject = [
      "eventVersion": .string(RecordWriter.eventVersion),
      "userIdentity": ["accountId": .string(account), "invokedBy": "AWS Internal"],
      "eventTime": .string(Timestamp(seconds: creation.completed.seconds).iso8601),
      "eventSource": "organizations.amazonaws.com", "eventName": "CreateAccountResult",
      "awsRegion": .string(region), "sourceIPAddress": "AWS Internal",
      "userAgent": "AWS Internal", "requestParameters": .null, "responseElements": .null,
      "eventID": .string(world.uuid()), "readOnly": false, "eventType": "AwsServiceEvent",
      "managementEvent": true, "recipientAccountId": .string(account),
      "serviceEventDetails": ["createAccountStatus": .object(status)],
      "eventCategory": "Management",
    ]
    try world.store(
      CloudTrailRecord(document),
      caller: Caller(
        kind: .service("AWS Internal"), account: account, arn: "", principalID: ""),
      at: creation.completed)
  }
}

/// What Organizations takes as an email address.
enum EmailAddress {
  static func isValid(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
      && !text.utf8.contains { $0 <= 0x20 }
  }
}
