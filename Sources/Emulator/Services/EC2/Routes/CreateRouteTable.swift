import AWS

/// Makes a route table of a VPC, which serves no subnet yet
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html).
enum CreateRouteTable: OperationHandler {
  struct Input: OperationInput {
    static let members = ["VpcId", "ClientToken", "DryRun"] + EC2TagRules.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    call.ec2Creation(EC2RouteTable.type, input.members)
      + [try call.ec2Check("vpc", input.members.string("VpcId"))]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let vpc = try call.vpc(members.string("VpcId") ?? "")
    let tags = try EC2TagRules.specified(members, for: EC2RouteTable.type)
    try call.endDryRun(members.isDryRun)
    let id = try call.ec2.createRouteTable(of: vpc, isMain: false, call.world)
    try call.ec2.tag(id, type: EC2RouteTable.type, tags, call.scope)
    return ["RouteTable": .object(try call.routeTable(id).wire(tags))]
  }
}

/// Deletes a route table that serves no subnet and isn't the main one
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html).
enum DeleteRouteTable: OperationHandler {
  struct Input: OperationInput {
    static let members = ["RouteTableId", "DryRun"]
    let id: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("RouteTableId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2RouteTable.type, input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let table = try call.routeTable(input.id)
    if !table.associations.isEmpty {
      throw EC2Error.dependency(
        "The routeTable '\(table.id)' has dependencies and cannot be deleted.")
    }
    try call.endDryRun(input.isDryRun)
    try call.ec2.deleteRouteTable(table.id)
    return [:]
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html
enum DescribeRouteTables: OperationHandler {
  struct Input: OperationInput {
    static let members = ["RouteTableIds"] + EC2Describing.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let call = call
    return try call.described(
      input.members, "RouteTables", ids: "RouteTableIds", filters: EC2RouteTable.filters,
      all: { () throws(AWSError) in try call.ec2.routeTables(in: call.scope, at: call.now) },
      find: { id throws(AWSError) in try call.routeTable(id) })
  }
}
