import PolicyLanguage
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
@Suite struct AccessPoliciesTests {
  private let home = "111122223333"
  private let abroad = "444455556666"

  private func access(
    identity: [PolicyDocument] = [], resource: PolicyDocument? = nil, owner: String? = nil
  ) -> AccessPolicies {
    var access = AccessPolicies(resourceAccount: owner ?? home)
    access.identity = identity
    access.resource = resource
    return access
  }

  @Test func nothingAllowsByDefault() {
    #expect(access().decision(for: request()) == .implicitDeny)
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
    #expect(access(resource: resource).decision(for: request(by: .user("bob"))) == .implicitDeny)
  }

  @Test func resourcePolicyNamingTheAccountOnlyDelegates() throws {
    let resource = try policy(principal: #"{"AWS":"arn:aws:iam::111122223333:root"}"#)
    #expect(access(resource: resource).decision(for: request()) == .implicitDeny)
    let delegated = access(identity: [try identity()], resource: resource)
    #expect(delegated.decision(for: request()).isAllowed)
  }

  @Test func otherAccountNeedsBothSides() throws {
    let resource = try policy(principal: #"{"AWS":"111122223333"}"#)
    let both = access(identity: [try identity()], resource: resource, owner: abroad)
    #expect(both.decision(for: request()).isAllowed)
    let onlyIdentity = access(identity: [try identity()], owner: abroad)
    #expect(onlyIdentity.decision(for: request()) == .implicitDeny)
    let onlyResource = access(resource: try policy(), owner: abroad)
    #expect(onlyResource.decision(for: request()) == .implicitDeny)
  }

  @Test func anonymousNeedsTheResourcePolicyAlone() throws {
    let open = access(resource: try policy())
    #expect(open.decision(for: request(by: .anonymous)).isAllowed)
    let toAccount = access(resource: try policy(principal: #"{"AWS":"111122223333"}"#))
    #expect(toAccount.decision(for: request(by: .anonymous)) == .implicitDeny)
  }

  @Test func roleArnReachesItsSessionsWithinTheBoundary() throws {
    let resource = try policy(principal: #"{"AWS":"arn:aws:iam::111122223333:role/Ops"}"#)
    var access = access(resource: resource)
    let caller = request(by: .session("Ops", "alice"))
    #expect(access.decision(for: caller).isAllowed)
    access.boundary = try identity(action: "\"ec2:*\"")
    #expect(access.decision(for: caller) == .implicitDeny)
  }

  @Test func sessionArnIsNotBoundedByTheBoundary() throws {
    var access = access(
      resource: try policy(
        principal: #"{"AWS":"arn:aws:sts::111122223333:assumed-role/Ops/alice"}"#))
    access.boundary = try identity(action: "\"ec2:*\"")
    #expect(access.decision(for: request(by: .session("Ops", "alice"))).isAllowed)
    #expect(access.decision(for: request(by: .session("Ops", "bob"))) == .implicitDeny)
  }

  @Test func boundaryAndSessionPolicyLimitTheIdentityPolicy() throws {
    var access = access(identity: [try identity()])
    access.boundary = try identity(action: "\"s3:*\"")
    #expect(access.decision(for: request()).isAllowed)
    #expect(access.decision(for: request("ec2:RunInstances")) == .implicitDeny)
    access.session = [try identity(action: "\"s3:ListBucket\"")]
    #expect(access.decision(for: request()) == .implicitDeny)
  }

  @Test func everyLevelOfScpsMustAllowEvenForRoot() throws {
    var access = access(identity: [try identity()])
    access.serviceControl = [[try identity()], [try identity(action: "\"ec2:*\"")]]
    #expect(access.decision(for: request()) == .implicitDeny)
    #expect(access.decision(for: request(by: .root())) == .implicitDeny)
    access.serviceControl = [[try identity()], [try identity(), try identity("Deny")]]
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
    #expect(access(resource: resource).decision(for: byConfig) == .implicitDeny)
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
    access.resource = try PolicyDocument.parse(
      """
      {"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/bob"},
      "Action":"sts:AssumeRole"}}
      """, as: .trust)
    let role = "arn:aws:iam::111122223333:role/Ops"
    #expect(access.decision(for: request("sts:AssumeRole", on: role)) == .implicitDeny)
    let bob = request("sts:AssumeRole", on: role, by: .user("bob"))
    #expect(access.decision(for: bob).isAllowed)
  }
}
