import AWS
import Exposure
import PolicyLanguage
import Testing

@Suite struct OtherResourceTests {
  private func trust(_ statements: String...) throws -> ExposureReport {
    let document = try PolicyDocument.parse(
      "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements.joined(separator: ","))]}",
      as: .trust)
    return ExposureReport.ofRole(
      "arn:aws:iam::111122223333:role/r", trust: document, owner: owner)
  }

  private func trusting(_ principal: String, _ action: String, _ condition: String = "{}")
    -> String
  {
    """
    {"Effect":"Allow","Principal":\(principal),"Action":"sts:\(action)","Condition":\(condition)}
    """
  }

  private static let github =
    #"{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#
  private static let sub = "token.actions.githubusercontent.com:sub"

  @Test(arguments: [
    (#"{"AWS":"*"}"#, "{}", [Party.anyAccount]),
    (#"{"AWS":"*"}"#, #"{"StringEquals":{"aws:PrincipalOrgID":"o-ourown1234"}}"#,
      [.organization("o-ourown1234")]),
    (#"{"AWS":"*"}"#, #"{"StringEquals":{"sts:ExternalId":"a1"}}"#, [.anyAccount]),
    (#"{"AWS":"*"}"#, #"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}"#, []),
    (#"{"AWS":"arn:aws:iam::444455556666:root"}"#, "{}", [.account("444455556666")]),
    (#"{"AWS":"111122223333"}"#, "{}", []),
    (#"{"Service":"ec2.amazonaws.com"}"#, "{}", [.service("ec2.amazonaws.com")]),
    (#"{"Service":"events.amazonaws.com"}"#,
      #"{"StringEquals":{"aws:SourceAccount":"111122223333"}}"#, []),
  ])
  func roleTrust(principal: String, condition: String, parties: [Party]) throws {
    let report = try trust(trusting(principal, "AssumeRole", condition))
    #expect(report.parties(.assume) == parties)
    #expect(report.undecided == [])
  }

  @Test func externalIDIsToldAsAWayIn() throws {
    let report = try trust(
      trusting(
        #"{"AWS":"444455556666"}"#, "AssumeRole", #"{"StringEquals":{"sts:ExternalId":"a1"}}"#))
    let grant = try #require(report.accesses.first?.grants.first)
    #expect(grant.passages == [Passage(key: "sts:ExternalId", way: .withValues(["a1"]))])
    #expect(report.accesses.allSatisfy { $0.needs("sts:externalid") })
    let lax = try trust(
      trusting(
        #"{"AWS":"444455556666"}"#, "AssumeRole",
        #"{"StringEqualsIfExists":{"sts:ExternalId":"a1"}}"#))
    #expect(!lax.accesses.contains { $0.needs("sts:ExternalId") })
  }

  @Test(arguments: [
    ("{}", true),
    (#"{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}"#, true),
    ("{\"StringLike\":{\"\(sub)\":\"repo:our-company/*\"}}", false),
    ("{\"StringEquals\":{\"\(sub)\":\"repo:our-company/app:ref:refs/heads/main\"}}", false),
    ("{\"StringLike\":{\"\(sub)\":\"repo:our-company*\"}}", true),
    ("{\"StringLike\":{\"\(sub)\":\"repo:*\"}}", true),
    ("{\"StringLike\":{\"\(sub)\":\"*\"}}", true),
    ("{\"StringLike\":{\"\(sub)\":\"repo:*/*:ref:refs/heads/main\"}}", true),
    ("{\"StringNotLike\":{\"\(sub)\":\"repo:evil/*\"}}", true),
    ("{\"ForAllValues:StringLike\":{\"\(sub)\":\"repo:our-company/*\"}}", false),
    ("{\"StringLikeIfExists\":{\"\(sub)\":\"repo:our-company/*\"}}", false),
    (#"{"StringEquals":{"token.actions.githubusercontent.com:repository_owner":"our-company"}}"#,
      false),
    (#"{"StringEquals":{"token.actions.githubusercontent.com:environment":"prod"}}"#, true),
  ])
  func githubIsOpenUnlessTheSubjectHasAnOwner(condition: String, isOpen: Bool) throws {
    let report = try trust(trusting(Self.github, "AssumeRoleWithWebIdentity", condition))
    #expect(report.isPublic == isOpen)
    #expect(report.isExposed == isOpen)
  }

  @Test(arguments: [
    (#"{"Federated":"cognito-identity.amazonaws.com"}"#, "{}", true),
    (#"{"Federated":"cognito-identity.amazonaws.com"}"#,
      #"{"StringEquals":{"cognito-identity.amazonaws.com:aud":"eu-west-1:pool"}}"#, false),
    (#"{"Federated":"cognito-identity.amazonaws.com"}"#,
      #"{"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"unauthenticated"}}"#,
      true),
    (#"{"Federated":"accounts.google.com"}"#,
      #"{"StringEquals":{"accounts.google.com:aud":"1234.apps"}}"#, false),
    (
      #"{"Federated":"arn:aws:iam::111122223333:oidc-provider/login.example.com/id/A"}"#,
      "{}", false
    ),
  ])
  func providersWithTheirOwnUsersAreClosed(principal: String, condition: String, isOpen: Bool)
    throws
  {
    let report = try trust(trusting(principal, "AssumeRoleWithWebIdentity", condition))
    #expect(report.isPublic == isOpen)
  }

  @Test func tokensAndKeysAreForTheirOwnCalls() throws {
    #expect(try trust(trusting(Self.github, "*")).isPublic)
    #expect(try !trust(trusting(Self.github, "AssumeRole")).isExposed)
    let everyone = try trust(trusting(#"{"AWS":"*"}"#, "AssumeRoleWithSAML"))
    #expect(!everyone.accesses.contains { $0.party == .anyAccount })
  }

  @Test func samlProviderIsItsOwnersAffair() throws {
    let saml = #"{"Federated":"arn:aws:iam::111122223333:saml-provider/corp"}"#
    #expect(try !trust(trusting(saml, "AssumeRoleWithSAML")).isExposed)
  }

  @Test func keyPolicyOfAServiceManagedKeyIsClosed() throws {
    let own = """
      {"StringEquals":{"kms:CallerAccount":"111122223333",
      "kms:ViaService":"s3.eu-west-1.amazonaws.com"}}
      """
    let any = #"{"StringEquals":{"kms:ViaService":"s3.eu-west-1.amazonaws.com"}}"#
    #expect(try key(own).accesses == [])
    #expect(try key(any).accesses.map(\.party) == [.anyAccount])
    #expect(try key("{}").isPublic)
  }

  private func key(_ condition: String, grants: [AWSObject] = []) throws -> ExposureReport {
    let document = try policy(
      statement(action: "\"kms:Decrypt\"", resource: "\"*\"", condition: condition))
    return ExposureReport.ofKey(
      "arn:aws:kms:eu-west-1:111122223333:key/1", policy: document, grants: grants, owner: owner)
  }

  @Test func keyGrantsToOtherAccountsCount() throws {
    let own = #"{"StringEquals":{"kms:CallerAccount":"111122223333"}}"#
    func grant(_ id: String, _ principal: String, _ operations: AWSValue...) -> AWSObject {
      [
        "GrantId": .string(id), "GranteePrincipal": .string(principal),
        "Operations": .list(operations),
      ]
    }
    let report = try key(
      own,
      grants: [
        grant("g1", "arn:aws:iam::444455556666:role/x", "Decrypt", "CreateGrant"),
        grant("g2", "arn:aws:iam::111122223333:role/x", "Decrypt"),
        grant("g3", "s3.amazonaws.com", "Decrypt"),
      ])
    #expect(report.sharedWith == [.account("444455556666")])
    #expect(report.accesses.map(\.capability) == [.administer, .use])
    #expect(report.accesses.flatMap(\.grants).allSatisfy { $0.origin == .keyGrant("g1") })
  }

  @Test func queueForATopicIsOpenToThatTopicAlone() throws {
    func queue(_ condition: String) throws -> ExposureReport {
      let document = try policy(
        statement(action: "\"sqs:SendMessage\"", resource: "\"*\"", condition: condition))
      return ExposureReport.ofQueue(
        "arn:aws:sqs:eu-west-1:111122223333:q", policy: document, owner: owner)
    }
    #expect(
      try !queue(#"{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:eu-west-1:111122223333:t"}}"#)
        .isExposed)
    #expect(
      try queue(#"{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:eu-west-1:444455556666:t"}}"#)
        .sharedWith == [.account("444455556666")])
    #expect(
      try queue(#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:*:*:*"}}"#).deputies == [.service("*")])
    #expect(try queue("{}").publicCapabilities == [.write])
  }

  @Test func snapshotsAndImagesAreSharedAsTheirPermissionsSay() {
    let permissions: [AWSValue] = [
      ["UserId": "444455556666"], ["Group": "all"], ["UserId": "111122223333"],
      ["OrganizationArn": "arn:aws:organizations::777788889999:organization/o-partner123"],
    ]
    let snapshot = ExposureReport.ofSnapshot(permissions: permissions, owner: owner)
    #expect(snapshot.isPublic)
    #expect(
      snapshot.sharedWith == [.organization("o-partner123"), .account("444455556666")])
    #expect(snapshot.accesses.first?.grants.first?.origin == .permission(1))
    let closed = ExposureReport.ofSnapshot(
      permissions: permissions, owner: owner, blockState: "block-all-sharing")
    #expect(!closed.isPublic)
    #expect(closed.blocked.map(\.by) == [.regionSetting("block-all-sharing")])
    #expect(closed.sharedWith == snapshot.sharedWith)
    #expect(ExposureReport.ofImage(permissions: permissions, owner: owner).isPublic)
  }

  @Test func anyOtherPolicyIsAskedByItsOwnActions() throws {
    let document = try policy(
      statement(
        principal: #"{"AWS":"*"}"#, action: "\"SNS:Publish\"",
        resource: "\"arn:aws:sns:eu-west-1:111122223333:t\"",
        condition: #"{"StringEquals":{"AWS:SourceOwner":"111122223333"}}"#),
      statement(
        principal: #"{"AWS":"444455556666"}"#, action: "\"sns:Get*\"",
        resource: "\"arn:aws:sns:eu-west-1:111122223333:t\""))
    let report = ExposureReport.of(
      "arn:aws:sns:eu-west-1:111122223333:t", service: "sns", policy: document,
      takesUnsigned: true, owner: owner)
    #expect(report.sharedWith == [.account("444455556666")])
    #expect(!report.isPublic)
  }
}
