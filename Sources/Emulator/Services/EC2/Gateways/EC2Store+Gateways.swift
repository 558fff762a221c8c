package import AWS

extension EC2Store {
  static let gatewaySchema = """
    CREATE TABLE IF NOT EXISTS ec2_internet_gateway (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      gateway_id TEXT NOT NULL UNIQUE, vpc_id TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_internet_gateway_scope
      ON ec2_internet_gateway (account, region);
    CREATE TABLE IF NOT EXISTS ec2_egress_only_gateway (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      gateway_id TEXT NOT NULL UNIQUE, vpc_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_egress_only_gateway_scope
      ON ec2_egress_only_gateway (account, region);
    """

  static let gatewayTables = [
    ResourceTable("ec2_internet_gateway", resource: "gateway_id", ignored: ["number"]),
    ResourceTable("ec2_egress_only_gateway", resource: "gateway_id", ignored: ["number"]),
  ]

  private static let columns = "gateway_id, account, region, vpc_id, number"

  // MARK: Internet gateways

  package func internetGateway(_ id: String) throws(AWSError) -> EC2InternetGateway? {
    try database.row(
      "SELECT \(Self.columns) FROM ec2_internet_gateway WHERE gateway_id = ?", .text(id)
    ).map(Self.internetGateway)
  }

  package func internetGateways(in scope: Scope) throws(AWSError) -> [EC2InternetGateway] {
    try database.rows(
      """
      SELECT \(Self.columns) FROM ec2_internet_gateway WHERE account = ? AND region = ?
      ORDER BY number
      """, .text(scope.account), .text(scope.region)
    ).map(Self.internetGateway)
  }

  /// The one gateway that a VPC may have.
  package func internetGateway(ofVPC id: String) throws(AWSError) -> EC2InternetGateway? {
    try database.row(
      "SELECT \(Self.columns) FROM ec2_internet_gateway WHERE vpc_id = ?", .text(id)
    ).map(Self.internetGateway)
  }

  func createInternetGateway(attachedTo vpc: String?, _ scope: Scope, _ world: World)
    throws(AWSError) -> EC2InternetGateway
  {
    let id = world.resourceID("igw-")
    try database.run(
      """
      INSERT INTO ec2_internet_gateway (account, region, gateway_id, vpc_id) VALUES (?, ?, ?, ?)
      """, .text(scope.account), .text(scope.region), .text(id), SQLValue(vpc))
    return EC2InternetGateway(
      id: id, account: scope.account, region: scope.region, vpcID: vpc,
      number: database.lastInsertedRowID)
  }

  func attach(_ gateway: EC2InternetGateway, to vpc: String?) throws(AWSError) {
    try database.run(
      "UPDATE ec2_internet_gateway SET vpc_id = ? WHERE number = ?", SQLValue(vpc),
      .integer(gateway.number))
  }

  func delete(_ gateway: EC2InternetGateway) throws(AWSError) {
    try deleteTags(of: gateway.id)
    try database.run(
      "DELETE FROM ec2_internet_gateway WHERE number = ?", .integer(gateway.number))
  }

  private static func internetGateway(_ row: Row) -> EC2InternetGateway {
    EC2InternetGateway(
      id: row.text(0), account: row.text(1), region: row.text(2), vpcID: row.optionalText(3),
      number: row.integer(4))
  }

  /// Whether a VPC has a gateway of either kind.
  func hasGateways(_ vpc: EC2VPC) throws(AWSError) -> Bool {
    try database.row(
      """
      SELECT 1 FROM ec2_internet_gateway WHERE vpc_id = ? UNION ALL
      SELECT 1 FROM ec2_egress_only_gateway WHERE vpc_id = ? LIMIT 1
      """, .text(vpc.id), .text(vpc.id)) != nil
  }

  // MARK: Egress-only internet gateways

  package func egressOnlyGateway(_ id: String) throws(AWSError) -> EC2EgressOnlyGateway? {
    try database.row(
      "SELECT \(Self.columns) FROM ec2_egress_only_gateway WHERE gateway_id = ?", .text(id)
    ).map(Self.egressOnlyGateway)
  }

  package func egressOnlyGateways(in scope: Scope) throws(AWSError) -> [EC2EgressOnlyGateway] {
    try database.rows(
      """
      SELECT \(Self.columns) FROM ec2_egress_only_gateway WHERE account = ? AND region = ?
      ORDER BY number
      """, .text(scope.account), .text(scope.region)
    ).map(Self.egressOnlyGateway)
  }

  func createEgressOnlyGateway(of vpc: EC2VPC, _ world: World) throws(AWSError)
    -> EC2EgressOnlyGateway
  {
    let id = world.resourceID("eigw-")
    try database.run(
      """
      INSERT INTO ec2_egress_only_gateway (account, region, gateway_id, vpc_id)
      VALUES (?, ?, ?, ?)
      """, .text(vpc.account), .text(vpc.region), .text(id), .text(vpc.id))
    return EC2EgressOnlyGateway(
      id: id, account: vpc.account, region: vpc.region, vpcID: vpc.id,
      number: database.lastInsertedRowID)
  }

  func delete(_ gateway: EC2EgressOnlyGateway) throws(AWSError) {
    try deleteTags(of: gateway.id)
    try database.run(
      "DELETE FROM ec2_egress_only_gateway WHERE number = ?", .integer(gateway.number))
  }

  private static func egressOnlyGateway(_ row: Row) -> EC2EgressOnlyGateway {
    EC2EgressOnlyGateway(
      id: row.text(0), account: row.text(1), region: row.text(2), vpcID: row.text(3),
      number: row.integer(4))
  }
}
