import AWS

extension OrganizationsStore {
  // MARK: Accounts

  /// An account that is a member of some organization.
  func member(_ account: String) throws(AWSError) -> MemberAccount? {
    try database.row(
      "SELECT \(MemberAccount.columns) FROM organizations_account WHERE account = ?",
      .text(account)
    ).map(MemberAccount.init)
  }

  /// The accounts of an organization, or of one root or unit, in the order in which they came.
  func members(of organization: Organization, parent: String? = nil) throws(AWSError)
    -> [MemberAccount]
  {
    try database.rows(
      """
      SELECT \(MemberAccount.columns) FROM organizations_account
      WHERE organization_id = ? AND (? IS NULL OR parent_id = ?) ORDER BY number
      """, .text(organization.id), SQLValue(parent), SQLValue(parent)
    ).map(MemberAccount.init)
  }

  func insert(_ member: MemberAccount) throws(AWSError) {
    try database.run(
      """
      INSERT INTO organizations_account (account, organization_id, parent_id, name, email,
        joined_method, joined) VALUES (?, ?, ?, ?, ?, ?, ?)
      """, .text(member.id), .text(member.organizationID), .text(member.parentID),
      .text(member.name), .text(member.email), .text(member.joinedMethod.rawValue),
      .integer(member.joined.microseconds))
  }

  func move(_ member: MemberAccount, to parent: String) throws(AWSError) {
    try database.run(
      "UPDATE organizations_account SET parent_id = ? WHERE account = ?", .text(parent),
      .text(member.id))
  }

  func close(_ member: MemberAccount, at now: Timestamp) throws(AWSError) {
    try database.run(
      "UPDATE organizations_account SET closed = ? WHERE account = ?",
      .integer(now.microseconds), .text(member.id))
  }

  /// Makes an account standalone: its policies and its tags stay behind.
  func remove(_ member: MemberAccount) throws(AWSError) {
    try forget(member.id, organization: member.organizationID)
    try database.run(
      "DELETE FROM organizations_delegation WHERE account = ? AND organization_id = ?",
      .text(member.id), .text(member.organizationID))
    try database.run("DELETE FROM organizations_account WHERE account = ?", .text(member.id))
  }

  /// What hangs on a node that goes: its policies and tags.
  private func forget(_ node: String, organization: String) throws(AWSError) {
    try database.run(
      "DELETE FROM organizations_attachment WHERE organization_id = ? AND target_id = ?",
      .text(organization), .text(node))
    try database.run(
      "DELETE FROM organizations_tag WHERE organization_id = ? AND resource_id = ?",
      .text(organization), .text(node))
  }

  // MARK: Units

  func unit(_ id: String) throws(AWSError) -> OrganizationalUnit? {
    try database.row(
      "SELECT \(OrganizationalUnit.columns) FROM organizations_unit WHERE unit_id = ?", .text(id)
    ).map(OrganizationalUnit.init)
  }

  /// The units of an organization, or directly below one root or unit, oldest first.
  func units(of organization: Organization, parent: String? = nil) throws(AWSError)
    -> [OrganizationalUnit]
  {
    try database.rows(
      """
      SELECT \(OrganizationalUnit.columns) FROM organizations_unit
      WHERE organization_id = ? AND (? IS NULL OR parent_id = ?) ORDER BY number
      """, .text(organization.id), SQLValue(parent), SQLValue(parent)
    ).map(OrganizationalUnit.init)
  }

  func insert(_ unit: OrganizationalUnit, _ organization: Organization) throws(AWSError) {
    try database.run(
      """
      INSERT INTO organizations_unit (account, organization_id, unit_id, parent_id, name)
      VALUES (?, ?, ?, ?, ?)
      """, .text(organization.managementAccount), .text(organization.id), .text(unit.id),
      .text(unit.parentID), .text(unit.name))
  }

  func rename(_ unit: OrganizationalUnit, _ name: String) throws(AWSError) {
    try database.run(
      "UPDATE organizations_unit SET name = ? WHERE unit_id = ?", .text(name), .text(unit.id))
  }

  func delete(_ unit: OrganizationalUnit) throws(AWSError) {
    try forget(unit.id, organization: unit.organizationID)
    try database.run("DELETE FROM organizations_unit WHERE unit_id = ?", .text(unit.id))
  }

  /// The root and the units above a node, the root first: `parent` is the node's own parent.
  func ancestors(_ parent: String) throws(AWSError) -> [String] {
    var path: [String] = []
    var next = parent
    // Invariant: units hang below older units or the root, so that there is no cycle.
    while let unit = try unit(next) {
      path.append(unit.id)
      next = unit.parentID
    }
    return [next] + path.reversed()
  }
}
