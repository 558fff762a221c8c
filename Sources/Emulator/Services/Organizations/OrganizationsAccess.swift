import AWS

/// An input that says what of the organization its operation speaks of
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html).
protocol OrganizationsInput: OperationInput {
  /// The identifiers of roots, units, accounts, policies and handshakes; each is asked for.
  var resources: [String] { get }
  /// Keys beside those that follow from the resources: their tags, a policy's type.
  var keys: [String: [String]] { get }
  /// What a new resource is tagged with: that needs a permission of its own.
  var newTags: OrganizationsTags? { get }
}

extension OrganizationsInput {
  var resources: [String] { [] }
  var keys: [String: [String]] { [:] }
  var newTags: OrganizationsTags? { nil }
}

extension OperationHandler where Input: OrganizationsInput {
  /// A check of the operation's own action for each resource, or one on `*` where it names none.
  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    let store = call.organizations
    let organization = try store.organization(of: call.account)
    var keys = input.keys
    if let tags = input.newTags { keys.merge(tags.requestKeys) { given, _ in given } }
    // The type of a policy is a key of the whole request, the tags are each resource's own.
    for id in input.resources {
      guard let organization, let policy = try store.policy(id, organization) else { continue }
      keys["organizations:PolicyType"] = [policy.type.rawValue]
    }
    var checks: [AccessCheck] = []
    for id in input.resources {
      var check = AccessCheck(
        call.ownAction, on: try store.arn(of: id, organization), context: keys)
      if let organization {
        check.context.merge(try store.tagKeys(of: id, organization)) { given, _ in given }
      }
      checks.append(check)
    }
    if checks.isEmpty { checks.append(AccessCheck(call.ownAction, context: keys)) }
    if let tags = input.newTags, !tags.tags.isEmpty, call.operation != "TagResource" {
      checks.append(AccessCheck("organizations:TagResource", context: tags.requestKeys))
    }
    return checks
  }
}

extension OrganizationsTags {
  fileprivate var requestKeys: [String: [String]] {
    AccessCheck.requestTags(tags.map { ($0.key, $0.value) })
  }
}

extension OrganizationsStore {
  /// The ARN of what an identifier names, whether it is there or not: refusal comes before that.
  /// `*` where it can't be known.
  fileprivate func arn(of id: String, _ organization: Organization?) throws(AWSError) -> String {
    if let handshake = try handshake(id),
      let sender = try self.organization(handshake.organizationID)
    {
      return handshake.arn(sender)
    }
    guard let organization else { return "*" }
    if OrganizationsID.isAccount(id) { return organization.arn("account", id) }
    if OrganizationsID.isUnit(id) { return organization.arn("ou", id) }
    if OrganizationsID.isRoot(id) { return organization.arn("root", id) }
    if OrganizationsID.isHandshake(id) { return organization.arn("handshake", "invite/\(id)") }
    return try policy(id, organization)?.arn ?? "*"
  }

  fileprivate func tagKeys(of id: String, _ organization: Organization) throws(AWSError)
    -> [String: [String]]
  {
    AccessCheck.tags(
      "aws:ResourceTag",
      try tags(of: id, organization).map { (key: $0.tag.key, value: $0.tag.value) })
  }
}
