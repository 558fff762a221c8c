extension ResourceType {
  /// The stateless firewalls around subnets
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAcl.html).
  package static let networkACL = ec2(
    "aws.network-acl", idMember: "NetworkAclId", prefix: "acl-", operation: "DescribeNetworkAcls",
    answer: "NetworkAcls", ids: "NetworkAclIds", arnKind: "network-acl",
    goneCodes: [
      "InvalidNetworkAclID.NotFound", "InvalidNetworkAclID.Malformed",
      "InvalidNetworkAclId.Malformed",
    ],
    unnamed: [], filters: FilterKind.networkACL, actions: [])
}
