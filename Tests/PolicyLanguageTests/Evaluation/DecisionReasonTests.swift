import PolicyLanguage
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
@Suite struct DecisionReasonTests {
  private let arn = "arn:aws:iam::111122223333:policy/HumanResources"

  private func denied(_ place: PolicyPlace, arn: String? = nil) -> String? {
    Decision.explicitDeny(
      StatementReference(policy: place, statement: 0, sid: nil, name: "p", arn: arn)
    ).reason(action: "s3:GetObject")
  }

  @Test(arguments: [
    (
      PolicyPlace.resourceControl(level: 0, 0),
      "with an explicit deny in a resource control policy"
    ),
    (.serviceControl(level: 2, 1), "with an explicit deny in a service control policy"),
    (.endpoint, "with an explicit deny in a VPC endpoint policy"),
    (.resource, "with an explicit deny in a resource-based policy"),
    (.roleTrust, "with an explicit deny in the role trust policy"),
    (.identity(3), "with an explicit deny in an identity-based policy"),
    (.boundary, "with an explicit deny in a permissions boundary"),
    (.session(0), "with an explicit deny in a session policy"),
  ])
  func explicitDenyNamesTheKind(place: PolicyPlace, reason: String) {
    #expect(denied(place) == reason)
  }

  @Test func explicitDenyNamesAManagedPolicysARN() {
    #expect(
      denied(.identity(0), arn: arn) == "with an explicit deny in an identity-based policy: \(arn)")
    #expect(
      denied(.resource, arn: "arn:aws:s3:::bucket")
        == "with an explicit deny in a resource-based policy")
  }

  @Test func otherOrganizationsAreNotToldThePolicysARN() {
    let decision = Decision.explicitDeny(
      StatementReference(policy: .identity(0), statement: 0, sid: nil, name: "p", arn: arn))
    #expect(
      decision.reason(action: "s3:GetObject", namesPolicy: false)
        == "with an explicit deny in an identity-based policy")
  }

  @Test(arguments: [
    (MissingAllow.serviceControl(level: 1), "service control policy"),
    (.endpoint, "VPC endpoint policy"),
    (.resource, "resource-based policy"), (.roleTrust, "role trust policy"),
    (.identity, "identity-based policy"), (.boundary, "permissions boundary"),
    (.session, "session policy"),
  ])
  func implicitDenyNamesWhatDoesNotAllow(missing: MissingAllow, kind: String) {
    #expect(
      Decision.implicitDeny(missing).reason(action: "sts:AssumeRole")
        == "because no \(kind) allows the sts:AssumeRole action")
  }

  @Test func allowedRequestHasNoReason() {
    #expect(Decision.allow(nil).reason(action: "s3:GetObject") == nil)
  }
}
