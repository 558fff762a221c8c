import AWS

/// A root, a unit or an account: what policies hang on.
enum OrganizationNode: Hashable, Sendable {
  case root(String)
  case unit(OrganizationalUnit)
  case account(MemberAccount)

  var id: String {
    switch self {
    case .root(let id): id
    case .unit(let unit): unit.id
    case .account(let account): account.id
    }
  }

  var type: String {
    switch self {
    case .root: "ROOT"
    case .unit: "ORGANIZATIONAL_UNIT"
    case .account: "ACCOUNT"
    }
  }

  var name: String {
    switch self {
    case .root: "Root"
    case .unit(let unit): unit.name
    case .account(let account): account.name
    }
  }

  /// nil for the root.
  var parent: String? {
    switch self {
    case .root: nil
    case .unit(let unit): unit.parentID
    case .account(let account): account.parentID
    }
  }

  func arn(_ organization: Organization) -> String {
    switch self {
    case .root(let id): organization.arn("root", id)
    case .unit(let unit): organization.arn("ou", unit.id)
    case .account(let account): organization.arn("account", account.id)
    }
  }
}

extension OrganizationsStore {
  /// What an identifier names in an organization; nil for nothing there.
  func node(_ id: String, _ organization: Organization, at now: Timestamp) throws(AWSError)
    -> OrganizationNode?
  {
    if id == organization.rootID { return .root(id) }
    if let unit = try unit(id) {
      return unit.organizationID == organization.id ? .unit(unit) : nil
    }
    return try account(id, organization, at: now).map(OrganizationNode.account)
  }

  /// An account of an organization; nil also for one whose creation isn't complete.
  func account(_ id: String, _ organization: Organization, at now: Timestamp) throws(AWSError)
    -> MemberAccount?
  {
    guard let member = try member(id), member.organizationID == organization.id,
      member.joined <= now
    else { return nil }
    return member
  }

  /// A root or unit by its identifier; nil for nothing there.
  func parent(_ id: String, _ organization: Organization) throws(AWSError) -> OrganizationNode? {
    if id == organization.rootID { return .root(id) }
    guard let unit = try unit(id), unit.organizationID == organization.id else { return nil }
    return .unit(unit)
  }
}

extension Call {
  func existingAccount(_ id: String, _ organization: Organization) throws(AWSError)
    -> MemberAccount
  {
    guard OrganizationsID.isAccount(id) else { throw OrganizationsError.pattern }
    guard let account = try organizations.account(id, organization, at: now) else {
      throw OrganizationsError.noAccount
    }
    return account
  }

  func existingUnit(_ id: String, _ organization: Organization) throws(AWSError)
    -> OrganizationalUnit
  {
    guard OrganizationsID.isUnit(id) else { throw OrganizationsError.pattern }
    guard let unit = try organizations.unit(id), unit.organizationID == organization.id else {
      throw OrganizationsError.noUnit
    }
    return unit
  }

  func existingParent(_ id: String, _ organization: Organization) throws(AWSError)
    -> OrganizationNode
  {
    guard OrganizationsID.isRoot(id) || OrganizationsID.isUnit(id) else {
      throw OrganizationsError.pattern
    }
    guard let parent = try organizations.parent(id, organization) else {
      throw OrganizationsError.noParent
    }
    return parent
  }

  /// What a policy is to hang on.
  func existingTarget(_ id: String, _ organization: Organization) throws(AWSError)
    -> OrganizationNode
  {
    guard
      OrganizationsID.isRoot(id) || OrganizationsID.isUnit(id) || OrganizationsID.isAccount(id)
    else { throw OrganizationsError.targetPattern }
    guard let node = try organizations.node(id, organization, at: now) else {
      throw OrganizationsError.noTarget
    }
    return node
  }

  func existingPolicy(_ id: String, _ organization: Organization) throws(AWSError)
    -> OrganizationPolicy
  {
    guard OrganizationsID.isPolicy(id) else {
      throw OrganizationsError.input(
        "INVALID_SYNTAX_POLICY_ID", "You specified an invalid policy ID.")
    }
    guard let policy = try organizations.policy(id, organization) else {
      throw OrganizationsError.noPolicy
    }
    return policy
  }
}
