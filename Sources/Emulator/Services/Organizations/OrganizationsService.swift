package import AWS

/// AWS Organizations: accounts in a tree, and the policies that bound what they may do.
///
/// Global, in the partition's first region. Only the management account may change anything; any
/// member may ask which organization it is in, answer its invitations, and leave
/// (https://docs.aws.amazon.com/organizations/latest/APIReference/Welcome.html). The
/// authorisation stage asks `OrganizationsStore.controls` and `.membership`.
package enum OrganizationsService: ServiceDefinition {
  package static let service = "organizations"
  package static let schema = OrganizationsStore.schema
  package static let tables = OrganizationsStore.tables
  package static let operations: [ServedOperation] =
    organization + accounts + units + policies + handshakes + integration

  /// Who an account belongs to is nobody's business but its own: records hide it.
  package static func recordedInput(_ operation: String, _ input: AWSObject) -> AWSValue? {
    guard operation == "CreateAccount" else { return nil }
    let tags = input["Tags"]?.list ?? []
    var recorded: AWSObject = [
      "tags": .list(
        tags.map { ["key": $0["Key"] ?? "", "value": $0["Value"] ?? ""] }),
      "email": "****", "accountName": "****",
    ]
    recorded.set("roleName", input["RoleName"])
    recorded.set("iamUserAccessToBilling", input["IamUserAccessToBilling"])
    return .object(recorded)
  }

  package static func recordedOutput(
    _ operation: String, _ output: AWSObject, requestID: String
  ) -> AWSValue? {
    guard operation == "CreateAccount",
      let model = ServiceModel.organizations.operation(operation),
      var recorded = RecordedForm(service: model.service)
        .output(output, model, requestID: requestID).object,
      var status = recorded["createAccountStatus"]?.object
    else { return nil }
    status["accountName"] = "****"
    recorded["createAccountStatus"] = .object(status)
    return .object(recorded)
  }

  private static let organization: [ServedOperation] = [
    .init(service, CreateOrganization.self), .init(service, DescribeOrganization.self),
    .init(service, DeleteOrganization.self), .init(service, ListRoots.self),
    .init(service, TagResource.self), .init(service, UntagResource.self),
    .init(service, ListTagsForResource.self),
  ]
  private static let accounts: [ServedOperation] = [
    .init(service, CreateAccount.self), .init(service, DescribeCreateAccountStatus.self),
    .init(service, ListCreateAccountStatus.self), .init(service, ListAccounts.self),
    .init(service, ListAccountsForParent.self), .init(service, DescribeAccount.self),
    .init(service, MoveAccount.self), .init(service, RemoveAccountFromOrganization.self),
    .init(service, LeaveOrganization.self), .init(service, CloseAccount.self),
  ]
  private static let units: [ServedOperation] = [
    .init(service, CreateOrganizationalUnit.self),
    .init(service, UpdateOrganizationalUnit.self),
    .init(service, DeleteOrganizationalUnit.self),
    .init(service, DescribeOrganizationalUnit.self),
    .init(service, ListOrganizationalUnitsForParent.self), .init(service, ListParents.self),
    .init(service, ListChildren.self),
  ]
  private static let policies: [ServedOperation] = [
    .init(service, CreatePolicy.self), .init(service, UpdatePolicy.self),
    .init(service, DeletePolicy.self), .init(service, DescribePolicy.self),
    .init(service, ListPolicies.self), .init(service, EnablePolicyType.self),
    .init(service, DisablePolicyType.self), .init(service, AttachPolicy.self),
    .init(service, DetachPolicy.self), .init(service, ListPoliciesForTarget.self),
    .init(service, ListTargetsForPolicy.self), .init(service, DescribeEffectivePolicy.self),
  ]
  private static let handshakes: [ServedOperation] = [
    .init(service, InviteAccountToOrganization.self), .init(service, DescribeHandshake.self),
    .init(service, AcceptHandshake.self), .init(service, DeclineHandshake.self),
    .init(service, CancelHandshake.self), .init(service, ListHandshakesForAccount.self),
    .init(service, ListHandshakesForOrganization.self),
  ]
  private static let integration: [ServedOperation] = [
    .init(service, EnableAWSServiceAccess.self), .init(service, DisableAWSServiceAccess.self),
    .init(service, ListAWSServiceAccessForOrganization.self),
    .init(service, RegisterDelegatedAdministrator.self),
    .init(service, DeregisterDelegatedAdministrator.self),
    .init(service, ListDelegatedAdministrators.self),
    .init(service, ListDelegatedServicesForAccount.self),
  ]
}
