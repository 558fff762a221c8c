import AWS

/// What IAM's operations ask
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html).
extension Call {
  /// The call's own action on a user, role or group.
  ///
  /// One that isn't there has no path and so no ARN: AWS asks for `role Ops` then, which only a
  /// statement on all resources allows.
  func iamCheck(_ kind: IAMStore.EntityKind, _ name: String, keys: [String: [String]] = [:])
    throws(AWSError) -> AccessCheck
  {
    guard let entity = try iam.accessEntity(kind, name, account) else {
      return AccessCheck(ownAction, on: "\(kind.rawValue) \(name)", context: keys)
    }
    var context = keys
    for prefix in ["aws:ResourceTag", "iam:ResourceTag"] {
      context.merge(AccessCheck.tags(prefix, entity.tags)) { given, _ in given }
    }
    if IAMService.boundedActions.contains(operation), let boundary = entity.boundary {
      context["iam:PermissionsBoundary"] = context["iam:PermissionsBoundary"] ?? [boundary]
    }
    return AccessCheck(ownAction, on: entity.arn, context: context)
  }

  /// The same on the user named, or on the caller himself.
  func iamCheck(userOrCaller name: String?) throws(AWSError) -> AccessCheck {
    guard let name = try userNameOrCaller(name) else {
      return AccessCheck(ownAction, on: caller.arn)
    }
    return try iamCheck(.user, name)
  }

  /// The same on a managed policy.
  func iamCheck(policy arn: String) throws(AWSError) -> AccessCheck {
    let tags = try iam.policy(arn, account)?.tags.pairs ?? []
    return AccessCheck(ownAction, on: arn, context: AccessCheck.tags("aws:ResourceTag", tags))
  }

  /// The same on what lies below a path, for lists: `arn:aws:iam::123456789012:user/division/`.
  func iamCheck(below path: String, _ kind: IAMStore.EntityKind) -> AccessCheck {
    AccessCheck(ownAction, on: iamARN(kind.rawValue, path, ""))
  }

  /// The same on an entity that the call makes.
  func iamCreation(
    _ type: String, _ path: String, _ name: String, _ tags: IAMTags = IAMTags(),
    boundary: String? = nil
  ) -> AccessCheck {
    var keys = AccessCheck.requestTags(tags.pairs)
    keys["iam:PermissionsBoundary"] = boundary.map { [$0] }
    return AccessCheck(ownAction, on: iamARN(type, path, name), context: keys)
  }
}

extension IAMService {
  /// The operations whose condition key iam:PermissionsBoundary is the boundary that the user or
  /// role has; for those that set one it is the new one.
  static let boundedActions: Set<String> = [
    "AttachRolePolicy", "AttachUserPolicy", "DeleteRole", "DeleteRolePermissionsBoundary",
    "DeleteRolePolicy", "DeleteUserPermissionsBoundary", "DeleteUserPolicy", "DetachRolePolicy",
    "DetachUserPolicy", "GetRole", "PutRolePolicy", "PutUserPolicy", "UpdateAssumeRolePolicy",
    "UpdateRole",
  ]
}

extension IAMStore {
  struct AccessEntity {
    var arn: String
    var tags: [(key: String, value: String)] = []
    var boundary: String?
  }

  func accessEntity(_ kind: EntityKind, _ name: String, _ account: String) throws(AWSError)
    -> AccessEntity?
  {
    switch kind {
    case .user:
      return try user(named: name, account: account).map {
        AccessEntity(arn: $0.arn, tags: $0.tags.pairs, boundary: $0.boundary)
      }
    case .role:
      return try role(named: name, account: account).map {
        AccessEntity(arn: $0.arn, tags: $0.tags.pairs, boundary: $0.boundary)
      }
    case .group: return try group(named: name, account).map { AccessEntity(arn: $0.arn) }
    }
  }
}

// The families of operations that state their access by their input.

extension EntityInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(Entity.kind, name)]
  }
}

extension EntityPageInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(Entity.kind, name)]
  }
}

extension TagInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(Entity.kind, name, keys: AccessCheck.requestTags(tags.keyed))]
  }
}

extension UntagInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(Entity.kind, name, keys: keys.isEmpty ? [:] : ["aws:TagKeys": keys])]
  }
}

extension AttachmentInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(Entity.kind, name, keys: ["iam:PolicyARN": [arn]])]
  }
}

extension AttachedPageInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(Entity.kind, name)]
  }
}

extension PutInlineInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(Entity.kind, name)]
  }
}

extension InlineInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(Entity.kind, name)]
  }
}

extension OptionalUserInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(userOrCaller: name)]
  }
}

extension IAMService.LoginProfileInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(userOrCaller: name)]
  }
}

extension IAMService.MembershipInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(.group, group)]
  }
}

extension IAMService.PolicyInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(policy: arn)]
  }
}

extension IAMService.PolicyPageInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(policy: arn)]
  }
}

extension IAMService.PolicyVersionInput: StatesAccess {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.iamCheck(policy: arn)]
  }
}
