package import AWS

extension EC2Store {
  private static let columns = """
    protocol, from_port, to_port, peer_kind, peer, peer_account, description, is_egress, number, \
    rule_id, group_id, account, region
    """
  private static let select = "SELECT \(columns) FROM ec2_security_group_rule"
  private static let byGroup = "\(select) WHERE group_id = ? ORDER BY number"
  private static let byID = "\(select) WHERE rule_id = ?"
  private static let byScope = """
    \(select) WHERE group_id IN
      (SELECT group_id FROM ec2_security_group WHERE account = ? AND region = ?)
    ORDER BY number
    """
  /// Without `peer_kind`, which follows from what `peer` looks like: as a bound value it would make
  /// SQLite weigh the partial index anew at every call.
  private static let byPermission = """
    \(select) WHERE group_id = ? AND is_egress = ? AND protocol = ? AND from_port = ?
      AND to_port = ? AND peer = ? AND peer_account IS ?
    """
  private static let shownByScope = """
    SELECT r.protocol, r.from_port, r.to_port, r.peer_kind, r.peer, r.peer_account, r.description,
      r.is_egress, g.number
    FROM ec2_security_group AS g JOIN ec2_security_group_rule AS r ON r.group_id = g.group_id
    WHERE g.account = ? AND g.region = ? ORDER BY g.number, r.number
    """
  private static let insertion = """
    INSERT INTO ec2_security_group_rule (account, region, group_id, rule_id, is_egress, protocol,
      from_port, to_port, peer_kind, peer, peer_account, description)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  // MARK: Reading

  /// The rules of a group, oldest first.
  package func rules(of group: SecurityGroup) throws(AWSError) -> [SecurityGroupRule] {
    try database.read(Self.byGroup, .text(group.id), as: Self.rule)
  }

  /// The rules of all groups of an account in a region, oldest first.
  package func rules(in scope: Scope) throws(AWSError) -> [SecurityGroupRule] {
    try database.read(
      Self.byScope, .text(scope.account), .text(scope.region), as: Self.rule)
  }

  package func rule(_ id: String) throws(AWSError) -> SecurityGroupRule? {
    try database.read(Self.byID, .text(id), as: Self.rule).first
  }

  /// The rule of a group that allows just this.
  func rule(_ permission: SecurityGroupPermission, isEgress: Bool, of group: SecurityGroup)
    throws(AWSError) -> SecurityGroupRule?
  {
    let peer = permission.peer.columns
    return try database.read(
      Self.byPermission, .text(group.id), SQLValue(isEgress), .text(permission.ipProtocol),
      SQLValue(permission.fromPort), SQLValue(permission.toPort), .text(peer.name),
      SQLValue(peer.account), as: Self.rule
    ).first
  }

  /// What DescribeSecurityGroups shows of a rule: all but its id.
  struct ShownRule {
    let permission: SecurityGroupPermission
    let description: String?
    let isEgress: Bool
    /// The row number of its group, where several groups are read.
    let group: Int64
  }

  func shownRules(of group: SecurityGroup) throws(AWSError) -> [ShownRule] {
    try database.read(Self.byGroup, .text(group.id), as: Self.shown)
  }

  /// The rules of all groups of an account in a region, group by group, oldest first.
  func shownRules(in scope: Scope) throws(AWSError) -> [ShownRule] {
    try database.read(
      Self.shownByScope, .text(scope.account), .text(scope.region), as: Self.shown)
  }

  // MARK: Changing

  func insert(
    _ permission: SecurityGroupPermission, description: String?, isEgress: Bool,
    into group: SecurityGroup, _ world: World
  ) throws(AWSError) -> SecurityGroupRule {
    let id = world.resourceID("sgr-")
    let peer = permission.peer.columns
    try database.run(
      Self.insertion, .text(group.account), .text(group.region), .text(group.id), .text(id),
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

  private static func rule(_ row: Cursor) -> SecurityGroupRule {
    SecurityGroupRule(
      id: row.text(9), groupID: row.text(10), account: row.text(11), region: row.text(12),
      isEgress: row.flag(7), permission: permission(row), description: row.optionalText(6),
      number: row.integer(8))
  }

  private static func shown(_ row: Cursor) -> ShownRule {
    ShownRule(
      permission: permission(row), description: row.optionalText(6), isEgress: row.flag(7),
      group: row.integer(8))
  }

  private static func permission(_ row: Cursor) -> SecurityGroupPermission {
    let peer: SecurityGroupPermission.Peer =
      if row.isText(3, "ipv4") {
        .ipv4(row.text(4))
      } else if row.isText(3, "ipv6") {
        .ipv6(row.text(4))
      } else if row.isText(3, "group") {
        .group(id: row.text(4), account: row.text(5))
      } else {
        .prefixList(row.text(4))
      }
    return SecurityGroupPermission(
      ipProtocol: row.text(0), fromPort: Int(row.integer(1)), toPort: Int(row.integer(2)),
      peer: peer)
  }
}

extension SecurityGroupPermission.Peer {
  /// As a rule's row holds it.
  fileprivate var columns: (kind: String, name: String, account: String?) {
    switch self {
    case .ipv4(let block): ("ipv4", block, nil)
    case .ipv6(let block): ("ipv6", block, nil)
    case .prefixList(let id): ("prefix-list", id, nil)
    case .group(let id, let account): ("group", id, account)
    }
  }
}
