import AWS

extension Call {
  var organizations: OrganizationsStore { OrganizationsStore(database) }

  /// The caller's organization, whatever part he has in it.
  func ownOrganization() throws(AWSError) -> Organization {
    guard let organization = try organizations.organization(of: account) else {
      throw OrganizationsError.notInUse
    }
    return organization
  }

  /// The caller's organization, for what only its management account may do.
  func managedOrganization() throws(AWSError) -> Organization {
    let organization = try ownOrganization()
    guard organization.managementAccount == account else { throw OrganizationsError.accessDenied }
    return organization
  }

  /// The caller's organization, for what delegated administrators may read as well
  /// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html).
  func readableOrganization() throws(AWSError) -> Organization {
    let organization = try ownOrganization()
    if organization.managementAccount == account { return organization }
    guard try organizations.isDelegated(account, organization) else {
      throw OrganizationsError.accessDenied
    }
    return organization
  }

  /// Refuses what an organization for consolidated billing alone doesn't have.
  func requireAllFeatures(_ organization: Organization) throws(AWSError) {
    if organization.featureSet != .all {
      throw OrganizationsError.constraint(
        "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
        "This operation requires an organization with all features enabled.")
    }
  }
}

/// What an account is called: as CreateAccount named it, else after its number. AWS knows more of
/// its customers than the emulator does.
struct AccountIdentity: Hashable, Sendable {
  var name: String
  var email: String
}

extension OrganizationsStore {
  func identity(of account: String) throws(AWSError) -> AccountIdentity {
    let row = try database.row(
      "SELECT name, email FROM organizations_identity WHERE account = ?", .text(account))
    return row.map { AccountIdentity(name: $0.text(0), email: $0.text(1)) }
      ?? AccountIdentity(name: account, email: account + Self.domain)
  }

  /// The account behind an email address; nil for an address that nobody here has.
  func account(email: String) throws(AWSError) -> String? {
    if let row = try database.row(
      "SELECT account FROM organizations_identity WHERE email = ? COLLATE NOCASE", .text(email))
    {
      return row.text(0)
    }
    let number = email.hasSuffix(Self.domain) ? String(email.dropLast(Self.domain.count)) : ""
    return OrganizationsID.isAccount(number) ? number : nil
  }

  private static let domain = "@example.com"

  func insert(_ identity: AccountIdentity, of account: String) throws(AWSError) {
    try database.run(
      "INSERT INTO organizations_identity (account, name, email) VALUES (?, ?, ?)",
      .text(account), .text(identity.name), .text(identity.email))
  }

  /// Whether an account administers some service for its organization.
  func isDelegated(_ account: String, _ organization: Organization) throws(AWSError) -> Bool {
    try database.row(
      "SELECT 1 FROM organizations_delegation WHERE organization_id = ? AND account = ?",
      .text(organization.id), .text(account)) != nil
  }
}

/// How identifiers of Organizations look.
enum OrganizationsID {
  static func isAccount(_ id: String) -> Bool {
    id.utf8.count == 12 && id.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// `r-examplerootid`
  static func isRoot(_ id: String) -> Bool { isToken(id, "r-", 4...32) }

  /// `ou-examplerootid-exampleouid`
  static func isUnit(_ id: String) -> Bool {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "ou" && isToken(String(parts[1]), "", 4...32)
      && isToken(String(parts[2]), "", 8...32)
  }

  /// `p-examplepolicyid`; AWS's own have capitals and underscores.
  static func isPolicy(_ id: String) -> Bool {
    guard id.hasPrefix("p-") else { return false }
    let name = id.utf8.dropFirst(2)
    return (8...128).contains(name.count)
      && name.allSatisfy { IAMName.isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
  }

  static func isHandshake(_ id: String) -> Bool { isToken(id, "h-", 8...32) }
  static func isCreation(_ id: String) -> Bool { isToken(id, "car-", 8...32) }

  private static func isToken(_ id: String, _ prefix: String, _ length: ClosedRange<Int>) -> Bool {
    guard id.hasPrefix(prefix) else { return false }
    let token = id.utf8.dropFirst(prefix.utf8.count)
    return length.contains(token.count)
      && token.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
  }
}
