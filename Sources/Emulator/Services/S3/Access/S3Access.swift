import AWS
import PolicyLanguage

/// What a call needs: the action of policies and the permission of ACLs.
struct S3Permission {
  let action: String
  /// nil where no ACL can grant it.
  var acl: AccessControlList.Permission?
  /// Whose ACL is asked.
  var aclOf = ACLHolder.bucket
  /// Calls that no bucket policy keeps from the owner's root user, and that no other account makes.
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

/// Who may do what to a bucket and its objects: policies, ACLs, ownership and the four
/// blocks, the bucket's own and its account's.
///
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
    let block = try call.s3.block(on: bucket)
    let check = check(permission, key, object, context, block)
    let decision = try call.decision(check)
    call.observe(check, isAllowed: decision.isAllowed)
    if decision.isAllowed {
      if permission.isOfPolicy, !isOwner { throw S3Error.methodNotAllowed }
      return
    }
    let refusal = call.refusal(check, decision)
    if block != .none {
      let unblocked = self.check(permission, key, object, context, .none)
      if try call.decision(unblocked).isAllowed {
        call.world.latestRefusal = Refusal(
          prong: .publicAccessBlock, action: check.action, resource: check.resource,
          reason: "because S3 Block Public Access ignores what is granted to everyone")
      }
    }
    throw isOwner ? refusal : S3Error.accessDenied
  }

  /// To write an object, and to give it an ACL where the request does. What everyone who writes to
  /// another's bucket sends, its owner's full control, needs no permission of its own.
  func checkWrite(_ key: String, _ acl: ACLInput) throws(AWSError) {
    try check(.bucket("PutObject", .write), key: key)
    if acl.needsPermission, call.world.options.iam == .enforce {
      try check(S3Permission("PutObjectAcl"), key: key)
    }
  }

  func isAllowed(_ permission: S3Permission, key: String? = nil, object: StoredObject? = nil)
    throws(AWSError) -> Bool
  {
    let block = try call.s3.block(on: bucket)
    return try call.decision(check(permission, key, object, [:], block)).isAllowed
  }

  private func check(
    _ permission: S3Permission, _ key: String?, _ object: StoredObject?,
    _ context: [String: [String]], _ block: PublicAccessBlock
  ) -> AccessCheck {
    // While ACLs are on, an object that another account wrote is that account's, and the bucket's
    // policy grants nothing of it.
    let foreignOwner = bucket.hasACLs ? object?.account : nil
    let isForeign = foreignOwner != nil && foreignOwner != bucket.account
    var check = AccessCheck(
      permission.action, on: key.map { bucket.arn(key: $0) } ?? bucket.arn,
      context: S3Context.keys(call, owner: bucket.account).merging(context) { _, given in given },
      owner: isForeign && permission.aclOf == .object ? foreignOwner : bucket.account)
    // So that no policy locks its own owner out; guardrails of the organization still count.
    let isUnlockable = permission.isOfPolicy && isOwner && call.caller.kind == .root
    let document = isUnlockable ? nil : call.world.policy(bucket.policy)
    let reaches = document.map { policyReaches($0, block) } ?? true
    check.resourcePolicy = .init(document, name: bucket.arn, grants: !isForeign && reaches)
    check.isGrantedByACL = isGrantedByACL(permission, object, block)
    return check
  }

  /// RestrictPublicBuckets leaves a public policy's grants to the owner's account and to services.
  private func policyReaches(_ document: PolicyDocument, _ block: PublicAccessBlock) -> Bool {
    guard block.restrictPublicBuckets, !isOwner else { return true }
    if case .service = call.caller.kind { return true }
    return !document.isPublic
  }

  private func isGrantedByACL(
    _ permission: S3Permission, _ object: StoredObject?, _ block: PublicAccessBlock
  ) -> Bool {
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
      ignoringPublic: block.ignorePublicAcls)
  }
}

extension Call {
  /// AccessDenied by one of the blocks, in the owner's own account.
  func blocked(_ action: String, _ resource: String, _ reason: String) -> AWSError {
    world.latestRefusal = Refusal(
      prong: .publicAccessBlock, action: action, resource: resource, reason: reason)
    return S3Error.accessDenied(self, action, resource, reason)
  }
}
