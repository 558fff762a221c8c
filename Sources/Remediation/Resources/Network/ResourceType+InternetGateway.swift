extension ResourceType {
  /// A VPC's doors to the internet
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGateway.html).
  package static let internetGateway = ec2(
    "aws.internet-gateway", idMember: "InternetGatewayId", prefix: "igw-",
    operation: "DescribeInternetGateways", answer: "InternetGateways", ids: "InternetGatewayIds",
    arnKind: "internet-gateway",
    goneCodes: [
      "InvalidInternetGatewayID.NotFound", "InvalidInternetGatewayID.Malformed",
      "InvalidInternetGatewayId.NotFound", "InvalidInternetGatewayId.Malformed",
    ],
    unnamed: [], filters: [], actions: ActionKind.internetGateway)
}
