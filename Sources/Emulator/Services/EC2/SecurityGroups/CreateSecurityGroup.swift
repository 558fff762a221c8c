import AWS

/// Makes a group, in the default VPC unless another is named
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html).
enum CreateSecurityGroup: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["GroupName", "Description", "VpcId", "DryRun"] + EC2TagRules.members

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    var vpc = input.members.string("VpcId")
    if vpc == nil { vpc = try call.ec2.defaultVPC(in: call.scope)?.id }
    return call.ec2Creation("security-group", input.members) + [try call.ec2Check("vpc", vpc)]
  }

  /// Errors: `InvalidGroup.Duplicate`, `InvalidVpcID.NotFound`, `VPCIdNotSpecified`,
  /// `InvalidParameterValue` for names and descriptions.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let name = members.string("GroupName") ?? ""
    let description = members.string("Description") ?? ""
    try SecurityGroupText.checkName(name)
    try SecurityGroupText.checkDescription(description)
    let tags = try EC2TagRules.specified(members, for: "security-group")
    let store = call.ec2
    let vpcID: String
    if let id = members.string("VpcId"), !id.isEmpty {
      vpcID = try call.vpc(id).id
    } else {
      guard let vpc = try store.defaultVPC(in: call.scope) else { throw EC2Error.noDefaultVPC }
      vpcID = vpc.id
    }
    if try store.securityGroup(named: name, vpc: vpcID) != nil {
      throw AWSError(
        "InvalidGroup.Duplicate",
        "The security group '\(name)' already exists for VPC '\(vpcID)'")
    }
    try call.endDryRun(members.isDryRun)

    let group = try store.createSecurityGroup(
      name, description: description, vpc: vpcID, call.scope, call.world)
    try store.tag(group.id, type: "security-group", tags, call.scope)
    var answer: AWSObject = ["GroupId": .string(group.id)]
    if !tags.isEmpty { answer["Tags"] = .list(tags.map(\.wire)) }
    answer["SecurityGroupArn"] = .string(call.ec2ARN("security-group/\(group.id)"))
    return answer
  }
}
