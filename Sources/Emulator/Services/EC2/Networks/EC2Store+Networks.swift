package import AWS

extension EC2Store {
  private static let vpcColumns = """
    vpc_id, account, region, cidr, is_default, association_id, dhcp_options_id, tenancy, number
    """
  private static let subnetColumns = """
    subnet_id, account, region, vpc_id, cidr, zone, is_default, maps_public_ip, number
    """

  // MARK: Reading

  package func vpc(_ id: String) throws(AWSError) -> EC2VPC? {
    try database.row("SELECT \(Self.vpcColumns) FROM ec2_vpc WHERE vpc_id = ?", .text(id))
      .map(Self.vpc)
  }

  package func vpcs(in scope: Scope) throws(AWSError) -> [EC2VPC] {
    try database.rows(
      "SELECT \(Self.vpcColumns) FROM ec2_vpc WHERE account = ? AND region = ? ORDER BY number",
      .text(scope.account), .text(scope.region)
    ).map(Self.vpc)
  }

  package func defaultVPC(in scope: Scope) throws(AWSError) -> EC2VPC? {
    try database.row(
      """
      SELECT \(Self.vpcColumns) FROM ec2_vpc
      WHERE account = ? AND region = ? AND is_default = 1
      """, .text(scope.account), .text(scope.region)
    ).map(Self.vpc)
  }

  package func subnet(_ id: String) throws(AWSError) -> EC2Subnet? {
    try database.row("SELECT \(Self.subnetColumns) FROM ec2_subnet WHERE subnet_id = ?", .text(id))
      .map(Self.subnet)
  }

  package func subnets(in scope: Scope) throws(AWSError) -> [EC2Subnet] {
    try database.rows(
      """
      SELECT \(Self.subnetColumns) FROM ec2_subnet WHERE account = ? AND region = ?
      ORDER BY number
      """, .text(scope.account), .text(scope.region)
    ).map(Self.subnet)
  }

  // MARK: Changing

  func createVPC(
    _ block: IPv4Block, tenancy: String, isDefault: Bool, _ scope: Scope, _ world: World
  ) throws(AWSError) -> EC2VPC {
    var vpc = EC2VPC(
      id: world.resourceID("vpc-"), account: scope.account, region: scope.region, block: block,
      isDefault: isDefault, associationID: world.resourceID("vpc-cidr-assoc-"),
      dhcpOptionsID: "", tenancy: tenancy, number: 0)
    // An account has one set of DHCP options in a region, made with its first VPC.
    vpc.dhcpOptionsID =
      try database.row(
        "SELECT dhcp_options_id FROM ec2_vpc WHERE account = ? AND region = ? LIMIT 1",
        .text(scope.account), .text(scope.region))?.text(0) ?? world.resourceID("dopt-")
    try database.run(
      """
      INSERT INTO ec2_vpc (vpc_id, account, region, cidr, is_default, association_id,
        dhcp_options_id, tenancy)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, .text(vpc.id), .text(vpc.account), .text(vpc.region), .text(block.description),
      SQLValue(isDefault), .text(vpc.associationID), .text(vpc.dhcpOptionsID), .text(tenancy))
    vpc.number = database.lastInsertedRowID
    _ = try createRouteTable(of: vpc, isMain: true, world)
    _ = try createNetworkACL(of: vpc, isDefault: true, world)
    let group = try createSecurityGroup(
      "default", description: "default VPC security group", vpc: vpc.id, scope, world)
    let itself = SecurityGroupPermission(
      ipProtocol: "-1", fromPort: -1, toPort: -1,
      peer: .group(id: group.id, account: scope.account))
    _ = try insert(itself, description: nil, isEgress: false, into: group, world)
    return vpc
  }

  /// 172.31.0.0/16 with a /20 in each zone and a way to the internet, as each account has it in
  /// each region from the start.
  @discardableResult
  func createDefaultVPC(_ scope: Scope, _ world: World) throws(AWSError) -> EC2VPC {
    let base: UInt32 = 172 << 24 | 31 << 16
    let vpc = try createVPC(
      IPv4Block(address: base, prefix: 16), tenancy: "default", isDefault: true, scope, world)
    for (index, zone) in EC2Region.named(scope.region).zones.enumerated() {
      let block = IPv4Block(address: base + UInt32(index) << 12, prefix: 20)
      _ = try createSubnet(block, vpc: vpc, zone: zone.name, isDefault: true, world)
    }
    let gateway = try createInternetGateway(attachedTo: vpc.id, scope, world)
    if let main = try mainRouteTable(ofVPC: vpc.id) {
      try createRoute("0.0.0.0/0", .gateway, gateway.id, in: main, scope)
    }
    return vpc
  }

  func createSubnet(
    _ block: IPv4Block, vpc: EC2VPC, zone: String, isDefault: Bool, _ world: World
  ) throws(AWSError) -> EC2Subnet {
    let id = world.resourceID("subnet-")
    try database.run(
      """
      INSERT INTO ec2_subnet (subnet_id, account, region, vpc_id, cidr, zone, is_default,
        maps_public_ip)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, .text(id), .text(vpc.account), .text(vpc.region), .text(vpc.id),
      .text(block.description), .text(zone), SQLValue(isDefault), SQLValue(isDefault))
    if let acl = try defaultNetworkACL(ofVPC: vpc.id) {
      try associate(acl, subnet: id, Scope(account: vpc.account, region: vpc.region), world)
    }
    return EC2Subnet(
      id: id, account: vpc.account, region: vpc.region, vpcID: vpc.id, block: block, zone: zone,
      isDefault: isDefault, mapsPublicIP: isDefault, number: database.lastInsertedRowID)
  }

  func setMapsPublicIP(_ maps: Bool, of subnet: EC2Subnet) throws(AWSError) {
    try database.run(
      "UPDATE ec2_subnet SET maps_public_ip = ? WHERE number = ?", SQLValue(maps),
      .integer(subnet.number))
  }

  func deleteSubnet(_ subnet: EC2Subnet) throws(AWSError) {
    try deleteTags(of: subnet.id)
    try forgetNetworkACL(ofSubnet: subnet.id)
    try database.run(
      "DELETE FROM ec2_route_association WHERE subnet_id = ?", .text(subnet.id))
    try database.run("DELETE FROM ec2_subnet WHERE number = ?", .integer(subnet.number))
  }

  func deleteVPC(_ vpc: EC2VPC) throws(AWSError) {
    try deleteTags(of: vpc.id)
    if let main = try mainRouteTable(ofVPC: vpc.id) { try deleteRouteTable(main) }
    if let acl = try defaultNetworkACL(ofVPC: vpc.id) { try deleteNetworkACL(acl) }
    try database.run("DELETE FROM ec2_vpc WHERE number = ?", .integer(vpc.number))
  }

  // MARK: Rows

  private static func vpc(_ row: Row) -> EC2VPC {
    EC2VPC(
      id: row.text(0), account: row.text(1), region: row.text(2), block: stored(row.text(3)),
      isDefault: row.flag(4), associationID: row.text(5), dhcpOptionsID: row.text(6),
      tenancy: row.text(7), number: row.integer(8))
  }

  private static func subnet(_ row: Row) -> EC2Subnet {
    EC2Subnet(
      id: row.text(0), account: row.text(1), region: row.text(2), vpcID: row.text(3),
      block: stored(row.text(4)), zone: row.text(5), isDefault: row.flag(6),
      mapsPublicIP: row.flag(7), number: row.integer(8))
  }

  /// Invariant: only canonical blocks are ever written.
  private static func stored(_ text: String) -> IPv4Block {
    guard let block = IPv4Block(text) else { preconditionFailure("a stored block of `\(text)`") }
    return block
  }
}
