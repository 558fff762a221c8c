import AWS

/// Makes an internet gateway, attached to nothing yet
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateInternetGateway.html).
enum CreateInternetGateway: OperationHandler {
  struct Input: OperationInput {
    static let members = ["DryRun"] + EC2TagRules.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    call.ec2Creation(EC2InternetGateway.type, input.members)
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let tags = try EC2TagRules.specified(input.members, for: EC2InternetGateway.type)
    try call.endDryRun(input.members.isDryRun)
    let gateway = try call.ec2.createInternetGateway(attachedTo: nil, call.scope, call.world)
    try call.ec2.tag(gateway.id, type: EC2InternetGateway.type, tags, call.scope)
    return ["InternetGateway": .object(gateway.wire(tags))]
  }
}
