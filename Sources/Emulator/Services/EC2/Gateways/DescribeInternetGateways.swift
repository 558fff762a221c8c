import AWS

/// Shows internet gateways
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInternetGateways.html).
enum DescribeInternetGateways: OperationHandler {
  struct Input: OperationInput {
    static let members = ["InternetGatewayIds"] + EC2Describing.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let call = call
    return try call.described(
      input.members, "InternetGateways", ids: "InternetGatewayIds",
      filters: ["attachment.state", "attachment.vpc-id", "internet-gateway-id", "owner-id"],
      all: { () throws(AWSError) in try call.ec2.internetGateways(in: call.scope) },
      find: { id throws(AWSError) in try call.internetGateway(id) })
  }
}
