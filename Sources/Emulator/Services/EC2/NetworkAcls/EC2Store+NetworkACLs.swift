package import AWS

extension EC2Store {
  static let networkACLSchema = """
    CREATE TABLE IF NOT EXISTS ec2_network_acl (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      acl_id TEXT NOT NULL UNIQUE, vpc_id TEXT NOT NULL, is_default INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_network_acl_scope ON ec2_network_acl (account, region);
    CREATE INDEX IF NOT EXISTS ec2_network_acl_vpc ON ec2_network_acl (vpc_id);
    CREATE TABLE IF NOT EXISTS ec2_network_acl_entry (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      acl_id TEXT NOT NULL, is_egress INTEGER NOT NULL, rule_number INTEGER NOT NULL,
      protocol INTEGER NOT NULL, is_allowed INTEGER NOT NULL, cidr TEXT NOT NULL,
      from_port INTEGER, to_port INTEGER, icmp_type INTEGER, icmp_code INTEGER,
      UNIQUE (acl_id, is_egress, rule_number)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS ec2_network_acl_association (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      association_id TEXT NOT NULL UNIQUE, acl_id TEXT NOT NULL, subnet_id TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_network_acl_association_acl
      ON ec2_network_acl_association (acl_id);
    """

  static let networkACLTables = [
    ResourceTable("ec2_network_acl", resource: "acl_id", ignored: ["number"]),
    ResourceTable("ec2_network_acl_entry", resource: "acl_id", ignored: ["number"]),
    // A subnet that is associated again gets another id.
    ResourceTable(
      "ec2_network_acl_association", resource: "subnet_id",
      ignored: ["number", "association_id"]),
  ]

  // MARK: Reading

  private static let aclColumns = "acl_id, account, region, vpc_id, is_default, number"

  package func networkACL(_ id: String) throws(AWSError) -> EC2NetworkACL? {
    try database.row("SELECT \(Self.aclColumns) FROM ec2_network_acl WHERE acl_id = ?", .text(id))
      .map { row throws(AWSError) in try networkACL(row) }
  }

  package func networkACLs(in scope: Scope) throws(AWSError) -> [EC2NetworkACL] {
    try database.rows(
      """
      SELECT \(Self.aclColumns) FROM ec2_network_acl WHERE account = ? AND region = ?
      ORDER BY number
      """, .text(scope.account), .text(scope.region)
    ).mapThrowing { row throws(AWSError) in try networkACL(row) }
  }

  /// The ACL at the border of a subnet; every subnet has one.
  package func networkACL(of subnet: EC2Subnet) throws(AWSError) -> EC2NetworkACL? {
    let row = try database.row(
      "SELECT acl_id FROM ec2_network_acl_association WHERE subnet_id = ?", .text(subnet.id))
    guard let row else { return nil }
    return try networkACL(row.text(0))
  }

  private func networkACL(_ row: Row) throws(AWSError) -> EC2NetworkACL {
    let id = row.text(0)
    let entries = try database.rows(
      """
      SELECT is_egress, rule_number, protocol, is_allowed, cidr, from_port, to_port, icmp_type,
        icmp_code FROM ec2_network_acl_entry WHERE acl_id = ? ORDER BY rule_number
      """, .text(id)
    ).map(Self.entry)
    let associations = try database.rows(
      """
      SELECT association_id, subnet_id FROM ec2_network_acl_association WHERE acl_id = ?
      ORDER BY number
      """, .text(id)
    ).map { EC2NetworkACL.Association(id: $0.text(0), subnetID: $0.text(1)) }
    return EC2NetworkACL(
      id: id, account: row.text(1), region: row.text(2), vpcID: row.text(3),
      isDefault: row.flag(4),
      entries: entries.filter(\.isEgress) + [.last(isEgress: true)]
        + entries.filter { !$0.isEgress } + [.last(isEgress: false)],
      associations: associations, number: row.integer(5))
  }

  private static func entry(_ row: Row) -> EC2NetworkACL.Entry {
    var ports: ClosedRange<Int>?
    if let from = row.optionalInteger(5), let to = row.optionalInteger(6), from <= to {
      ports = Int(from)...Int(to)
    }
    var icmp: EC2NetworkACL.Entry.ICMP?
    if let type = row.optionalInteger(7), let code = row.optionalInteger(8) {
      icmp = .init(type: Int(type), code: Int(code))
    }
    return EC2NetworkACL.Entry(
      ruleNumber: Int(row.integer(1)), isEgress: row.flag(0), ipProtocol: Int(row.integer(2)),
      isAllowed: row.flag(3), block: row.text(4), ports: ports, icmp: icmp)
  }

  /// The ACL of an association, and the subnet that it is for; nil for nothing there.
  func networkACLAssociation(_ id: String, in scope: Scope) throws(AWSError)
    -> (acl: String, subnet: String)?
  {
    try database.row(
      """
      SELECT acl_id, subnet_id FROM ec2_network_acl_association
      WHERE association_id = ? AND account = ? AND region = ?
      """, .text(id), .text(scope.account), .text(scope.region)
    ).map { ($0.text(0), $0.text(1)) }
  }

  // MARK: Changing

  /// The default one lets everything pass until somebody changes it, a new one nothing.
  func createNetworkACL(of vpc: EC2VPC, isDefault: Bool, _ world: World) throws(AWSError)
    -> String
  {
    let id = world.resourceID("acl-")
    try database.run(
      """
      INSERT INTO ec2_network_acl (account, region, acl_id, vpc_id, is_default)
      VALUES (?, ?, ?, ?, ?)
      """, .text(vpc.account), .text(vpc.region), .text(id), .text(vpc.id), SQLValue(isDefault))
    guard isDefault else { return id }
    for isEgress in [true, false] {
      let everything = EC2NetworkACL.Entry(
        ruleNumber: 100, isEgress: isEgress, ipProtocol: -1, isAllowed: true,
        block: "0.0.0.0/0", ports: nil, icmp: nil)
      try insert(everything, into: id, Scope(account: vpc.account, region: vpc.region))
    }
    return id
  }

  /// The ACL that new subnets of a VPC get.
  func defaultNetworkACL(ofVPC id: String) throws(AWSError) -> String? {
    try database.row(
      "SELECT acl_id FROM ec2_network_acl WHERE vpc_id = ? AND is_default = 1", .text(id)
    )?.text(0)
  }

  /// Puts a subnet behind an ACL, in place of the one before.
  @discardableResult
  func associate(_ acl: String, subnet: String, _ scope: Scope, _ world: World)
    throws(AWSError) -> String
  {
    try forgetNetworkACL(ofSubnet: subnet)
    let id = world.resourceID("aclassoc-")
    try database.run(
      """
      INSERT INTO ec2_network_acl_association (account, region, association_id, acl_id, subnet_id)
      VALUES (?, ?, ?, ?, ?)
      """, .text(scope.account), .text(scope.region), .text(id), .text(acl), .text(subnet))
    return id
  }

  func forgetNetworkACL(ofSubnet id: String) throws(AWSError) {
    try database.run(
      "DELETE FROM ec2_network_acl_association WHERE subnet_id = ?", .text(id))
  }

  /// Adds an entry, or puts it in the place of the one that has its number.
  func insert(_ entry: EC2NetworkACL.Entry, into acl: String, _ scope: Scope) throws(AWSError) {
    try database.run(
      """
      INSERT INTO ec2_network_acl_entry (account, region, acl_id, is_egress, rule_number, protocol,
        is_allowed, cidr, from_port, to_port, icmp_type, icmp_code)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (acl_id, is_egress, rule_number) DO UPDATE SET protocol = excluded.protocol,
        is_allowed = excluded.is_allowed, cidr = excluded.cidr, from_port = excluded.from_port,
        to_port = excluded.to_port, icmp_type = excluded.icmp_type,
        icmp_code = excluded.icmp_code
      """, .text(scope.account), .text(scope.region), .text(acl), SQLValue(entry.isEgress),
      SQLValue(entry.ruleNumber), SQLValue(entry.ipProtocol), SQLValue(entry.isAllowed),
      .text(entry.block), SQLValue(entry.ports.map { Int64($0.lowerBound) }),
      SQLValue(entry.ports.map { Int64($0.upperBound) }),
      SQLValue(entry.icmp.map { Int64($0.type) }), SQLValue(entry.icmp.map { Int64($0.code) }))
  }

  func deleteEntry(_ number: Int, isEgress: Bool, of acl: String) throws(AWSError) {
    try database.run(
      """
      DELETE FROM ec2_network_acl_entry WHERE acl_id = ? AND is_egress = ? AND rule_number = ?
      """, .text(acl), SQLValue(isEgress), SQLValue(number))
  }

  func deleteNetworkACL(_ id: String) throws(AWSError) {
    try deleteTags(of: id)
    for table in ["", "_entry", "_association"] {
      try database.run("DELETE FROM ec2_network_acl\(table) WHERE acl_id = ?", .text(id))
    }
  }
}
