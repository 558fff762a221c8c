import AWS

/// Makes an egress-only internet gateway for a VPC
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateEgressOnlyInternetGateway.html).
enum CreateEgressOnlyInternetGateway: OperationHandler {
  struct Input: OperationInput {
    static let members = ["VpcId", "ClientToken", "DryRun"] + EC2TagRules.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    call.ec2Creation(EC2EgressOnlyGateway.type, input.members)
      + [try call.ec2Check("vpc", input.members.string("VpcId"))]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let vpc = try call.vpc(members.string("VpcId") ?? "")
    let tags = try EC2TagRules.specified(members, for: EC2EgressOnlyGateway.type)
    try call.endDryRun(members.isDryRun)
    let gateway = try call.ec2.createEgressOnlyGateway(of: vpc, call.world)
    try call.ec2.tag(gateway.id, type: EC2EgressOnlyGateway.type, tags, call.scope)
    var answer: AWSObject = ["EgressOnlyInternetGateway": .object(gateway.wire(tags))]
    answer.set("ClientToken", members.object["ClientToken"])
    return answer
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteEgressOnlyInternetGateway.html
enum DeleteEgressOnlyInternetGateway: OperationHandler {
  struct Input: OperationInput {
    static let members = ["EgressOnlyInternetGatewayId", "DryRun"]
    let id: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("EgressOnlyInternetGatewayId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2EgressOnlyGateway.type, input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let gateway = try call.egressOnlyGateway(input.id)
    try call.endDryRun(input.isDryRun)
    try call.ec2.delete(gateway)
    return ["ReturnCode": true]
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeEgressOnlyInternetGateways.html
enum DescribeEgressOnlyInternetGateways: OperationHandler {
  struct Input: OperationInput {
    static let members = ["EgressOnlyInternetGatewayIds"] + EC2Describing.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let call = call
    return try call.described(
      input.members, "EgressOnlyInternetGateways", ids: "EgressOnlyInternetGatewayIds",
      filters: [],
      all: { () throws(AWSError) in try call.ec2.egressOnlyGateways(in: call.scope) },
      find: { id throws(AWSError) in try call.egressOnlyGateway(id) })
  }
}
