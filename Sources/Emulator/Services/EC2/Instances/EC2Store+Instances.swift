package import AWS

extension EC2Store {
  private static let instanceColumns = """
    instance_id, account, region, reservation_id, launch_index, vpc_id, subnet_id, zone, \
    private_ip, public_ip, interface_id, attachment_id, mac, image_id, type, key_name, \
    client_token, user_data, tenancy, is_monitored, is_ebs_optimized, is_protected, \
    http_tokens, http_endpoint, hop_limit, launched, goal, goal_set
    """

  // MARK: Reading

  package func instance(_ id: String) throws(AWSError) -> EC2Instance? {
    try database.row(
      "SELECT \(Self.instanceColumns), number FROM ec2_instance WHERE instance_id = ?", .text(id)
    ).map(Self.instance)
  }

  package func instances(in scope: Scope) throws(AWSError) -> [EC2Instance] {
    try database.rows(
      """
      SELECT \(Self.instanceColumns), number FROM ec2_instance WHERE account = ? AND region = ?
      ORDER BY number
      """, .text(scope.account), .text(scope.region)
    ).map(Self.instance)
  }

  /// The instances of one launch.
  func instances(ofReservation id: String, in scope: Scope) throws(AWSError) -> [EC2Instance] {
    try instances(in: scope).filter { $0.reservationID == id }
  }

  package func instances(withGroup id: String) throws(AWSError) -> [EC2Instance] {
    try database.rows(
      """
      SELECT \(Self.instanceColumns), number FROM ec2_instance
      WHERE instance_id IN (SELECT instance_id FROM ec2_instance_group WHERE group_id = ?)
      ORDER BY number
      """, .text(id)
    ).map(Self.instance)
  }

  /// The ids of an instance's groups.
  package func groups(ofInstance id: String) throws(AWSError) -> [String] {
    try database.rows(
      "SELECT group_id FROM ec2_instance_group WHERE instance_id = ? ORDER BY number", .text(id)
    ).map { $0.text(0) }
  }

  /// The private addresses in use in a subnet.
  func addresses(in subnet: String, at now: Timestamp) throws(AWSError) -> Set<String> {
    Set(
      try database.rows(
        """
        SELECT private_ip FROM ec2_instance
        WHERE subnet_id = ? AND NOT (goal = 'terminated' AND goal_set <= ?)
        """, .text(subnet), .integer((now - EC2Instance.stopTime).microseconds)
      ).map { $0.text(0) })
  }

  /// How many addresses are in use, by subnet.
  func addressCounts(in scope: Scope, at now: Timestamp) throws(AWSError) -> [String: Int] {
    let rows = try database.rows(
      """
      SELECT subnet_id, COUNT(*) FROM ec2_instance WHERE account = ? AND region = ?
        AND NOT (goal = 'terminated' AND goal_set <= ?)
      GROUP BY subnet_id
      """, .text(scope.account), .text(scope.region),
      .integer((now - EC2Instance.stopTime).microseconds))
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.text(0), Int($0.integer(1))) })
  }

  /// The launch that a client token stands for, and what was asked for then.
  func reservation(clientToken: String, in scope: Scope) throws(AWSError)
    -> (id: String, request: String)?
  {
    try database.row(
      """
      SELECT reservation_id, request FROM ec2_reservation
      WHERE account = ? AND region = ? AND client_token = ?
      """, .text(scope.account), .text(scope.region), .text(clientToken)
    ).map { ($0.text(0), $0.text(1)) }
  }

  // MARK: Changing

  func insertReservation(_ id: String, clientToken: String?, request: String, _ scope: Scope)
    throws(AWSError)
  {
    try database.run(
      """
      INSERT INTO ec2_reservation (reservation_id, account, region, client_token, request)
      VALUES (?, ?, ?, ?, ?)
      """, .text(id), .text(scope.account), .text(scope.region), SQLValue(clientToken),
      .text(request))
  }

  func insert(_ i: EC2Instance, groups: [SecurityGroup]) throws(AWSError) {
    let values: [SQLValue] = [
      .text(i.id), .text(i.account), .text(i.region), .text(i.reservationID),
      SQLValue(i.launchIndex), .text(i.vpcID), .text(i.subnetID), .text(i.zone),
      .text(i.privateIP), SQLValue(i.publicIP), .text(i.interfaceID), .text(i.attachmentID),
      .text(i.mac), .text(i.imageID), .text(i.type), SQLValue(i.keyName),
      SQLValue(i.clientToken), SQLValue(i.userData), .text(i.tenancy), SQLValue(i.isMonitored),
      SQLValue(i.isEBSOptimized), SQLValue(i.isProtected), .text(i.httpTokens),
      .text(i.httpEndpoint), SQLValue(i.hopLimit), .integer(i.launched.microseconds),
      .text(i.goal.rawValue), .integer(i.goalSet.microseconds),
    ]
    try database.run(
      """
      INSERT INTO ec2_instance (\(Self.instanceColumns)) VALUES (\(Self.marks(values.count)))
      """, values)
    for group in groups {
      try database.run(
        """
        INSERT INTO ec2_instance_group (account, region, instance_id, group_id)
        VALUES (?, ?, ?, ?)
        """, .text(i.account), .text(i.region), .text(i.id), .text(group.id))
    }
  }

  func setGoal(_ goal: EC2Instance.Goal, of instance: EC2Instance, at now: Timestamp)
    throws(AWSError)
  {
    try database.run(
      "UPDATE ec2_instance SET goal = ?, goal_set = ? WHERE number = ?", .text(goal.rawValue),
      .integer(now.microseconds), .integer(instance.number))
  }

  // MARK: Rows

  private static func instance(_ row: Row) -> EC2Instance {
    EC2Instance(
      id: row.text(0), account: row.text(1), region: row.text(2), reservationID: row.text(3),
      launchIndex: Int(row.integer(4)), vpcID: row.text(5), subnetID: row.text(6),
      zone: row.text(7), privateIP: row.text(8), publicIP: row.optionalText(9),
      interfaceID: row.text(10), attachmentID: row.text(11), mac: row.text(12),
      imageID: row.text(13), type: row.text(14), keyName: row.optionalText(15),
      clientToken: row.optionalText(16), userData: row.optionalText(17), tenancy: row.text(18),
      isMonitored: row.flag(19), isEBSOptimized: row.flag(20), isProtected: row.flag(21),
      httpTokens: row.text(22), httpEndpoint: row.text(23), hopLimit: Int(row.integer(24)),
      launched: Timestamp(microseconds: row.integer(25)),
      goal: EC2Instance.Goal(rawValue: row.text(26)) ?? .running,
      goalSet: Timestamp(microseconds: row.integer(27)), number: row.integer(28))
  }
}
