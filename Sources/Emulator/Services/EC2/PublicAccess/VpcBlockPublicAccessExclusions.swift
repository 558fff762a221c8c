import AWS

/// Leaves a VPC or a subnet out of the region's block of internet gateways
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcBlockPublicAccessExclusion.html).
enum CreateVpcBlockPublicAccessExclusion: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["VpcId", "SubnetId", "InternetGatewayExclusionMode", "DryRun"] + EC2TagRules.members
    let members: Members

    init(_ members: Members) { self.members = members }

    var vpc: String? { members.string("VpcId") }
    var subnet: String? { members.string("SubnetId") }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    var checks = call.ec2Creation(EC2BlockExclusion.type, input.members)
    if let vpc = input.vpc { checks.append(try call.ec2Check("vpc", vpc)) }
    if let subnet = input.subnet { checks.append(try call.ec2Check("subnet", subnet)) }
    return checks
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let mode = members.string("InternetGatewayExclusionMode") ?? ""
    try BlockExclusionMode.check(mode)
    let resource: String
    switch (input.vpc, input.subnet) {
    case (let id?, nil): resource = "vpc/\(try call.vpc(id).id)"
    case (nil, let id?): resource = "subnet/\(try call.subnet(id).id)"
    case (nil, nil): throw EC2Error.missing("vpcId or subnetId")
    case (_?, _?): throw EC2Error.combination("vpcId", "subnetId")
    }
    if try call.ec2.blockExclusions(in: call.scope).contains(where: { $0.resource == resource }) {
      throw EC2Error.invalid("An exclusion of the resource \(resource) already exists.")
    }
    let tags = try EC2TagRules.specified(members, for: EC2BlockExclusion.type)
    try call.endDryRun(members.isDryRun)
    let exclusion = EC2BlockExclusion(
      id: call.world.resourceID(EC2BlockExclusion.prefix), account: call.account,
      region: call.region, resource: resource, mode: mode, created: call.now, updated: call.now,
      number: 0)
    try call.ec2.insert(exclusion)
    try call.ec2.tag(exclusion.id, type: EC2BlockExclusion.type, tags, call.scope)
    return try call.answer(exclusion, state: "create-in-progress")
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcBlockPublicAccessExclusion.html
enum ModifyVpcBlockPublicAccessExclusion: OperationHandler {
  struct Input: OperationInput {
    static let members = ["ExclusionId", "InternetGatewayExclusionMode", "DryRun"]
    let id: String
    let mode: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("ExclusionId") ?? ""
      mode = members.string("InternetGatewayExclusionMode") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2BlockExclusion.type, input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var exclusion = try call.blockExclusion(input.id)
    try BlockExclusionMode.check(input.mode)
    try call.endDryRun(input.isDryRun)
    exclusion.mode = input.mode
    exclusion.updated = call.now
    try call.ec2.update(exclusion)
    return try call.answer(exclusion, state: "update-in-progress")
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcBlockPublicAccessExclusion.html
enum DeleteVpcBlockPublicAccessExclusion: OperationHandler {
  struct Input: OperationInput {
    static let members = ["ExclusionId", "DryRun"]
    let id: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("ExclusionId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2BlockExclusion.type, input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let exclusion = try call.blockExclusion(input.id)
    try call.endDryRun(input.isDryRun)
    let answer = try call.answer(exclusion, state: "delete-in-progress")
    try call.ec2.delete(exclusion)
    return answer
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcBlockPublicAccessExclusions.html
enum DescribeVpcBlockPublicAccessExclusions: OperationHandler {
  struct Input: OperationInput {
    static let members = ["ExclusionIds"] + EC2Describing.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let call = call
    return try call.described(
      input.members, "VpcBlockPublicAccessExclusions", ids: "ExclusionIds",
      filters: ["internet-gateway-exclusion-mode", "resource-arn", "state"],
      all: { () throws(AWSError) in try call.ec2.blockExclusions(in: call.scope) },
      find: { id throws(AWSError) in try call.blockExclusion(id) })
  }
}

private enum BlockExclusionMode {
  static func check(_ mode: String) throws(AWSError) {
    if !EC2BlockExclusion.modes.contains(mode) {
      throw EC2Error.invalid(
        mode, for: "InternetGatewayExclusionMode",
        "Valid values are allow-bidirectional and allow-egress.")
    }
  }
}
