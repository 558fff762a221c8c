package import AWS

extension EC2Store {
  private static let groupColumns = "group_id, account, region, vpc_id, name, description, number"
  private static let groupByID = """
    SELECT \(groupColumns) FROM ec2_security_group WHERE group_id = ?
    """
  private static let groupByName = """
    SELECT \(groupColumns) FROM ec2_security_group WHERE vpc_id = ? AND name = ? COLLATE NOCASE
    """
  private static let groupsInScope = """
    SELECT \(groupColumns) FROM ec2_security_group WHERE account = ? AND region = ?
    ORDER BY number
    """

  // MARK: Reading

  /// A group by its id, in whatever account and region it is.
  package func securityGroup(_ id: String) throws(AWSError) -> SecurityGroup? {
    try database.read(Self.groupByID, .text(id), as: Self.group).first
  }

  /// A group of this account and region.
  func securityGroup(_ id: String, in scope: Scope) throws(AWSError) -> SecurityGroup? {
    guard let group = try securityGroup(id), group.account == scope.account,
      group.region == scope.region
    else { return nil }
    return group
  }

  func securityGroup(named name: String, vpc: String) throws(AWSError) -> SecurityGroup? {
    try database.read(Self.groupByName, .text(vpc), .text(name), as: Self.group).first
  }

  /// All groups of an account in a region, oldest first.
  package func securityGroups(in scope: Scope) throws(AWSError) -> [SecurityGroup] {
    try database.read(
      Self.groupsInScope, .text(scope.account), .text(scope.region), as: Self.group)
  }

  /// Whether another group's rule names the group.
  func isReferenced(_ group: SecurityGroup) throws(AWSError) -> Bool {
    try database.row(
      """
      SELECT 1 FROM ec2_security_group_rule
      WHERE peer_kind = 'group' AND peer = ? AND group_id <> ? LIMIT 1
      """, .text(group.id), .text(group.id)) != nil
  }

  private static func group(_ row: Cursor) -> SecurityGroup {
    SecurityGroup(
      id: row.text(0), account: row.text(1), region: row.text(2), vpcID: row.text(3),
      name: row.text(4), description: row.text(5), number: row.integer(6))
  }

  // MARK: Changing

  /// Makes a group with the rule that every new group has: all traffic may leave.
  func createSecurityGroup(
    _ name: String, description: String, vpc: String, _ scope: Scope, _ world: World
  ) throws(AWSError) -> SecurityGroup {
    let id = world.resourceID("sg-")
    try database.run(
      """
      INSERT INTO ec2_security_group (account, region, group_id, vpc_id, name, description)
      VALUES (?, ?, ?, ?, ?, ?)
      """, .text(scope.account), .text(scope.region), .text(id), .text(vpc), .text(name),
      .text(description))
    let group = SecurityGroup(
      id: id, account: scope.account, region: scope.region, vpcID: vpc, name: name,
      description: description, number: database.lastInsertedRowID)
    let everywhere = SecurityGroupPermission(
      ipProtocol: "-1", fromPort: -1, toPort: -1, peer: .ipv4("0.0.0.0/0"))
    _ = try insert(everywhere, description: nil, isEgress: true, into: group, world)
    return group
  }

  func deleteSecurityGroup(_ group: SecurityGroup) throws(AWSError) {
    for rule in try rules(of: group) { try delete(rule) }
    try deleteTags(of: group.id)
    try database.run("DELETE FROM ec2_security_group WHERE group_id = ?", .text(group.id))
  }
}
