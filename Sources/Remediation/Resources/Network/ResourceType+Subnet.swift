extension ResourceType {
  /// A VPC's subnets
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html).
  package static let subnet = ec2(
    "aws.subnet", idMember: "SubnetId", prefix: "subnet-", operation: "DescribeSubnets",
    answer: "Subnets", ids: "SubnetIds", arnKind: "subnet",
    goneCodes: [
      "InvalidSubnetID.NotFound", "InvalidSubnetID.Malformed", "InvalidSubnetId.Malformed",
    ],
    unnamed: ["DeleteFlowLogs", "DeleteVpcEndpoints", "DisassociateSubnetCidrBlock"],
    filters: FilterKind.subnet, actions: ActionKind.subnet)
}
