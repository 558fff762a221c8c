import AWS
import PolicyLanguage

/// What a call needs: the action of policies and the permission of ACLs.
struct S3Permission {
  let action: String
  /// nil where no ACL can grant it.
  var acl: AccessControlList.Permission?
  /// Whose ACL is asked.
  var aclOf = ACLHolder.bucket
  /// Calls that a bucket owner's root user may always make, and other accounts never.
  var isOfPolicy = false

  enum ACLHolder { case bucket, object }

  init(_ action: String) { self.action = "s3:\(action)" }

  static func bucket(_ action: String, _ acl: AccessControlList.Permission) -> S3Permission {
    var permission = S3Permission(action)
    permission.acl = acl
    return permission
  }

  static func object(_ action: String, _ acl: AccessControlList.Permission) -> S3Permission {
    var permission = S3Permission(action)
    permission.acl = acl
    permission.aclOf = .object
    return permission
  }

  static func policy(_ action: String) -> S3Permission {
    var permission = S3Permission(action)
    permission.isOfPolicy = true
    return permission
  }
}

/// Who may do what to a bucket and its objects: policy, ACLs, ownership and the four blocks.
///
/// What identity policies say has been decided by the gateway; this is the resource's side.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html
struct S3Access {
  let call: Call
  let bucket: Bucket

  private var isOwner: Bool { call.caller.account == bucket.account && !isAnonymous }
  private var isAnonymous: Bool { call.caller.kind == .anonymous }

  /// Throws AccessDenied where the caller may not. `object` is nil for the bucket itself and for a
  /// key that isn't there.
  func check(
    _ permission: S3Permission, key: String? = nil, object: StoredObject? = nil,
    context: [String: [String]] = [:]
  ) throws(AWSError) {
    let resource = key.map { bucket.arn(key: $0) } ?? bucket.arn
    if permission.isOfPolicy, isOwner, call.caller.kind == .root { return }
    switch decision(permission, resource, object, context) {
    case .allowed:
      if permission.isOfPolicy, !isOwner { throw S3Error.methodNotAllowed }
    case .deniedByPolicy where isOwner:
      throw S3Error.accessDenied(
        call, permission.action, resource, "with an explicit deny in a resource-based policy")
    case .deniedByPolicy, .notAllowed: throw S3Error.accessDenied
    }
  }

  func isAllowed(_ permission: S3Permission, key: String? = nil, object: StoredObject? = nil)
    -> Bool
  {
    let resource = key.map { bucket.arn(key: $0) } ?? bucket.arn
    return decision(permission, resource, object, [:]) == .allowed
  }

  private enum Outcome { case allowed, deniedByPolicy, notAllowed }

  private func decision(
    _ permission: S3Permission, _ resource: String, _ object: StoredObject?,
    _ context: [String: [String]]
  ) -> Outcome {
    let isForeignObject = bucket.hasACLs && object.map { $0.account != bucket.account } ?? false
    let isOwnObject = object.map { $0.account == call.caller.account } ?? false
    if let document = call.world.policy(bucket.policy) {
      let request = PolicyRequest(
        principal: call.caller.bucketPrincipal, action: permission.action, resource: resource,
        context: S3Context.keys(call, owner: bucket.account)
          .merging(context) { _, given in given })
      switch document.decision(for: request) {
      case .explicitDeny: return .deniedByPolicy
      case .allow where !isForeignObject && policyReaches(document): return .allowed
      case .allow, .implicitDeny: break
      }
    }
    if bucket.hasACLs, isForeignObject, isOwnObject, permission.aclOf == .object { return .allowed }
    if isOwner, !isForeignObject || permission.aclOf == .bucket { return .allowed }
    return isGrantedByACL(permission, object) ? .allowed : .notAllowed
  }

  /// RestrictPublicBuckets leaves a public policy's grants to the owner's account and to services.
  private func policyReaches(_ document: PolicyDocument) -> Bool {
    guard bucket.block.restrictPublicBuckets, !isOwner else { return true }
    if case .service = call.caller.kind { return true }
    return !document.isPublic
  }

  private func isGrantedByACL(_ permission: S3Permission, _ object: StoredObject?) -> Bool {
    guard bucket.hasACLs, let needed = permission.acl else { return false }
    let list: AccessControlList
    switch permission.aclOf {
    case .bucket: list = bucket.acl
    case .object:
      guard let object else { return false }
      list = object.acl
    }
    return list.grants(
      needed, to: isAnonymous ? nil : CanonicalUser.id(of: call.caller.account),
      ignoringPublic: bucket.block.ignorePublicAcls)
  }
}
