package import AWS

/// Amazon EC2, as far as security groups, their networks and the instances behind them go
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html).
package enum EC2Service: ServiceDefinition {
  package static let service = "ec2"
  package static var schema: String { EC2Store.schema }
  package static var tables: [ResourceTable] { EC2Store.tables }

  package static let operations: [ServedOperation] = [
    ServedOperation(service, AcceptVpcPeeringConnection.self),
    ServedOperation(service, AssociateRouteTable.self),
    ServedOperation(service, AttachInternetGateway.self),
    ServedOperation(service, AuthorizeSecurityGroupEgress.self),
    ServedOperation(service, AuthorizeSecurityGroupIngress.self),
    ServedOperation(service, CreateDefaultVpc.self),
    ServedOperation(service, CreateEgressOnlyInternetGateway.self),
    ServedOperation(service, CreateInternetGateway.self),
    ServedOperation(service, CreateManagedPrefixList.self),
    ServedOperation(service, CreateNetworkAcl.self),
    ServedOperation(service, CreateNetworkAclEntry.self),
    ServedOperation(service, CreateRoute.self),
    ServedOperation(service, CreateRouteTable.self),
    ServedOperation(service, CreateSecurityGroup.self),
    ServedOperation(service, CreateSubnet.self),
    ServedOperation(service, CreateTags.self),
    ServedOperation(service, CreateVpc.self),
    ServedOperation(service, CreateVpcBlockPublicAccessExclusion.self),
    ServedOperation(service, CreateVpcPeeringConnection.self),
    ServedOperation(service, DeleteEgressOnlyInternetGateway.self),
    ServedOperation(service, DeleteInternetGateway.self),
    ServedOperation(service, DeleteManagedPrefixList.self),
    ServedOperation(service, DeleteNetworkAcl.self),
    ServedOperation(service, DeleteNetworkAclEntry.self),
    ServedOperation(service, DeleteRoute.self),
    ServedOperation(service, DeleteRouteTable.self),
    ServedOperation(service, DeleteSecurityGroup.self),
    ServedOperation(service, DeleteSubnet.self),
    ServedOperation(service, DeleteTags.self),
    ServedOperation(service, DeleteVpc.self),
    ServedOperation(service, DeleteVpcBlockPublicAccessExclusion.self),
    ServedOperation(service, DeleteVpcPeeringConnection.self),
    ServedOperation(service, DescribeAccountAttributes.self),
    ServedOperation(service, DescribeAvailabilityZones.self),
    ServedOperation(service, DescribeEgressOnlyInternetGateways.self),
    ServedOperation(service, DescribeInstances.self),
    ServedOperation(service, DescribeInternetGateways.self),
    ServedOperation(service, DescribeManagedPrefixLists.self),
    ServedOperation(service, DescribeNetworkAcls.self),
    ServedOperation(service, DescribeRegions.self),
    ServedOperation(service, DescribeRouteTables.self),
    ServedOperation(service, DescribeSecurityGroupRules.self),
    ServedOperation(service, DescribeSecurityGroups.self),
    ServedOperation(service, DescribeSubnets.self),
    ServedOperation(service, DescribeTags.self),
    ServedOperation(service, DescribeVpcBlockPublicAccessExclusions.self),
    ServedOperation(service, DescribeVpcBlockPublicAccessOptions.self),
    ServedOperation(service, DescribeVpcPeeringConnections.self),
    ServedOperation(service, DescribeVpcs.self),
    ServedOperation(service, DetachInternetGateway.self),
    ServedOperation(service, DisableSnapshotBlockPublicAccess.self),
    ServedOperation(service, DisassociateRouteTable.self),
    ServedOperation(service, EnableSnapshotBlockPublicAccess.self),
    ServedOperation(service, GetManagedPrefixListAssociations.self),
    ServedOperation(service, GetManagedPrefixListEntries.self),
    ServedOperation(service, GetSnapshotBlockPublicAccessState.self),
    ServedOperation(service, ModifyManagedPrefixList.self),
    ServedOperation(service, ModifySecurityGroupRules.self),
    ServedOperation(service, ModifySubnetAttribute.self),
    ServedOperation(service, ModifyVpcBlockPublicAccessExclusion.self),
    ServedOperation(service, ModifyVpcBlockPublicAccessOptions.self),
    ServedOperation(service, RejectVpcPeeringConnection.self),
    ServedOperation(service, ReplaceNetworkAclAssociation.self),
    ServedOperation(service, ReplaceNetworkAclEntry.self),
    ServedOperation(service, ReplaceRoute.self),
    ServedOperation(service, ReplaceRouteTableAssociation.self),
    ServedOperation(service, RestoreManagedPrefixListVersion.self),
    ServedOperation(service, RevokeSecurityGroupEgress.self),
    ServedOperation(service, RevokeSecurityGroupIngress.self),
    ServedOperation(service, RunInstances.self),
    ServedOperation(service, StartInstances.self),
    ServedOperation(service, StopInstances.self),
    ServedOperation(service, TerminateInstances.self),
    ServedOperation(service, UpdateSecurityGroupRuleDescriptionsEgress.self),
    ServedOperation(service, UpdateSecurityGroupRuleDescriptionsIngress.self),
  ]

  /// Each account has a default VPC in each region, with a subnet in each zone.
  package static func seed(_ scope: Scope, _ world: World, at now: Timestamp) throws(AWSError) {
    try EC2Store(world.database).createDefaultVPC(scope, world)
  }

  package static func charges(_ operation: String, _ input: AWSObject) -> [ThrottleCharge] {
    EC2Throttles.charges(operation, input)
  }

  package static func recordedInput(_ operation: String, _ input: AWSObject) -> AWSValue? {
    EC2Record.input(operation, input)
  }

  package static func recordedOutput(
    _ operation: String, _ output: AWSObject, requestID: String
  ) -> AWSValue? {
    EC2Record.output(operation, output, requestID: requestID)
  }

  /// `Client.` for what the caller can mend, throttling included; `Server.` for the rest.
  package static func recordedErrorCode(_ error: AWSError) -> String {
    (error.status < 500 || error.isThrottling ? "Client." : "Server.") + error.code
  }
}
