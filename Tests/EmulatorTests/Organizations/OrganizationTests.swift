import AWS
import TestKit
import Testing

struct OrganizationTests {
  @Test func organizationIsDescribedAlikeToAllItsMembers() throws {
    let company = try Company()
    try company.join()
    let own = try company.call("DescribeOrganization")
    #expect(own["Organization"]?["FeatureSet"] == "ALL")
    #expect(own["Organization"]?["MasterAccountId"] == "123456789012")
    #expect(
      own["Organization"]?["Arn"]?.string
        == "arn:aws:organizations::123456789012:organization/\(company.id)")
    #expect(try company.call("DescribeOrganization", account: Company.member) == own)
    #expect(company.refusal("CreateOrganization") == "AlreadyInOrganizationException")
  }

  @Test(arguments: [
    "ListAccounts", "ListRoots", "DeleteOrganization", "ListHandshakesForOrganization",
  ])
  func onlyTheManagementAccountMay(operation: String) throws {
    let company = try Company()
    try company.join()
    #expect(company.refusal(operation, account: Company.member) == "AccessDeniedException")
    #expect(
      company.refusal(operation, account: "777788889999") == "AWSOrganizationsNotInUseException")
    let error = try #require(
      company.world.error("organizations", operation, account: Company.member))
    #expect(error.message == "You don't have permissions to access this resource.")
  }

  @Test func emptyOrganizationIsDeletedWithAllThatItHolds() throws {
    let company = try Company()
    try company.join()
    #expect(company.refusal("DeleteOrganization") == "OrganizationNotEmptyException")
    _ = try company.unit("Prod")
    _ = try company.policy("Deny")
    try company.call(
      "RemoveAccountFromOrganization", ["AccountId": .string(Company.member)])
    try company.call("DeleteOrganization")
    #expect(company.refusal("DescribeOrganization") == "AWSOrganizationsNotInUseException")
    // Nothing of the old one shows in a new one.
    try company.call("CreateOrganization")
    let roots = try company.call("ListRoots")["Roots"]?.list ?? []
    let parent = roots.first?["Id"] ?? ""
    #expect(parent.string != company.root)
    #expect(
      try company.call("ListOrganizationalUnitsForParent", ["ParentId": parent])[
        "OrganizationalUnits"] == [])
  }

  @Test func recordsAreOfUsEast1WhereverTheyAreMade() throws {
    let company = try Company()
    try company.world.call("organizations", "ListRoots", region: "eu-west-1")
    let record = try #require(try company.world.records().last)
    #expect(record.awsRegion == "us-east-1")
    #expect(record.eventSource == "organizations.amazonaws.com")
    #expect(record.isReadOnly)
  }

  // MARK: Units

  @Test func unitsFormATreeOfFiveLevels() throws {
    let company = try Company()
    var path = "\(company.id)/\(company.root)/"
    var parent = company.root
    for level in 1...5 {
      parent = try company.unit("Level\(level)", below: parent)
      path += parent + "/"
    }
    let deepest = try company.call(
      "DescribeOrganizationalUnit", ["OrganizationalUnitId": .string(parent)])
    #expect(deepest["OrganizationalUnit"]?["Path"]?.string == path)
    #expect(
      company.refusal(
        "CreateOrganizationalUnit", ["ParentId": .string(parent), "Name": "Level6"])
        == "ConstraintViolationException OU_DEPTH_LIMIT_EXCEEDED")
    #expect(
      try company.call("ListParents", ["ChildId": .string(parent)])["Parents"]?.list?.first?[
        "Type"] == "ORGANIZATIONAL_UNIT")
  }

  @Test func siblingsHaveDifferentNames() throws {
    let company = try Company()
    let prod = try company.unit("Prod")
    let test = try company.unit("Test")
    let again: AWSObject = ["ParentId": .string(company.root), "Name": "Prod"]
    #expect(
      company.refusal("CreateOrganizationalUnit", again) == "DuplicateOrganizationalUnitException")
    #expect(
      company.refusal(
        "UpdateOrganizationalUnit", ["OrganizationalUnitId": .string(test), "Name": "Prod"])
        == "DuplicateOrganizationalUnitException")
    // Below another parent the name is free, and a unit may keep its own.
    _ = try company.unit("Prod", below: prod)
    try company.call(
      "UpdateOrganizationalUnit", ["OrganizationalUnitId": .string(prod), "Name": "Prod"])
  }

  @Test func unitGoesOnceItIsEmpty() throws {
    let company = try Company()
    try company.join()
    let prod = try company.unit("Prod")
    let below = try company.unit("Web", below: prod)
    let deletion: AWSObject = ["OrganizationalUnitId": .string(prod)]
    #expect(
      company.refusal("DeleteOrganizationalUnit", deletion)
        == "OrganizationalUnitNotEmptyException")
    try company.call("DeleteOrganizationalUnit", ["OrganizationalUnitId": .string(below)])
    try company.call(
      "MoveAccount",
      [
        "AccountId": .string(Company.member), "SourceParentId": .string(company.root),
        "DestinationParentId": .string(prod),
      ])
    #expect(
      company.refusal("DeleteOrganizationalUnit", deletion)
        == "OrganizationalUnitNotEmptyException")
    try company.call(
      "MoveAccount",
      [
        "AccountId": .string(Company.member), "SourceParentId": .string(prod),
        "DestinationParentId": .string(company.root),
      ])
    try company.call("DeleteOrganizationalUnit", deletion)
    #expect(
      company.refusal("DescribeOrganizationalUnit", deletion)
        == "OrganizationalUnitNotFoundException")
  }

  @Test func pagesCoverEveryUnitOnce() throws {
    let company = try Company()
    for number in 1...23 { _ = try company.unit("Unit\(number)") }
    var input: AWSObject = ["ParentId": .string(company.root), "MaxResults": 7]
    var names: [String] = []
    while true {
      let page = try company.call("ListOrganizationalUnitsForParent", input)
      names += page["OrganizationalUnits"]?.list?.compactMap { $0["Name"]?.string } ?? []
      guard let token = page["NextToken"] else { break }
      input["NextToken"] = token
    }
    #expect(names == (1...23).map { "Unit\($0)" })
    input["NextToken"] = "bm9uc2Vuc2U="
    #expect(
      company.refusal("ListOrganizationalUnitsForParent", input)
        == "InvalidInputException INVALID_NEXT_TOKEN")
  }

  // MARK: Tags

  @Test func tagsHangOnRootsUnitsAccountsAndPolicies() throws {
    let company = try Company()
    let unit = try company.unit("Prod")
    let policy = try company.policy("Deny")
    for id in [company.root, unit, Company.management, policy] {
      try company.call(
        "TagResource",
        ["ResourceId": .string(id), "Tags": [["Key": "team", "Value": "blue"]]])
      try company.call(
        "TagResource",
        ["ResourceId": .string(id), "Tags": [["Key": "team", "Value": "red"]]])
      #expect(
        try company.call("ListTagsForResource", ["ResourceId": .string(id)])["Tags"]
          == [["Key": "team", "Value": "red"]])
      try company.call("UntagResource", ["ResourceId": .string(id), "TagKeys": ["team"]])
      #expect(
        try company.call("ListTagsForResource", ["ResourceId": .string(id)])["Tags"] == [])
    }
    #expect(
      company.refusal(
        "TagResource",
        ["ResourceId": .string(unit), "Tags": [["Key": "aws:team", "Value": ""]]])
        == "InvalidInputException INVALID_SYSTEM_TAGS_PARAMETER")
    let many = (1...51).map { AWSValue.object(["Key": .string("k\($0)"), "Value": ""]) }
    #expect(
      company.refusal("TagResource", ["ResourceId": .string(unit), "Tags": .list(many)])
        == "ConstraintViolationException MAX_TAG_LIMIT_EXCEEDED")
    #expect(
      company.refusal("ListTagsForResource", ["ResourceId": "p-FullAWSAccess"])
        == "InvalidInputException TARGET_NOT_SUPPORTED")
  }

  // MARK: Services

  @Test func delegatedAdministratorReadsButChangesNothing() throws {
    let company = try Company()
    try company.join()
    let delegation: AWSObject = [
      "AccountId": .string(Company.member), "ServicePrincipal": "guardduty.amazonaws.com",
    ]
    #expect(
      company.refusal("RegisterDelegatedAdministrator", delegation)
        == "ConstraintViolationException SERVICE_ACCESS_NOT_ENABLED")
    try company.call("EnableAWSServiceAccess", ["ServicePrincipal": "guardduty.amazonaws.com"])
    try company.call("RegisterDelegatedAdministrator", delegation)
    #expect(
      company.refusal("RegisterDelegatedAdministrator", delegation)
        == "AccountAlreadyRegisteredException")
    #expect(
      try company.call("ListAccounts", account: Company.member)["Accounts"]?.list?.count == 2)
    #expect(
      company.refusal(
        "CreateOrganizationalUnit", ["ParentId": .string(company.root), "Name": "Mine"],
        account: Company.member) == "AccessDeniedException")
    #expect(
      company.refusal("LeaveOrganization", account: Company.member)
        == "ConstraintViolationException CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG")
    let listed = try company.call("ListDelegatedAdministrators")
    #expect(
      listed["DelegatedAdministrators"]?.list?.compactMap { $0["Id"]?.string } == [Company.member])
    try company.call("DeregisterDelegatedAdministrator", delegation)
    #expect(company.refusal("ListAccounts", account: Company.member) == "AccessDeniedException")
    try company.call("DisableAWSServiceAccess", ["ServicePrincipal": "guardduty.amazonaws.com"])
    #expect(
      try company.call("ListAWSServiceAccessForOrganization")["EnabledServicePrincipals"] == [])
  }

  @Test func consolidatedBillingHasNoPoliciesAndNoIntegration() throws {
    let company = try Company(features: "CONSOLIDATED_BILLING")
    #expect(
      company.refusal(
        "EnablePolicyType",
        ["RootId": .string(company.root), "PolicyType": "SERVICE_CONTROL_POLICY"])
        == "PolicyTypeNotAvailableForOrganizationException")
    #expect(
      company.refusal("EnableAWSServiceAccess", ["ServicePrincipal": "config.amazonaws.com"])
        == "ConstraintViolationException ORGANIZATION_NOT_IN_ALL_FEATURES_MODE")
    let organization = try company.call("DescribeOrganization")["Organization"]
    #expect(organization?["AvailablePolicyTypes"] == [])
  }

  @Test(arguments: [
    ("ListPolicies", ["Filter": "FOO"], "InvalidInputException INVALID_ENUM_POLICY_TYPE"),
    (
      "DescribeOrganizationalUnit", ["OrganizationalUnitId": "prod"],
      "InvalidInputException INVALID_PATTERN"
    ),
    ("ListRoots", ["MaxResults": 21], "InvalidInputException MAX_VALUE_EXCEEDED"),
    (
      "DescribeAccount", ["AccountId": "1234567890123"],
      "InvalidInputException MAX_LENGTH_EXCEEDED"
    ),
    ("DescribeAccount", ["AccountId": "999999999999"], "AccountNotFoundException"),
    ("ListParents", ["ChildId": "999999999999"], "ChildNotFoundException"),
    ("ListAccountsForParent", ["ParentId": "r-zzzz"], "ParentNotFoundException"),
    ("DescribePolicy", ["PolicyId": "p-zzzzzzzz"], "PolicyNotFoundException"),
    ("DescribePolicy", ["PolicyId": "zzzzzzzz"], "InvalidInputException INVALID_SYNTAX_POLICY_ID"),
    ("ListTagsForResource", ["ResourceId": "ou-zzzz-zzzzzzzz"], "TargetNotFoundException"),
    ("DescribeHandshake", ["HandshakeId": "h-zzzzzzzz"], "HandshakeNotFoundException"),
    (
      "DescribeCreateAccountStatus", ["CreateAccountRequestId": "car-zzzzzzzz"],
      "CreateAccountStatusNotFoundException"
    ),
  ] as [(String, AWSObject, String)])
  func whatIsWrongOrMissingIsNamed(operation: String, input: AWSObject, code: String) throws {
    #expect(try Company().refusal(operation, input) == code)
  }
}
