extension ResourceType {
  /// EC2's virtual private clouds
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html).
  package static let vpc = ec2(
    "aws.vpc", idMember: "VpcId", prefix: "vpc-", operation: "DescribeVpcs", answer: "Vpcs",
    ids: "VpcIds", arnKind: "vpc",
    goneCodes: ["InvalidVpcID.NotFound", "InvalidVpcID.Malformed", "InvalidVpcId.Malformed"],
    unnamed: [
      "DeleteFlowLogs", "DeleteVpcEndpoints", "DeleteSubnet", "DeleteNatGateway",
      "DeleteSecurityGroup", "DisassociateVpcCidrBlock",
    ],
    filters: FilterKind.vpc, actions: ActionKind.vpc)
}
