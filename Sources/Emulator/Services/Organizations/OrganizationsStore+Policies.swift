import AWS

extension OrganizationsStore {
  // MARK: Types

  func isEnabled(_ type: OrganizationPolicyType, in organization: Organization)
    throws(AWSError) -> Bool
  {
    try database.row(
      "SELECT 1 FROM organizations_policy_type WHERE organization_id = ? AND type = ?",
      .text(organization.id), .text(type.rawValue)) != nil
  }

  func enabledTypes(in organization: Organization) throws(AWSError) -> [OrganizationPolicyType] {
    try database.rows(
      "SELECT type FROM organizations_policy_type WHERE organization_id = ? ORDER BY type",
      .text(organization.id)
    ).compactMap { OrganizationPolicyType(rawValue: $0.text(0)) }
  }

  /// Enables a type: AWS's own policy of that type comes to hang on every node.
  func enable(_ type: OrganizationPolicyType, in organization: Organization) throws(AWSError) {
    try database.run(
      "INSERT INTO organizations_policy_type (account, organization_id, type) VALUES (?, ?, ?)",
      .text(organization.managementAccount), .text(organization.id), .text(type.rawValue))
    guard let owned = type.awsManaged else { return }
    let nodes =
      [organization.rootID] + (try units(of: organization).map(\.id))
      + (try members(of: organization).map(\.id))
    for node in nodes { try attach(owned.id, type, to: node, organization) }
  }

  /// Disables a type: all attachments of its policies go.
  func disable(_ type: OrganizationPolicyType, in organization: Organization) throws(AWSError) {
    try database.run(
      "DELETE FROM organizations_attachment WHERE organization_id = ? AND type = ?",
      .text(organization.id), .text(type.rawValue))
    try database.run(
      "DELETE FROM organizations_policy_type WHERE organization_id = ? AND type = ?",
      .text(organization.id), .text(type.rawValue))
  }

  /// What a unit or an account that is new in an organization starts with.
  func attachDefaults(to node: String, _ organization: Organization) throws(AWSError) {
    for type in try enabledTypes(in: organization) {
      if let owned = type.awsManaged { try attach(owned.id, type, to: node, organization) }
    }
  }

  // MARK: Policies

  /// A policy of an organization, or one of AWS's own.
  func policy(_ id: String, _ organization: Organization) throws(AWSError) -> OrganizationPolicy? {
    if let owned = AWSOwnedPolicy.all.first(where: { $0.id == id }) {
      return OrganizationPolicy(owned, organization.partition)
    }
    return try database.row(
      """
      SELECT policy_id, type, name, description, content, number FROM organizations_policy
      WHERE organization_id = ? AND policy_id = ?
      """, .text(organization.id), .text(id)
    ).flatMap { Self.policy($0, organization) }
  }

  /// AWS's own first, then the organization's, oldest first.
  func policies(_ type: OrganizationPolicyType, _ organization: Organization) throws(AWSError)
    -> [OrganizationPolicy]
  {
    let owned = type.awsManaged.map { [OrganizationPolicy($0, organization.partition)] } ?? []
    return owned
      + (try database.rows(
        """
        SELECT policy_id, type, name, description, content, number FROM organizations_policy
        WHERE organization_id = ? AND type = ? ORDER BY number
        """, .text(organization.id), .text(type.rawValue)
      ).compactMap { Self.policy($0, organization) })
  }

  private static func policy(_ row: Row, _ organization: Organization) -> OrganizationPolicy? {
    guard let type = OrganizationPolicyType(rawValue: row.text(1)) else { return nil }
    var policy = OrganizationPolicy(
      id: row.text(0), type: type, name: row.text(2), description: row.text(3),
      content: row.text(4), organization)
    policy.number = row.integer(5)
    return policy
  }

  func insert(_ policy: OrganizationPolicy, _ organization: Organization) throws(AWSError) {
    try database.run(
      """
      INSERT INTO organizations_policy (account, organization_id, policy_id, type, name,
        description, content) VALUES (?, ?, ?, ?, ?, ?, ?)
      """, .text(organization.managementAccount), .text(organization.id), .text(policy.id),
      .text(policy.type.rawValue), .text(policy.name), .text(policy.description),
      .text(policy.content))
  }

  func update(_ policy: OrganizationPolicy) throws(AWSError) {
    try database.run(
      "UPDATE organizations_policy SET name = ?, description = ?, content = ? WHERE policy_id = ?",
      .text(policy.name), .text(policy.description), .text(policy.content), .text(policy.id))
  }

  func delete(_ policy: OrganizationPolicy, _ organization: Organization) throws(AWSError) {
    try database.run(
      "DELETE FROM organizations_tag WHERE organization_id = ? AND resource_id = ?",
      .text(organization.id), .text(policy.id))
    try database.run("DELETE FROM organizations_policy WHERE policy_id = ?", .text(policy.id))
  }

  // MARK: Attachments

  /// The policies of a type that hang directly on a root, unit or account, in the order in which
  /// they were attached.
  func policies(
    on target: String, _ type: OrganizationPolicyType, _ organization: Organization
  ) throws(AWSError) -> [OrganizationPolicy] {
    let ids = try database.rows(
      """
      SELECT policy_id FROM organizations_attachment
      WHERE organization_id = ? AND target_id = ? AND type = ? ORDER BY number
      """, .text(organization.id), .text(target), .text(type.rawValue)
    ).map { $0.text(0) }
    var policies: [OrganizationPolicy] = []
    for id in ids {
      guard let policy = try policy(id, organization) else {
        preconditionFailure("the policy `\(id)` is attached and isn't there")
      }
      policies.append(policy)
    }
    return policies
  }

  /// The nodes on which a policy hangs, in the order in which it was attached.
  func targets(of policy: OrganizationPolicy, _ organization: Organization) throws(AWSError)
    -> [String]
  {
    try database.rows(
      """
      SELECT target_id FROM organizations_attachment
      WHERE organization_id = ? AND policy_id = ? ORDER BY number
      """, .text(organization.id), .text(policy.id)
    ).map { $0.text(0) }
  }

  func attach(
    _ policy: String, _ type: OrganizationPolicyType, to target: String,
    _ organization: Organization
  ) throws(AWSError) {
    try database.run(
      """
      INSERT INTO organizations_attachment (account, organization_id, target_id, type, policy_id)
      VALUES (?, ?, ?, ?, ?)
      """, .text(organization.managementAccount), .text(organization.id), .text(target),
      .text(type.rawValue), .text(policy))
  }

  func detach(_ policy: String, from target: String, _ organization: Organization)
    throws(AWSError)
  {
    try database.run(
      """
      DELETE FROM organizations_attachment
      WHERE organization_id = ? AND target_id = ? AND policy_id = ?
      """, .text(organization.id), .text(target), .text(policy))
  }
}
