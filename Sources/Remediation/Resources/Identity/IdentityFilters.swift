import AWS
import Documents

/// `has-inline-policy` of users, roles and groups.
struct InlinePolicyFilter: ResourceFilter {
  let position: SourcePosition
  let kind: IdentityKind
  let wanted: Bool

  var hydrations: [Hydration] { [.inlinePolicies(kind)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let names = run.resources[index].document[IdentityMember.inlinePolicies]?.list
    guard let names else {
      throw FilterProblem("the resource was read without its inline policies")
    }
    return names.isEmpty != wanted
  }
}

/// `no-specific-managed-policy` of roles and `has-specific-managed-policy` of groups: whether a
/// managed policy of that name is attached. Without a name nothing matches.
struct ManagedPolicyFilter: ResourceFilter {
  let position: SourcePosition
  let kind: IdentityKind
  let policy: String
  let isAttached: Bool

  var hydrations: [Hydration] { [.attachedPolicies(kind)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    if policy.isEmpty { return false }
    guard let attached = run.resources[index].document[kind.attachedMember]?.list else {
      throw FilterProblem("the resource was read without its attached policies")
    }
    return attached.contains { $0["PolicyName"]?.string == policy } == isAttached
  }
}

/// `has-users` of groups.
struct GroupUsersFilter: ResourceFilter {
  let position: SourcePosition
  let wanted: Bool

  var hydrations: [Hydration] { [.groupUsers] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let users = run.resources[index].document[IdentityMember.users]?.list else {
      throw FilterProblem("the resource was read without the group's users")
    }
    return users.isEmpty != wanted
  }
}

/// `login-profile` of users: whether there is a password.
struct LoginProfileFilter: ResourceFilter {
  let position: SourcePosition

  var hydrations: [Hydration] { [.userLoginProfile] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    run.resources[index].document[IdentityMember.loginProfile]?.bool ?? false
  }
}

/// `used` and `unused` of policies: whether any identity has the policy attached, or as its
/// boundary.
struct PolicyUseFilter: ResourceFilter {
  let position: SourcePosition
  let isUsed: Bool

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let policy = run.resources[index].document
    guard let attached = policy["AttachmentCount"]?.integer else {
      throw FilterProblem("the policy has no `AttachmentCount`")
    }
    let bounding = policy["PermissionsBoundaryUsageCount"]?.integer ?? 0
    return isUsed ? attached > 0 || bounding > 0 : attached == 0 && bounding == 0
  }
}

/// `has-allow-all` of policies: whether a statement of the default version allows every action on
/// every resource, without a condition.
struct AllowAllFilter: ResourceFilter {
  let position: SourcePosition

  var hydrations: [Hydration] { [.policyDefaultVersion] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let version = run.resources[index].document[Hydration.policyMember]
    guard let policy = try PolicyText.document(version?["Document"]),
      let statement = policy["Statement"]
    else { throw FilterProblem("the policy's default version has no `Statement`") }
    let statements = statement.object.map { [AWSValue.object($0)] } ?? statement.list ?? []
    for statement in statements {
      guard case .object(let statement) = statement else {
        throw FilterProblem("the policy has a statement that is no object")
      }
      if statement["Condition"] == nil, Self.hasStar(statement["Action"]),
        Self.hasStar(statement["Resource"]), statement["Effect"] == "Allow"
      {
        return true
      }
    }
    return false
  }

  private static func hasStar(_ value: AWSValue?) -> Bool {
    value == "*" || value?.list?.contains("*") ?? false
  }
}
