package import AWS

extension EC2Store {
  static let routeSchema = """
    CREATE TABLE IF NOT EXISTS ec2_route_table (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      table_id TEXT NOT NULL UNIQUE, vpc_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_route_table_scope ON ec2_route_table (account, region);
    CREATE INDEX IF NOT EXISTS ec2_route_table_vpc ON ec2_route_table (vpc_id);
    CREATE TABLE IF NOT EXISTS ec2_route (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      table_id TEXT NOT NULL, destination TEXT NOT NULL, target TEXT NOT NULL,
      target_id TEXT NOT NULL, UNIQUE (table_id, destination)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS ec2_route_association (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      association_id TEXT NOT NULL UNIQUE, table_id TEXT NOT NULL, vpc_id TEXT NOT NULL,
      subnet_id TEXT UNIQUE
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_route_association_table ON ec2_route_association (table_id);
    """

  static let routeTables = [
    ResourceTable("ec2_route_table", resource: "table_id", ignored: ["number"]),
    ResourceTable("ec2_route", resource: "table_id", ignored: ["number"]),
    // A table that is associated again gets another id.
    ResourceTable(
      "ec2_route_association", resource: "table_id", ignored: ["number", "association_id"]),
  ]

  // MARK: Reading

  package func routeTable(_ id: String, at now: Timestamp) throws(AWSError) -> EC2RouteTable? {
    try database.row(
      "SELECT \(Self.tableColumns) FROM ec2_route_table WHERE table_id = ?", .text(id)
    ).map { row throws(AWSError) in try routeTable(row, at: now) }
  }

  package func routeTables(in scope: Scope, at now: Timestamp) throws(AWSError)
    -> [EC2RouteTable]
  {
    try database.rows(
      """
      SELECT \(Self.tableColumns) FROM ec2_route_table WHERE account = ? AND region = ?
      ORDER BY number
      """, .text(scope.account), .text(scope.region)
    ).mapThrowing { row throws(AWSError) in try routeTable(row, at: now) }
  }

  /// The table that a subnet's packets go by: its own, or its VPC's main one.
  package func routeTable(of subnet: EC2Subnet, at now: Timestamp) throws(AWSError)
    -> EC2RouteTable?
  {
    let row = try database.row(
      """
      SELECT table_id FROM ec2_route_association
      WHERE vpc_id = ? AND (subnet_id = ? OR subnet_id IS NULL)
      ORDER BY subnet_id IS NULL LIMIT 1
      """, .text(subnet.vpcID), .text(subnet.id))
    guard let row else { return nil }
    return try routeTable(row.text(0), at: now)
  }

  private static let tableColumns = "table_id, account, region, vpc_id, number"

  private func routeTable(_ row: Row, at now: Timestamp) throws(AWSError) -> EC2RouteTable {
    let id = row.text(0)
    let associations = try database.rows(
      """
      SELECT association_id, subnet_id FROM ec2_route_association WHERE table_id = ?
      ORDER BY number
      """, .text(id)
    ).map { EC2RouteTable.Association(id: $0.text(0), subnetID: $0.optionalText(1)) }
    return EC2RouteTable(
      id: id, account: row.text(1), region: row.text(2), vpcID: row.text(3),
      routes: try routes(of: id, vpc: row.text(3), at: now), associations: associations,
      number: row.integer(4))
  }

  private func routes(of table: String, vpc: String, at now: Timestamp) throws(AWSError)
    -> [EC2Route]
  {
    var routes: [EC2Route] = []
    if let block = try self.vpc(vpc)?.block {
      routes.append(
        EC2Route(
          destination: block.description, target: .local, targetID: "local", isActive: true))
    }
    let rows = try database.rows(
      """
      SELECT destination, target, target_id FROM ec2_route WHERE table_id = ? ORDER BY number
      """, .text(table))
    for row in rows {
      guard let target = EC2Route.Target(rawValue: row.text(1)) else { continue }
      routes.append(
        EC2Route(
          destination: row.text(0), target: target, targetID: row.text(2),
          isActive: try leads(target, row.text(2), vpc: vpc, at: now)))
    }
    return routes
  }

  /// Whether a target is there and connected to the VPC.
  private func leads(
    _ target: EC2Route.Target, _ id: String, vpc: String, at now: Timestamp
  ) throws(AWSError) -> Bool {
    switch target {
    case .local: true
    case .gateway: try internetGateway(id)?.vpcID == vpc
    case .egressOnlyGateway: try egressOnlyGateway(id)?.vpcID == vpc
    case .peering: try peering(id)?.state(at: now) == .active
    }
  }

  /// The table of an association, and the subnet that it is for; nil for nothing there.
  func routeAssociation(_ id: String, in scope: Scope) throws(AWSError)
    -> (table: String, subnet: String?)?
  {
    try database.row(
      """
      SELECT table_id, subnet_id FROM ec2_route_association
      WHERE association_id = ? AND account = ? AND region = ?
      """, .text(id), .text(scope.account), .text(scope.region)
    ).map { ($0.text(0), $0.optionalText(1)) }
  }

  func mainRouteTable(ofVPC id: String) throws(AWSError) -> String? {
    try database.row(
      "SELECT table_id FROM ec2_route_association WHERE vpc_id = ? AND subnet_id IS NULL",
      .text(id))?.text(0)
  }

  /// Whether a VPC has tables or ACLs beside those that came with it.
  func hasOwnRouting(_ vpc: EC2VPC) throws(AWSError) -> Bool {
    try database.row(
      """
      SELECT 1 FROM ec2_route_table t WHERE vpc_id = ? AND NOT EXISTS (
        SELECT 1 FROM ec2_route_association a
        WHERE a.table_id = t.table_id AND a.subnet_id IS NULL)
      UNION ALL SELECT 1 FROM ec2_network_acl WHERE vpc_id = ? AND is_default = 0 LIMIT 1
      """, .text(vpc.id), .text(vpc.id)) != nil
  }

  // MARK: Changing

  func createRouteTable(of vpc: EC2VPC, isMain: Bool, _ world: World) throws(AWSError) -> String {
    let id = world.resourceID("rtb-")
    try database.run(
      "INSERT INTO ec2_route_table (account, region, table_id, vpc_id) VALUES (?, ?, ?, ?)",
      .text(vpc.account), .text(vpc.region), .text(id), .text(vpc.id))
    if isMain { _ = try associate(id, vpc: vpc, subnet: nil, world) }
    return id
  }

  /// - Parameter subnet: nil makes the table the VPC's main one.
  func associate(_ table: String, vpc: EC2VPC, subnet: String?, _ world: World) throws(AWSError)
    -> String
  {
    let id = world.resourceID("rtbassoc-")
    try database.run(
      """
      INSERT INTO ec2_route_association (account, region, association_id, table_id, vpc_id,
        subnet_id) VALUES (?, ?, ?, ?, ?, ?)
      """, .text(vpc.account), .text(vpc.region), .text(id), .text(table), .text(vpc.id),
      SQLValue(subnet))
    return id
  }

  func disassociateRoutes(_ association: String) throws(AWSError) {
    try database.run(
      "DELETE FROM ec2_route_association WHERE association_id = ?", .text(association))
  }

  func createRoute(_ destination: String, _ target: EC2Route.Target, _ id: String,
    in table: String, _ scope: Scope) throws(AWSError)
  {
    try database.run(
      """
      INSERT INTO ec2_route (account, region, table_id, destination, target, target_id)
      VALUES (?, ?, ?, ?, ?, ?)
      """, .text(scope.account), .text(scope.region), .text(table), .text(destination),
      .text(target.rawValue), .text(id))
  }

  func replaceRoute(_ destination: String, _ target: EC2Route.Target, _ id: String,
    in table: String) throws(AWSError)
  {
    try database.run(
      "UPDATE ec2_route SET target = ?, target_id = ? WHERE table_id = ? AND destination = ?",
      .text(target.rawValue), .text(id), .text(table), .text(destination))
  }

  func deleteRoute(_ destination: String, in table: String) throws(AWSError) {
    try database.run(
      "DELETE FROM ec2_route WHERE table_id = ? AND destination = ?", .text(table),
      .text(destination))
  }

  func deleteRouteTable(_ id: String) throws(AWSError) {
    try deleteTags(of: id)
    for table in ["ec2_route", "ec2_route_association", "ec2_route_table"] {
      try database.run("DELETE FROM \(table) WHERE table_id = ?", .text(id))
    }
  }
}
