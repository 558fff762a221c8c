import AWS

/// Makes a network ACL that lets nothing pass and guards no subnet yet
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html).
enum CreateNetworkAcl: OperationHandler {
  struct Input: OperationInput {
    static let members = ["VpcId", "ClientToken", "DryRun"] + EC2TagRules.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    call.ec2Creation(EC2NetworkACL.type, input.members)
      + [try call.ec2Check("vpc", input.members.string("VpcId"))]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let vpc = try call.vpc(members.string("VpcId") ?? "")
    let tags = try EC2TagRules.specified(members, for: EC2NetworkACL.type)
    try call.endDryRun(members.isDryRun)
    let id = try call.ec2.createNetworkACL(of: vpc, isDefault: false, call.world)
    try call.ec2.tag(id, type: EC2NetworkACL.type, tags, call.scope)
    return ["NetworkAcl": .object(try call.networkACL(id).wire(tags))]
  }
}

/// Deletes a network ACL that guards nothing; the default one stays with its VPC
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAcl.html).
enum DeleteNetworkAcl: OperationHandler {
  struct Input: OperationInput {
    static let members = ["NetworkAclId", "DryRun"]
    let id: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("NetworkAclId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2NetworkACL.type, input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let acl = try call.networkACL(input.id)
    if acl.isDefault { throw EC2Error.invalid("cannot delete default network ACL \(acl.id)") }
    if !acl.associations.isEmpty {
      throw EC2Error.dependency(
        "The networkAcl '\(acl.id)' has dependencies and cannot be deleted.")
    }
    try call.endDryRun(input.isDryRun)
    try call.ec2.deleteNetworkACL(acl.id)
    return [:]
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html
enum DescribeNetworkAcls: OperationHandler {
  struct Input: OperationInput {
    static let members = ["NetworkAclIds"] + EC2Describing.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let call = call
    return try call.described(
      input.members, "NetworkAcls", ids: "NetworkAclIds", filters: EC2NetworkACL.filters,
      all: { () throws(AWSError) in try call.ec2.networkACLs(in: call.scope) },
      find: { id throws(AWSError) in try call.networkACL(id) })
  }
}

/// Puts a subnet behind another ACL of its VPC
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html).
enum ReplaceNetworkAclAssociation: OperationHandler {
  struct Input: OperationInput {
    static let members = ["AssociationId", "NetworkAclId", "DryRun"]
    let id: String
    let acl: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("AssociationId") ?? ""
      acl = members.string("NetworkAclId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    let association = try call.ec2.networkACLAssociation(input.id, in: call.scope)
    return [
      try call.ec2Check(EC2NetworkACL.type, input.acl),
      try call.ec2Check("subnet", association?.subnet),
    ]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try EC2ID.check(input.id, "aclassoc-", "InvalidNetworkAclAssociationId.Malformed")
    guard let (old, subnet) = try call.ec2.networkACLAssociation(input.id, in: call.scope) else {
      throw EC2Error.notFound("InvalidAssociationID.NotFound", "association", input.id)
    }
    let acl = try call.networkACL(input.acl)
    guard try call.networkACL(old).vpcID == acl.vpcID else {
      throw EC2Error.invalid(
        "network ACL \(acl.id) and subnet \(subnet) belong to different networks")
    }
    try call.endDryRun(input.isDryRun)
    let id = try call.ec2.associate(acl.id, subnet: subnet, call.scope, call.world)
    return ["NewAssociationId": .string(id)]
  }
}
