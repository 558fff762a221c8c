import AWS

/// Makes a table serve a subnet
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html).
enum AssociateRouteTable: OperationHandler {
  struct Input: OperationInput {
    static let members = ["RouteTableId", "SubnetId", "DryRun"]
    let table: String
    let subnet: String?
    let isDryRun: Bool

    init(_ members: Members) {
      table = members.string("RouteTableId") ?? ""
      subnet = members.string("SubnetId")
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [
      try call.ec2Check(EC2RouteTable.type, input.table),
      try call.ec2Check("subnet", input.subnet),
    ]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let table = try call.routeTable(input.table)
    guard let id = input.subnet else { throw EC2Error.missing("subnetId") }
    let subnet = try call.subnet(id)
    guard subnet.vpcID == table.vpcID else {
      throw EC2Error.invalid(
        "Route table \(table.id) and subnet \(subnet.id) belong to different networks")
    }
    let current = try call.ec2.routeTable(of: subnet, at: call.now)
    if let own = current?.associations.first(where: { $0.subnetID == subnet.id }) {
      // The same again is no error.
      if current?.id == table.id { return answer(own.id) }
      throw AWSError(
        "Resource.AlreadyAssociated",
        "the specified association for route table \(table.id) conflicts with an existing "
          + "association")
    }
    try call.endDryRun(input.isDryRun)
    let vpc = try call.vpc(subnet.vpcID)
    return answer(try call.ec2.associate(table.id, vpc: vpc, subnet: subnet.id, call.world))
  }

  private static func answer(_ id: String) -> AWSObject {
    ["AssociationId": .string(id), "AssociationState": ["State": "associated"]]
  }
}

/// Leaves a subnet to the main table again
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateRouteTable.html).
enum DisassociateRouteTable: OperationHandler {
  struct Input: OperationInput {
    static let members = ["AssociationId", "DryRun"]
    let id: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("AssociationId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    let association = try call.ec2.routeAssociation(input.id, in: call.scope)
    return [try call.ec2Check(EC2RouteTable.type, association?.table)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let association = try call.routeAssociation(input.id)
    if association.subnet == nil {
      throw EC2Error.invalid(
        "cannot disassociate the main route table association \(input.id)")
    }
    try call.endDryRun(input.isDryRun)
    try call.ec2.disassociateRoutes(input.id)
    return [:]
  }
}

/// Gives a subnet, or the VPC as its main one, another table
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html).
enum ReplaceRouteTableAssociation: OperationHandler {
  struct Input: OperationInput {
    static let members = ["AssociationId", "RouteTableId", "DryRun"]
    let id: String
    let table: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("AssociationId") ?? ""
      table = members.string("RouteTableId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2RouteTable.type, input.table)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let association = try call.routeAssociation(input.id)
    let table = try call.routeTable(input.table)
    let old = try call.routeTable(association.table)
    guard old.vpcID == table.vpcID else {
      throw EC2Error.invalid(
        "Route table \(table.id) and route table \(old.id) belong to different networks")
    }
    try call.endDryRun(input.isDryRun)
    try call.ec2.disassociateRoutes(input.id)
    let id = try call.ec2.associate(
      table.id, vpc: try call.vpc(table.vpcID), subnet: association.subnet, call.world)
    return ["NewAssociationId": .string(id), "AssociationState": ["State": "associated"]]
  }
}

extension Call {
  fileprivate func routeAssociation(_ id: String) throws(AWSError)
    -> (table: String, subnet: String?)
  {
    try EC2ID.check(id, "rtbassoc-", "InvalidRouteTableAssociationId.Malformed")
    guard let association = try ec2.routeAssociation(id, in: scope) else {
      throw EC2Error.notFound("InvalidAssociationID.NotFound", "association", id)
    }
    return association
  }
}
