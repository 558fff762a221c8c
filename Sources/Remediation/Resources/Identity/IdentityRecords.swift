import AWS

/// How IAM's records name users, roles, groups and policies.
enum IdentityRecords {
  private static func isChange(_ record: CloudTrailRecord) -> Bool {
    record.eventSource == "iam.amazonaws.com" && !record.isReadOnly
  }

  private static func ids(_ values: [AWSValue?], _ record: CloudTrailRecord) -> [TouchedResource] {
    let scope = ResourceType.globalScope([:], record.scope)
    return values.compactMap { $0?.string }.filter { !$0.isEmpty }.uniqued
      .map { .id($0, scope) }
  }

  /// A call about one's own credentials names nobody: it is about the caller. What befalls a
  /// group's policies concerns all who are in it.
  @Sendable static func users(_ record: CloudTrailRecord) -> [TouchedResource] {
    guard isChange(record) else { return [] }
    let (input, output) = (record.requestParameters, record.responseElements)
    if groupPolicyEvents.contains(record.eventName), let group = input["groupName"] {
      let scope = ResourceType.globalScope([:], record.scope)
      let read = ReadCall(
        ResourceType.iam("GetGroup", ["GroupName": group], scope), pagination: .marker,
        goneCodes: ["NoSuchEntity"]
      ) { $0.items("Users") }
      return [.lookup(read, scope)]
    }
    let named = [
      input["newUserName"], input["userName"], output.at("user", "userName"),
      output.at("accessKey", "userName"), output.at("sSHPublicKey", "userName"),
      output.at("serviceSpecificCredential", "userName"), output.at("certificate", "userName"),
    ]
    let found = ids(named, record)
    guard found.isEmpty, record.userIdentity["type"] == "IAMUser",
      ownCredentialEvents.contains(record.eventName)
    else { return found }
    return ids([record.userIdentity["userName"]], record)
  }

  @Sendable static func roles(_ record: CloudTrailRecord) -> [TouchedResource] {
    guard isChange(record) else { return [] }
    return ids(
      [record.requestParameters["roleName"], record.responseElements.at("role", "roleName")],
      record)
  }

  @Sendable static func groups(_ record: CloudTrailRecord) -> [TouchedResource] {
    guard isChange(record) else { return [] }
    return ids(
      [
        record.requestParameters["newGroupName"], record.requestParameters["groupName"],
        record.responseElements.at("group", "groupName"),
      ], record)
  }

  /// Policies go by their ARN in records; what AWS manages is nobody's to change.
  @Sendable static func policies(_ record: CloudTrailRecord) -> [TouchedResource] {
    guard isChange(record) else { return [] }
    let (input, output) = (record.requestParameters, record.responseElements)
    let created = ids([output.at("policy", "policyId")], record)
    if !created.isEmpty { return created }
    let scope = ResourceType.globalScope([:], record.scope)
    return [input["policyArn"], input["permissionsBoundary"]].compactMap { $0?.string }.uniqued
      .filter { ARN($0)?.account == scope.account }
      .map { arn in
        let read = ReadCall(
          ResourceType.iam("GetPolicy", ["PolicyArn": .string(arn)], scope),
          goneCodes: ["NoSuchEntity"]
        ) { pages in pages.compactMap { $0["Policy"]?.object } }
        return .lookup(read, scope)
      }
  }

  static let groupPolicyEvents: Set<String> = [
    "AttachGroupPolicy", "DetachGroupPolicy", "PutGroupPolicy", "DeleteGroupPolicy",
  ]
  private static let ownCredentialEvents: Set<String> = [
    "ChangePassword", "CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey",
    "CreateLoginProfile", "DeleteLoginProfile", "DeactivateMFADevice", "UploadSSHPublicKey",
    "UpdateSSHPublicKey", "DeleteSSHPublicKey", "UploadSigningCertificate",
    "UpdateSigningCertificate", "DeleteSigningCertificate", "CreateServiceSpecificCredential",
    "UpdateServiceSpecificCredential", "ResetServiceSpecificCredential",
    "DeleteServiceSpecificCredential",
  ]

  // MARK: The names of the events

  static let userEvents: Set<String> = ownCredentialEvents.union(groupPolicyEvents).union([
    "CreateUser", "DeleteUser", "UpdateUser", "AttachUserPolicy", "DetachUserPolicy",
    "PutUserPolicy", "DeleteUserPolicy", "TagUser", "UntagUser", "AddUserToGroup",
    "RemoveUserFromGroup", "UpdateLoginProfile", "PutUserPermissionsBoundary",
    "DeleteUserPermissionsBoundary", "EnableMFADevice",
  ])
  static let roleEvents: Set<String> = [
    "CreateRole", "CreateServiceLinkedRole", "DeleteRole", "DeleteServiceLinkedRole", "UpdateRole",
    "UpdateRoleDescription", "AttachRolePolicy", "DetachRolePolicy", "PutRolePolicy",
    "DeleteRolePolicy", "UpdateAssumeRolePolicy", "TagRole", "UntagRole",
    "PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary", "AddRoleToInstanceProfile",
    "RemoveRoleFromInstanceProfile",
  ]
  static let groupEvents: Set<String> = groupPolicyEvents.union([
    "CreateGroup", "DeleteGroup", "UpdateGroup", "AddUserToGroup", "RemoveUserFromGroup",
  ])
  static let policyEvents: Set<String> = [
    "CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion",
    "SetDefaultPolicyVersion", "TagPolicy", "UntagPolicy", "AttachUserPolicy", "DetachUserPolicy",
    "AttachRolePolicy", "DetachRolePolicy", "AttachGroupPolicy", "DetachGroupPolicy",
    "PutUserPermissionsBoundary", "PutRolePermissionsBoundary", "CreateUser", "CreateRole",
  ]
}
