import AWS

/// The organizations of a world: their trees of roots, units and accounts, and the policies that
/// hang on them. The authorisation stage asks here, never the tables.
///
/// `account` is the management account in every table but `organizations_account` and
/// `organizations_delegation`, where it is the member.
package struct OrganizationsStore {
  let database: Database

  package init(_ database: Database) { self.database = database }

  static let schema = """
    CREATE TABLE IF NOT EXISTS organizations_organization (
      account TEXT PRIMARY KEY, organization_id TEXT NOT NULL UNIQUE, root_id TEXT NOT NULL,
      partition TEXT NOT NULL, feature_set TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS organizations_account (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL UNIQUE, organization_id TEXT NOT NULL,
      parent_id TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL,
      joined_method TEXT NOT NULL, joined INTEGER NOT NULL, closed INTEGER) STRICT;
    CREATE INDEX IF NOT EXISTS organizations_account_parent ON organizations_account (parent_id);
    CREATE TABLE IF NOT EXISTS organizations_unit (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, organization_id TEXT NOT NULL,
      unit_id TEXT NOT NULL UNIQUE, parent_id TEXT NOT NULL, name TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS organizations_unit_parent ON organizations_unit (parent_id);
    CREATE TABLE IF NOT EXISTS organizations_policy (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, organization_id TEXT NOT NULL,
      policy_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, name TEXT NOT NULL,
      description TEXT NOT NULL, content TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS organizations_policy_type (
      account TEXT NOT NULL, organization_id TEXT NOT NULL, type TEXT NOT NULL,
      PRIMARY KEY (organization_id, type)) STRICT;
    CREATE TABLE IF NOT EXISTS organizations_attachment (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, organization_id TEXT NOT NULL,
      target_id TEXT NOT NULL, type TEXT NOT NULL, policy_id TEXT NOT NULL,
      UNIQUE (organization_id, target_id, policy_id)) STRICT;
    CREATE TABLE IF NOT EXISTS organizations_tag (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, organization_id TEXT NOT NULL,
      resource_id TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
      UNIQUE (organization_id, resource_id, key)) STRICT;
    CREATE TABLE IF NOT EXISTS organizations_service_access (
      account TEXT NOT NULL, organization_id TEXT NOT NULL, principal TEXT NOT NULL,
      enabled INTEGER NOT NULL, PRIMARY KEY (organization_id, principal)) STRICT;
    CREATE TABLE IF NOT EXISTS organizations_delegation (
      account TEXT NOT NULL, organization_id TEXT NOT NULL, principal TEXT NOT NULL,
      enabled INTEGER NOT NULL, PRIMARY KEY (organization_id, account, principal)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS organizations_handshake (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, organization_id TEXT NOT NULL,
      handshake_id TEXT NOT NULL UNIQUE, target_type TEXT NOT NULL, target TEXT NOT NULL,
      notes TEXT, tags TEXT NOT NULL, state TEXT NOT NULL, requested INTEGER NOT NULL,
      ended INTEGER) STRICT;
    CREATE TABLE IF NOT EXISTS organizations_creation (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, organization_id TEXT NOT NULL,
      request_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, created_account TEXT, failure TEXT,
      requested INTEGER NOT NULL, completed INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS organizations_identity (
      account TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE
    ) STRICT;
    """

  /// All that `controls` and `membership` read, among others.
  static let tables = [
    ResourceTable("organizations_organization", resource: "organization_id"),
    ResourceTable("organizations_account", resource: "account", ignored: ["number"]),
    ResourceTable("organizations_unit", resource: "unit_id", ignored: ["number"]),
    ResourceTable("organizations_policy", resource: "policy_id", ignored: ["number"]),
    ResourceTable("organizations_policy_type", resource: "organization_id"),
    ResourceTable("organizations_attachment", resource: "target_id", ignored: ["number"]),
    ResourceTable("organizations_tag", resource: "resource_id", ignored: ["number"]),
    ResourceTable("organizations_service_access", resource: "principal"),
    ResourceTable("organizations_delegation", resource: "account"),
    ResourceTable("organizations_handshake", resource: "handshake_id", ignored: ["number"]),
  ]

  func count(_ sql: String, _ values: SQLValue...) throws(AWSError) -> Int {
    Int(try database.rows(sql, values).first?.integer(0) ?? 0)
  }

  // MARK: Organizations

  /// The organization that an account manages or belongs to; nil for a standalone account.
  func organization(of account: String) throws(AWSError) -> Organization? {
    try database.row(
      """
      SELECT \(Organization.columns) FROM organizations_organization o
      JOIN organizations_account a ON a.organization_id = o.organization_id
      WHERE a.account = ?
      """, .text(account)
    ).map(Organization.init)
  }

  func organization(_ id: String) throws(AWSError) -> Organization? {
    try database.row(
      "SELECT \(Organization.columns) FROM organizations_organization o WHERE organization_id = ?",
      .text(id)
    ).map(Organization.init)
  }

  func insert(_ organization: Organization) throws(AWSError) {
    try database.run(
      """
      INSERT INTO organizations_organization (account, organization_id, root_id, partition,
        feature_set) VALUES (?, ?, ?, ?, ?)
      """, .text(organization.managementAccount), .text(organization.id),
      .text(organization.rootID), .text(organization.partition),
      .text(organization.featureSet.rawValue))
  }

  /// Takes an organization away with all that it holds.
  func delete(_ organization: Organization) throws(AWSError) {
    for table in [
      "organization", "account", "unit", "policy", "policy_type", "attachment", "tag",
      "service_access", "delegation", "handshake", "creation",
    ] {
      try database.run(
        "DELETE FROM organizations_\(table) WHERE organization_id = ?", .text(organization.id))
    }
  }
}
