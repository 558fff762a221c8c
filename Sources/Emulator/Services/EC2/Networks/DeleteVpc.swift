import AWS

/// Deletes a VPC that holds nothing but its default group, has no gateway and no peer
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
    let hasSubnets = try store.subnets(in: call.scope).contains { $0.vpcID == vpc.id }
    let hasGateways = try store.hasGateways(vpc)
    let isPeered = try store.isPeered(vpc, at: call.now)
    if hasSubnets || hasGateways || isPeered || groups.contains(where: { !$0.isDefault }) {
      throw EC2Error.dependency("The vpc '\(vpc.id)' has dependencies and cannot be deleted.")
    }
    try call.endDryRun(input.isDryRun)
    for group in groups { try store.deleteSecurityGroup(group) }
    try store.deleteVPC(vpc)
    return [:]
  }
}
