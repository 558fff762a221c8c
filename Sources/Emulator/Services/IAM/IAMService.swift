package import AWS

/// Identity and Access Management: users, keys, roles, groups and policies of an account.
///
/// Global: one world an account, whatever region is asked; its records carry us-east-1.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html
package enum IAMService: ServiceDefinition {
  package static let service = "iam"
  package static let schema = IAMStore.schema
  package static let tables = IAMStore.tables
  package static let operations: [ServedOperation] =
    users + devices + accessKeys + roles + groups + policies + account + simulation

  /// A key that was deleted stays known as one that signs no more.
  package static func credential(_ accessKeyID: String, in world: World) throws(AWSError)
    -> IssuedCredential?
  {
    try IAMStore(world.database).credential(accessKeyID)
  }

  /// Records name the exception's shape; what every service refuses has no shape of IAM's.
  package static func recordedErrorCode(_ error: AWSError) -> String {
    if let shape = reportCodes[error.code] { return shape }
    return shapedCodes.contains(error.code) ? error.code + "Exception" : error.code
  }

  private static let reportCodes = [
    "ReportNotPresent": "CredentialReportNotPresentException",
    "ReportInProgress": "CredentialReportNotReadyException",
    "ReportExpired": "CredentialReportExpiredException",
  ]
  private static let shapedCodes: Set<String> = [
    "ConcurrentModification", "DeleteConflict", "DuplicateCertificate", "DuplicateSSHPublicKey",
    "EntityAlreadyExists", "EntityTemporarilyUnmodifiable", "InvalidAuthenticationCode",
    "InvalidCertificate", "InvalidInput", "InvalidPublicKey", "InvalidUserType", "LimitExceeded",
    "MalformedCertificate", "MalformedPolicyDocument", "NoSuchEntity", "PasswordPolicyViolation",
    "PolicyEvaluation", "PolicyNotAttachable", "ServiceFailure", "ServiceNotSupported",
    "UnmodifiableEntity",
  ]

  private static let users: [ServedOperation] = [
    .init(service, CreateUser.self), .init(service, GetUser.self), .init(service, ListUsers.self),
    .init(service, UpdateUser.self), .init(service, DeleteUser.self),
    .init(service, TagUser.self), .init(service, UntagUser.self),
    .init(service, ListUserTags.self), .init(service, CreateLoginProfile.self),
    .init(service, GetLoginProfile.self), .init(service, UpdateLoginProfile.self),
    .init(service, DeleteLoginProfile.self),
    .init(service, PutUserPermissionsBoundary.self),
    .init(service, DeleteUserPermissionsBoundary.self),
  ]

  private static let devices: [ServedOperation] = [
    .init(service, CreateVirtualMFADevice.self), .init(service, DeleteVirtualMFADevice.self),
    .init(service, ListVirtualMFADevices.self), .init(service, EnableMFADevice.self),
    .init(service, DeactivateMFADevice.self), .init(service, ResyncMFADevice.self),
    .init(service, GetMFADevice.self), .init(service, ListMFADevices.self),
  ]

  private static let accessKeys: [ServedOperation] = [
    .init(service, CreateAccessKey.self), .init(service, ListAccessKeys.self),
    .init(service, UpdateAccessKey.self), .init(service, DeleteAccessKey.self),
    .init(service, GetAccessKeyLastUsed.self),
  ]

  private static let roles: [ServedOperation] = [
    .init(service, CreateRole.self), .init(service, GetRole.self), .init(service, ListRoles.self),
    .init(service, UpdateRole.self), .init(service, DeleteRole.self),
    .init(service, UpdateAssumeRolePolicy.self), .init(service, TagRole.self),
    .init(service, UntagRole.self), .init(service, ListRoleTags.self),
    .init(service, ListInstanceProfilesForRole.self),
    .init(service, PutRolePermissionsBoundary.self),
    .init(service, DeleteRolePermissionsBoundary.self),
    .init(service, CreateServiceLinkedRole.self), .init(service, DeleteServiceLinkedRole.self),
    .init(service, GetServiceLinkedRoleDeletionStatus.self),
  ]

  private static let groups: [ServedOperation] = [
    .init(service, CreateGroup.self), .init(service, GetGroup.self),
    .init(service, ListGroups.self), .init(service, DeleteGroup.self),
    .init(service, AddUserToGroup.self), .init(service, RemoveUserFromGroup.self),
    .init(service, ListGroupsForUser.self),
  ]

  private static let policies: [ServedOperation] = [
    .init(service, CreatePolicy.self), .init(service, GetPolicy.self),
    .init(service, ListPolicies.self), .init(service, DeletePolicy.self),
    .init(service, CreatePolicyVersion.self), .init(service, GetPolicyVersion.self),
    .init(service, ListPolicyVersions.self), .init(service, SetDefaultPolicyVersion.self),
    .init(service, DeletePolicyVersion.self), .init(service, ListEntitiesForPolicy.self),
    .init(service, ListPolicyTags.self),
    .init(service, AttachUserPolicy.self), .init(service, AttachRolePolicy.self),
    .init(service, AttachGroupPolicy.self), .init(service, DetachUserPolicy.self),
    .init(service, DetachRolePolicy.self), .init(service, DetachGroupPolicy.self),
    .init(service, ListAttachedUserPolicies.self), .init(service, ListAttachedRolePolicies.self),
    .init(service, ListAttachedGroupPolicies.self), .init(service, PutUserPolicy.self),
    .init(service, PutRolePolicy.self), .init(service, PutGroupPolicy.self),
    .init(service, GetUserPolicy.self), .init(service, GetRolePolicy.self),
    .init(service, GetGroupPolicy.self), .init(service, DeleteUserPolicy.self),
    .init(service, DeleteRolePolicy.self), .init(service, DeleteGroupPolicy.self),
    .init(service, ListUserPolicies.self), .init(service, ListRolePolicies.self),
    .init(service, ListGroupPolicies.self),
  ]

  private static let simulation: [ServedOperation] = [
    .init(service, SimulateCustomPolicy.self), .init(service, SimulatePrincipalPolicy.self),
    .init(service, GetContextKeysForCustomPolicy.self),
    .init(service, GetContextKeysForPrincipalPolicy.self),
  ]

  private static let account: [ServedOperation] = [
    .init(service, CreateAccountAlias.self), .init(service, DeleteAccountAlias.self),
    .init(service, ListAccountAliases.self), .init(service, GetAccountSummary.self),
    .init(service, GetAccountPasswordPolicy.self),
    .init(service, UpdateAccountPasswordPolicy.self),
    .init(service, DeleteAccountPasswordPolicy.self),
    .init(service, GetAccountAuthorizationDetails.self),
    .init(service, GenerateCredentialReport.self), .init(service, GetCredentialReport.self),
  ]
}
