import AWS

/// Deletes a VPC that holds nothing but what came with it, has no gateway and no peer
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html).
enum DeleteVpc: OperationHandler {
  struct Input: OperationInput {
    static let members = ["VpcId", "DryRun"]

    let id: String
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("VpcId") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check("vpc", input.id)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let vpc = try call.vpc(input.id)
    let store = call.ec2
    let groups = try store.securityGroups(in: call.scope).filter { $0.vpcID == vpc.id }
    let holds = [
      groups.contains { !$0.isDefault },
      try store.subnets(in: call.scope).contains { $0.vpcID == vpc.id },
      try store.hasGateways(vpc), try store.hasOwnRouting(vpc),
      try store.isPeered(vpc, at: call.now),
    ]
    if holds.contains(true) {
      throw EC2Error.dependency("The vpc '\(vpc.id)' has dependencies and cannot be deleted.")
    }
    try call.endDryRun(input.isDryRun)
    for group in groups { try store.deleteSecurityGroup(group) }
    try store.deleteVPC(vpc)
    return [:]
  }
}
