import AWS

/// Makes a route (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html).
enum CreateRoute: OperationHandler {
  static func access(_ input: RouteInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.access(call)
  }

  /// Errors: `RouteAlreadyExists`, and `InvalidParameterValue` for what the local route covers.
  static func perform(_ input: RouteInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let table = try call.routeTable(input.tableID)
    let destination = try input.destination()
    let (target, id) = try input.target(table, call)
    if table.routes.contains(where: { $0.destination == destination }) {
      throw AWSError(
        "RouteAlreadyExists", "The route identified by \(destination) already exists.")
    }
    if let local = table.routes.first(where: { $0.target == .local }),
      let own = IPv4Block(local.destination), let block = IPv4Block(destination),
      own.contains(block)
    {
      throw EC2Error.invalid(
        "The destination CIDR block \(destination) is equal to or more specific than one of this "
          + "VPC's CIDR blocks. This route can target only an interface or an instance.")
    }
    try call.endDryRun(input.members.isDryRun)
    try call.ec2.createRoute(destination, target, id, in: table.id, call.scope)
    return ["Return": true]
  }
}

/// Gives a route another target
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html).
enum ReplaceRoute: OperationHandler {
  static func access(_ input: RouteInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.access(call)
  }

  static func perform(_ input: RouteInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    let table = try call.routeTable(input.tableID)
    let route = try table.route(input.destination())
    let (target, id) = try input.target(table, call)
    try call.endDryRun(input.members.isDryRun)
    try call.ec2.replaceRoute(route.destination, target, id, in: table.id)
    return [:]
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html
enum DeleteRoute: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DryRun",
    ]
    let route: RouteInput

    init(_ members: Members) { route = RouteInput(members) }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.route.access(call)
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let table = try call.routeTable(input.route.tableID)
    let route = try table.route(input.route.destination())
    try call.endDryRun(input.route.members.isDryRun)
    try call.ec2.deleteRoute(route.destination, in: table.id)
    return [:]
  }
}

extension EC2RouteTable {
  /// A route that may be changed; the local one may not.
  fileprivate func route(_ destination: String) throws(AWSError) -> EC2Route {
    guard let route = routes.first(where: { $0.destination == destination }) else {
      let kind =
        destination.contains(":") ? "destination-ipv6-cidr-block" : "destination-cidr-block"
      throw AWSError(
        "InvalidRoute.NotFound", "no route with \(kind) \(destination) in route table \(id)")
    }
    if route.target == .local {
      throw EC2Error.invalid("cannot remove local route \(destination) in route table \(id)")
    }
    return route
  }
}
