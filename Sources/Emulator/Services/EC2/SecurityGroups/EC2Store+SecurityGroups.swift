package import AWS

extension EC2Store {
  private static let groupColumns = "group_id, account, region, vpc_id, name, description, number"
  private static let ruleColumns = """
    rule_id, group_id, account, region, is_egress, protocol, from_port, to_port, peer_kind, peer, \
    peer_account, description, number
    """

  // MARK: Reading

  /// A group by its id, in whatever account and region it is.
  package func securityGroup(_ id: String) throws(AWSError) -> SecurityGroup? {
    try database.row(
      "SELECT \(Self.groupColumns) FROM ec2_security_group WHERE group_id = ?", .text(id)
    ).map(Self.group)
  }

  /// A group of this account and region.
  func securityGroup(_ id: String, in scope: Scope) throws(AWSError) -> SecurityGroup? {
    guard let group = try securityGroup(id), group.account == scope.account,
      group.region == scope.region
    else { return nil }
    return group
  }

  func securityGroup(named name: String, vpc: String) throws(AWSError) -> SecurityGroup? {
    try database.row(
      """
      SELECT \(Self.groupColumns) FROM ec2_security_group
      WHERE vpc_id = ? AND name = ? COLLATE NOCASE
      """, .text(vpc), .text(name)
    ).map(Self.group)
  }

  /// All groups of an account in a region, oldest first.
  package func securityGroups(in scope: Scope) throws(AWSError) -> [SecurityGroup] {
    try database.rows(
      """
      SELECT \(Self.groupColumns) FROM ec2_security_group WHERE account = ? AND region = ?
      ORDER BY number
      """, .text(scope.account), .text(scope.region)
    ).map(Self.group)
  }

  /// The rules of a group, oldest first.
  package func rules(of group: SecurityGroup) throws(AWSError) -> [SecurityGroupRule] {
    try database.rows(
      """
      SELECT \(Self.ruleColumns) FROM ec2_security_group_rule
      WHERE account = ? AND region = ? AND group_id = ? ORDER BY number
      """, .text(group.account), .text(group.region), .text(group.id)
    ).map(Self.rule)
  }

  /// The rules of all groups of an account in a region, group by group, oldest first.
  package func rules(in scope: Scope) throws(AWSError) -> [SecurityGroupRule] {
    try database.rows(
      """
      SELECT \(Self.ruleColumns) FROM ec2_security_group_rule WHERE account = ? AND region = ?
      ORDER BY group_id, number
      """, .text(scope.account), .text(scope.region)
    ).map(Self.rule)
  }

  package func rule(_ id: String) throws(AWSError) -> SecurityGroupRule? {
    try database.row(
      "SELECT \(Self.ruleColumns) FROM ec2_security_group_rule WHERE rule_id = ?", .text(id)
    ).map(Self.rule)
  }

  /// Whether another group's rule names the group.
  func isReferenced(_ group: SecurityGroup) throws(AWSError) -> Bool {
    try database.row(
      """
      SELECT 1 FROM ec2_security_group_rule
      WHERE peer_kind = 'group' AND peer = ? AND group_id <> ? LIMIT 1
      """, .text(group.id), .text(group.id)) != nil
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

  func insert(
    _ permission: SecurityGroupPermission, description: String?, isEgress: Bool,
    into group: SecurityGroup, _ world: World
  ) throws(AWSError) -> SecurityGroupRule {
    let id = world.resourceID("sgr-")
    let peer = permission.peer.columns
    try database.run(
      """
      INSERT INTO ec2_security_group_rule (account, region, group_id, rule_id, is_egress, protocol,
        from_port, to_port, peer_kind, peer, peer_account, description)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, .text(group.account), .text(group.region), .text(group.id), .text(id),
      SQLValue(isEgress), .text(permission.ipProtocol), SQLValue(permission.fromPort),
      SQLValue(permission.toPort), .text(peer.kind), .text(peer.name), SQLValue(peer.account),
      SQLValue(description))
    return SecurityGroupRule(
      id: id, groupID: group.id, account: group.account, region: group.region,
      isEgress: isEgress, permission: permission, description: description,
      number: database.lastInsertedRowID)
  }

  func update(_ rule: SecurityGroupRule) throws(AWSError) {
    let permission = rule.permission
    let peer = permission.peer.columns
    try database.run(
      """
      UPDATE ec2_security_group_rule SET protocol = ?, from_port = ?, to_port = ?, peer_kind = ?,
        peer = ?, peer_account = ?, description = ?
      WHERE rule_id = ?
      """, .text(permission.ipProtocol), SQLValue(permission.fromPort),
      SQLValue(permission.toPort), .text(peer.kind), .text(peer.name), SQLValue(peer.account),
      SQLValue(rule.description), .text(rule.id))
  }

  func delete(_ rule: SecurityGroupRule) throws(AWSError) {
    try database.run("DELETE FROM ec2_security_group_rule WHERE number = ?", .integer(rule.number))
    try deleteTags(of: rule.id)
  }

  // MARK: Rows

  private static func group(_ row: Row) -> SecurityGroup {
    SecurityGroup(
      id: row.text(0), account: row.text(1), region: row.text(2), vpcID: row.text(3),
      name: row.text(4), description: row.text(5), number: row.integer(6))
  }

  private static func rule(_ row: Row) -> SecurityGroupRule {
    let name = row.text(9)
    let peer: SecurityGroupPermission.Peer =
      switch row.text(8) {
      case "ipv4": .ipv4(name)
      case "ipv6": .ipv6(name)
      case "prefix-list": .prefixList(name)
      default: .group(id: name, account: row.text(10))
      }
    return SecurityGroupRule(
      id: row.text(0), groupID: row.text(1), account: row.text(2), region: row.text(3),
      isEgress: row.flag(4),
      permission: SecurityGroupPermission(
        ipProtocol: row.text(5), fromPort: Int(row.integer(6)), toPort: Int(row.integer(7)),
        peer: peer),
      description: row.optionalText(11), number: row.integer(12))
  }
}

extension SecurityGroupPermission.Peer {
  fileprivate var columns: (kind: String, name: String, account: String?) {
    switch self {
    case .ipv4(let block): ("ipv4", block, nil)
    case .ipv6(let block): ("ipv6", block, nil)
    case .prefixList(let id): ("prefix-list", id, nil)
    case .group(let id, let account): ("group", id, account)
    }
  }
}
