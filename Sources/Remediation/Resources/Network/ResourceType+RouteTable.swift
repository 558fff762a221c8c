extension ResourceType {
  /// Where a subnet's traffic goes
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTable.html).
  package static let routeTable = ec2(
    "aws.route-table", idMember: "RouteTableId", prefix: "rtb-",
    operation: "DescribeRouteTables", answer: "RouteTables", ids: "RouteTableIds",
    arnKind: "route-table",
    goneCodes: [
      "InvalidRouteTableID.NotFound", "InvalidRouteTableID.Malformed",
      "InvalidRouteTableId.Malformed",
    ],
    unnamed: ["DisassociateRouteTable", "DeleteVpcEndpoints"], filters: FilterKind.routeTable,
    actions: [])
}
