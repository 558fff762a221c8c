import AWS
import Documents

extension FilterKind {
  static let vpc: [FilterKind] = [
    .flowLogs, .dhcpOptions,
    inVPC("security-group", .securityGroups, annotation: "c7n:matched-vpcs"),
    inVPC("subnet", .subnets, annotation: "c7n:MatchedVpcsSubnets"),
    inVPC("nat-gateway", .natGateways, annotation: "c7n:MatchedVpcsNatGateways"),
    inVPC("internet-gateway", .internetGateways, annotation: "c7n:MatchedVpcsIgws") {
      gateway, vpc in
      (gateway["Attachments"]?.list ?? []).contains { $0["VpcId"] == vpc }
    },
    endpoints(of: "VpcId") { endpoint, vpc in endpoint["VpcId"] == vpc },
    FilterKind(name: "vpc-attributes") { _, reader, _, _ in
      VPCAttributesFilter(position: reader.position, wanted: VPCAttribute.read(&reader))
    },
    FilterKind(name: "resolver-query-logging") { _, reader, _, _ in
      QueryLoggingFilter(position: reader.position, state: reader.bool("state") ?? true)
    },
  ]

  static let subnet: [FilterKind] = [
    .flowLogs, .addressUsage, .vpcOfResource,
    endpoints(of: "SubnetId") { endpoint, subnet in
      endpoint["SubnetIds"]?.list?.contains(subnet) ?? false
    },
  ]

  static let networkACL: [FilterKind] = [
    .s3Ranges, subnet(RelatedIDs("Associations", "SubnetId")),
  ]

  static let routeTable: [FilterKind] = [
    .route, .crossZoneRoute, .vpcOfResource,
    FilterKind(name: "subnet") { loader, reader, type, block in
      let kind = subnet(RelatedIDs("Associations", "SubnetId"))
      let filter = kind.load(&loader, &reader, type, block) as? RelatedFilter
      return filter.map { RouteTableSubnetFilter($0) }
    },
  ]

  static let defaultVPC = FilterKind(name: "default-vpc") { _, reader, _, _ in
    DefaultVPCFilter(position: reader.position)
  }
}

extension ActionKind {
  static let vpc: [ActionKind] = [
    .setFlowLog,
    ActionKind(names: ["modify"]) { _, reader, _, _ in
      ModifyVPC(position: reader.position, wanted: VPCAttribute.read(&reader))
    },
    .delete(
      "DeleteVpc", "VpcId", "VPC", named: "delete-empty", goneCodes: ["InvalidVpcID.NotFound"]),
  ]

  static let subnet: [ActionKind] = [
    .setFlowLog, .modifySubnet,
    .delete("DeleteSubnet", "SubnetId", "subnet", goneCodes: ["InvalidSubnetID.NotFound"]),
  ]

  static let internetGateway: [ActionKind] = [
    .delete(
      "DeleteInternetGateway", "InternetGatewayId", "internet gateway",
      goneCodes: ["InvalidInternetGatewayID.NotFound", "InvalidInternetGatewayId.NotFound"])
  ]
}
