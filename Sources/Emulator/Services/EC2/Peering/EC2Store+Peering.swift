package import AWS

extension EC2Store {
  static let peeringSchema = """
    CREATE TABLE IF NOT EXISTS ec2_peering (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      peering_id TEXT NOT NULL UNIQUE, vpc_id TEXT NOT NULL, cidr TEXT NOT NULL,
      peer_account TEXT NOT NULL, peer_region TEXT NOT NULL, peer_vpc_id TEXT NOT NULL,
      peer_cidr TEXT, created INTEGER NOT NULL, goal TEXT NOT NULL, goal_set INTEGER NOT NULL,
      ended_by TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_peering_requester ON ec2_peering (account, region);
    CREATE INDEX IF NOT EXISTS ec2_peering_accepter ON ec2_peering (peer_account, peer_region);
    """

  /// `account` is the requester's.
  static let peeringTables = [
    ResourceTable("ec2_peering", resource: "peering_id", ignored: ["number", "goal_set"])
  ]

  private static let columns = """
    peering_id, account, region, vpc_id, cidr, peer_account, peer_region, peer_vpc_id, peer_cidr,
    created, goal, goal_set, ended_by, number
    """

  package func peering(_ id: String) throws(AWSError) -> EC2PeeringConnection? {
    try database.row("SELECT \(Self.columns) FROM ec2_peering WHERE peering_id = ?", .text(id))
      .map(Self.peering)
  }

  /// What an account has a part in, in a region.
  package func peerings(in scope: Scope) throws(AWSError) -> [EC2PeeringConnection] {
    try database.rows(
      """
      SELECT \(Self.columns) FROM ec2_peering
      WHERE (account = ? AND region = ?) OR (peer_account = ? AND peer_region = ?)
      ORDER BY number
      """, .text(scope.account), .text(scope.region), .text(scope.account), .text(scope.region)
    ).map(Self.peering)
  }

  /// Whether a VPC is joined to another, or is asked to be.
  func isPeered(_ vpc: EC2VPC, at now: Timestamp) throws(AWSError) -> Bool {
    let scope = Scope(account: vpc.account, region: vpc.region)
    return try peerings(in: scope).contains {
      $0.state(at: now).isLive && [$0.requester.vpcID, $0.accepter.vpcID].contains(vpc.id)
    }
  }

  func createPeering(
    _ requester: EC2VPC, _ accepter: EC2PeeringConnection.Side, goal: EC2PeeringConnection.Goal,
    _ world: World, at now: Timestamp
  ) throws(AWSError) -> EC2PeeringConnection {
    let id = world.resourceID("pcx-")
    try database.run(
      """
      INSERT INTO ec2_peering (account, region, peering_id, vpc_id, cidr, peer_account,
        peer_region, peer_vpc_id, peer_cidr, created, goal, goal_set)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, .text(requester.account), .text(requester.region), .text(id), .text(requester.id),
      .text(requester.block.description), .text(accepter.account), .text(accepter.region),
      .text(accepter.vpcID), SQLValue(accepter.block?.description), .integer(now.microseconds),
      .text(goal.rawValue), .integer(now.microseconds))
    return EC2PeeringConnection(
      id: id,
      requester: .init(
        account: requester.account, region: requester.region, vpcID: requester.id,
        block: requester.block),
      accepter: accepter, created: now, goal: goal, goalSet: now, endedBy: nil,
      number: database.lastInsertedRowID)
  }

  func set(
    _ goal: EC2PeeringConnection.Goal, of peering: EC2PeeringConnection, by account: String?,
    at now: Timestamp
  ) throws(AWSError) {
    try database.run(
      "UPDATE ec2_peering SET goal = ?, goal_set = ?, ended_by = ? WHERE number = ?",
      .text(goal.rawValue), .integer(now.microseconds), SQLValue(account),
      .integer(peering.number))
  }

  private static func peering(_ row: Row) -> EC2PeeringConnection {
    EC2PeeringConnection(
      id: row.text(0),
      requester: .init(
        account: row.text(1), region: row.text(2), vpcID: row.text(3),
        block: IPv4Block(row.text(4))),
      accepter: .init(
        account: row.text(5), region: row.text(6), vpcID: row.text(7),
        block: row.optionalText(8).flatMap { IPv4Block($0) }),
      created: Timestamp(microseconds: row.integer(9)),
      goal: EC2PeeringConnection.Goal(rawValue: row.text(10)) ?? .failed,
      goalSet: Timestamp(microseconds: row.integer(11)), endedBy: row.optionalText(12),
      number: row.integer(13))
  }
}
