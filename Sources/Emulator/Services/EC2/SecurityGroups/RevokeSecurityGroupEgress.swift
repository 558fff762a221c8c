import AWS

/// Removes outbound rules from a group
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html).
enum RevokeSecurityGroupEgress: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["GroupId", "SecurityGroupRuleIds", "DryRun"] + PermissionInput.nestedMembers
      + PermissionInput.flatMembers

    let revocation: Revocation

    init(_ members: Members) { revocation = Revocation(members, isEgress: true) }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.revocation.access(call)
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try input.revocation.perform(call)
  }
}
