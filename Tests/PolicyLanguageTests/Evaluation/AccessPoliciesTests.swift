import PolicyLanguage
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
@Suite struct AccessPoliciesTests {
  private let home = "111122223333"
  private let abroad = "444455556666"

  private func access(
    identity: [PolicyDocument] = [], resource: PolicyDocument? = nil, owner: String? = nil
  ) -> AccessPolicies {
    AccessPolicies(resourceAccount: owner ?? home, identity: identity, resource: resource)
  }

  @Test func nothingAllowsByDefault() {
    #expect(access().decision(for: request()) == .implicitDeny(.identity))
  }

  @Test func explicitDenyOverridesAllow() throws {
    let access = access(identity: [try identity(), try identity("Deny", action: "\"s3:Get*\"")])
    #expect(
      access.decision(for: request())
        == .explicitDeny(StatementReference(policy: .identity(1), statement: 0, sid: nil)))
    #expect(access.decision(for: request("s3:PutObject")).isAllowed)
  }

  @Test func rootNeedsNoIdentityPolicyButObeysTheBucketPolicy() throws {
    #expect(access().decision(for: request(by: .root())) == .allow(nil))
    let denied = access(resource: try policy(effect: "Deny"))
    #expect(
      denied.decision(for: request(by: .root()))
        == .explicitDeny(StatementReference(policy: .resource, statement: 0, sid: nil)))
  }

  @Test func resourcePolicyNamingAUserOfTheAccountIsEnough() throws {
    let resource = try policy(principal: #"{"AWS":"arn:aws:iam::111122223333:user/alice"}"#)
    #expect(access(resource: resource).decision(for: request()).isAllowed)
    #expect(
      access(resource: resource).decision(for: request(by: .user("bob")))
        == .implicitDeny(.identity))
  }

  @Test func resourcePolicyNamingTheAccountOnlyDelegates() throws {
    let resource = try policy(principal: #"{"AWS":"arn:aws:iam::111122223333:root"}"#)
    #expect(access(resource: resource).decision(for: request()) == .implicitDeny(.identity))
    let delegated = access(identity: [try identity()], resource: resource)
    #expect(delegated.decision(for: request()).isAllowed)
  }

  @Test func otherAccountNeedsBothSides() throws {
    let resource = try policy(principal: #"{"AWS":"111122223333"}"#)
    let both = access(identity: [try identity()], resource: resource, owner: abroad)
    #expect(both.decision(for: request()).isAllowed)
    let onlyIdentity = access(identity: [try identity()], owner: abroad)
    #expect(onlyIdentity.decision(for: request()) == .implicitDeny(.resource))
    let onlyResource = access(resource: try policy(), owner: abroad)
    #expect(onlyResource.decision(for: request()) == .implicitDeny(.identity))
  }

  @Test func anonymousNeedsTheResourcePolicyAlone() throws {
    let open = access(resource: try policy())
    #expect(open.decision(for: request(by: .anonymous)).isAllowed)
    let toAccount = access(resource: try policy(principal: #"{"AWS":"111122223333"}"#))
    #expect(toAccount.decision(for: request(by: .anonymous)) == .implicitDeny(.resource))
  }

  @Test func roleArnReachesItsSessionsWithinTheBoundary() throws {
    let resource = try policy(principal: #"{"AWS":"arn:aws:iam::111122223333:role/Ops"}"#)
    var access = access(resource: resource)
    let caller = request(by: .session("Ops", "alice"))
    #expect(access.decision(for: caller).isAllowed)
    access.boundary = AttachedPolicy(try identity(action: "\"ec2:*\""))
    #expect(access.decision(for: caller) == .implicitDeny(.boundary))
  }

  @Test func sessionArnIsNotBoundedByTheBoundary() throws {
    var access = access(
      resource: try policy(
        principal: #"{"AWS":"arn:aws:sts::111122223333:assumed-role/Ops/alice"}"#))
    access.boundary = AttachedPolicy(try identity(action: "\"ec2:*\""))
    #expect(access.decision(for: request(by: .session("Ops", "alice"))).isAllowed)
    #expect(access.decision(for: request(by: .session("Ops", "bob"))) == .implicitDeny(.identity))
  }

  @Test func boundaryAndSessionPolicyLimitTheIdentityPolicy() throws {
    var access = access(identity: [try identity()])
    access.boundary = AttachedPolicy(try identity(action: "\"s3:*\""))
    #expect(access.decision(for: request()).isAllowed)
    #expect(access.decision(for: request("ec2:RunInstances")) == .implicitDeny(.boundary))
    access.session = [AttachedPolicy(try identity(action: "\"s3:ListBucket\""))]
    #expect(access.decision(for: request()) == .implicitDeny(.session))
  }

  @Test func everyLevelOfScpsMustAllowEvenForRoot() throws {
    var access = access(identity: [try identity()])
    access.serviceControl = try [[identity()], [identity(action: "\"ec2:*\"")]].attached
    #expect(access.decision(for: request()) == .implicitDeny(.serviceControl(level: 1)))
    #expect(access.decision(for: request(by: .root())) == .implicitDeny(.serviceControl(level: 1)))
    access.serviceControl = try [[identity()], [identity(), identity("Deny")]].attached
    #expect(
      access.decision(for: request(by: .root()))
        == .explicitDeny(
          StatementReference(policy: .serviceControl(level: 1, 1), statement: 0, sid: nil)))
  }

  @Test func serviceIsReachedByItsName() throws {
    let resource = try policy(principal: #"{"Service":"cloudtrail.amazonaws.com"}"#)
    let byTrail = request(by: .service("cloudtrail.amazonaws.com"))
    #expect(access(resource: resource).decision(for: byTrail).isAllowed)
    let byConfig = request(by: .service("config.amazonaws.com"))
    #expect(access(resource: resource).decision(for: byConfig) == .implicitDeny(.resource))
  }

  @Test func notPrincipalDeniesEveryoneElse() throws {
    let resource = try PolicyDocument.parse(
      """
      {"Statement":{"Effect":"Deny","NotPrincipal":{"AWS":["111122223333",
      "arn:aws:iam::111122223333:user/alice"]},"Action":"s3:*","Resource":"*"}}
      """)
    let identity = [try identity()]
    #expect(access(identity: identity, resource: resource).decision(for: request()).isAllowed)
    let stranger = request(by: .user("eve", account: abroad))
    guard case .explicitDeny = access(identity: identity, resource: resource, owner: abroad)
      .decision(for: stranger)
    else {
      Issue.record("a stranger isn't denied")
      return
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  @Test(arguments: [
    (#""arn:aws:iam::111122223333:role/Ops""#, false),
    (#""arn:aws:sts::111122223333:assumed-role/Ops/alice""#, false),
    (#""arn:aws:iam::111122223333:role/Ops","arn:aws:sts::111122223333:assumed-role/Ops/alice""#,
      true),
  ])
  func notPrincipalExceptsASessionNamedWithItsRole(names: String, isAllowed: Bool) throws {
    let resource = try PolicyDocument.parse(
      """
      {"Statement":{"Effect":"Deny","NotPrincipal":{"AWS":["111122223333",\(names)]},
      "Action":"s3:*","Resource":"*"}}
      """)
    let access = access(identity: [try identity()], resource: resource)
    #expect(
      access.decision(for: request(by: .session("Ops", "alice"))).isAllowed == isAllowed)
  }

  @Test(arguments: [
    (#""arn:aws:iam::111122223333:user/alice""#, false), (#""111122223333""#, false),
    (#""arn:aws:iam::111122223333:root","arn:aws:iam::111122223333:user/alice""#, true),
  ])
  func notPrincipalExceptsAUserNamedWithHisAccount(names: String, isAllowed: Bool) throws {
    let resource = try PolicyDocument.parse(
      """
      {"Statement":{"Effect":"Deny","NotPrincipal":{"AWS":[\(names)]},"Action":"s3:*",
      "Resource":"*"}}
      """)
    var access = access(identity: [try identity()], resource: resource)
    #expect(access.decision(for: request()).isAllowed == isAllowed)
    access.boundary = AttachedPolicy(try identity())
    #expect(!access.decision(for: request()).isAllowed)
    (access.endpoint, access.resource) = (access.resource, nil)
    #expect(!access.decision(for: request()).isAllowed)
  }

  /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
  @Test func resourceControlPoliciesOnlyDenyEvenServices() throws {
    var access = access(resource: try policy())
    access.resourceControl = try [[policy(effect: "Deny", action: "\"s3:Put*\"")], []].attached
    let callers: [Principal] = [
      .user("alice"), .anonymous, .service("config.amazonaws.com"), .root(),
    ]
    for caller in callers {
      #expect(access.decision(for: request(by: caller)).isAllowed)
      #expect(
        access.decision(for: request("s3:PutObject", by: caller))
          == .explicitDeny(
            StatementReference(policy: .resourceControl(level: 0, 0), statement: 0, sid: nil)))
    }
  }

  @Test func serviceLinkedRoleIsExemptFromControlPolicies() throws {
    let role = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    let caller = Principal(
      kind: .assumedRole, account: home,
      arn: "arn:aws:sts::\(home):assumed-role/AWSServiceRoleForConfig/s",
      roleARN: "arn:aws:iam::\(home):role/\(role)")
    var access = access(identity: [try identity()])
    access.serviceControl = try [[identity("Deny")]].attached
    access.resourceControl = access.serviceControl
    #expect(access.decision(for: request(by: caller)).isAllowed)
    #expect(!access.decision(for: request(by: .session("Ops", "s"))).isAllowed)
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
  @Test func ownersRootUserKeepsTheBucketPolicy() throws {
    let access = access(resource: try policy(effect: "Deny"))
    let put = request("s3:PutBucketPolicy", on: "arn:aws:s3:::bucket", by: .root())
    #expect(access.decision(for: put).isAllowed)
    #expect(!access.decision(for: request("s3:PutBucketAcl", by: .root())).isAllowed)
    let stranger = request("s3:PutBucketPolicy", by: .root(abroad))
    #expect(!access.decision(for: stranger).isAllowed)
  }

  @Test func notActionAndNotResourceTakeTheRest() throws {
    let resource = try PolicyDocument.parse(
      """
      {"Statement":{"Effect":"Allow","Principal":"*","NotAction":"s3:Delete*",
      "NotResource":"arn:aws:s3:::bucket/secret/*"}}
      """)
    #expect(resource.decision(for: request()).isAllowed)
    #expect(!resource.decision(for: request("s3:DeleteObject")).isAllowed)
    #expect(!resource.decision(for: request(on: "arn:aws:s3:::bucket/secret/x")).isAllowed)
  }

  @Test func uniqueIDReachesItsRolesSessions() throws {
    let resource = try policy(principal: #"{"AWS":"AROAEXAMPLEID12345678"}"#)
    let decision = access(resource: resource).decision(for: request(by: .session("Ops", "a")))
    #expect(decision.isAllowed)
  }

  @Test func trustPolicyMustAllowEvenInsideTheAccount() throws {
    var access = access(identity: [try identity()])
    access.resourcePolicyMustAllow = true
    access.resource = AttachedPolicy(
      try PolicyDocument.parse(
        """
        {"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/bob"},
        "Action":"sts:AssumeRole"}}
        """, as: .trust))
    let role = "arn:aws:iam::111122223333:role/Ops"
    #expect(access.decision(for: request("sts:AssumeRole", on: role)) == .implicitDeny(.roleTrust))
    let bob = request("sts:AssumeRole", on: role, by: .user("bob"))
    #expect(access.decision(for: bob).isAllowed)
  }

  @Test func denyingPolicyIsNamed() throws {
    var access = access(identity: [try identity()])
    let arn = "arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1"
    access.serviceControl = [
      [AttachedPolicy(name: "NoS3", arn: arn, document: try identity("Deny", action: "\"s3:*\""))]
    ]
    #expect(
      access.decision(for: request())
        == .explicitDeny(
          StatementReference(
            policy: .serviceControl(level: 0, 0), statement: 0, sid: nil, name: "NoS3", arn: arn)))
  }

  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
  @Test func federatedUserIsBoundedUnlessTheResourcePolicyNamesHisSession() throws {
    let caller = Principal(
      kind: .federatedUser, account: home, arn: "arn:aws:sts::111122223333:federated-user/zoe",
      roleARN: "arn:aws:iam::111122223333:user/alice", userID: "111122223333:zoe")
    var byUser = access(
      resource: try policy(principal: #"{"AWS":"arn:aws:iam::111122223333:user/alice"}"#))
    byUser.session = [AttachedPolicy(try identity(action: "\"ec2:*\""))]
    #expect(byUser.decision(for: request(by: caller)) == .implicitDeny(.session))
    var bySession = byUser
    bySession.resource = AttachedPolicy(
      try policy(principal: #"{"AWS":"arn:aws:sts::111122223333:federated-user/zoe"}"#))
    #expect(bySession.decision(for: request(by: caller)).isAllowed)
  }

  @Test func endpointPolicyMustAllow() throws {
    var access = access(identity: [try identity()])
    access.endpoint = AttachedPolicy(try policy(action: "\"s3:Put*\""))
    #expect(access.decision(for: request()) == .implicitDeny(.endpoint))
    #expect(access.decision(for: request("s3:PutObject")).isAllowed)
  }

  @Test func whatIsMissingIsAskedInAWSsOrder() throws {
    var access = access()
    access.serviceControl = try [[identity(action: "\"ec2:*\"")]].attached
    access.boundary = AttachedPolicy(try identity(action: "\"ec2:*\""))
    access.session = [AttachedPolicy(try identity(action: "\"ec2:*\""))]
    #expect(access.decision(for: request()) == .implicitDeny(.serviceControl(level: 0)))
    access.serviceControl = []
    #expect(access.decision(for: request()) == .implicitDeny(.identity))
    access.identity = [AttachedPolicy(try identity())]
    #expect(access.decision(for: request()) == .implicitDeny(.boundary))
    access.boundary = nil
    #expect(access.decision(for: request()) == .implicitDeny(.session))
  }
}
