import AWS

/// Deletes a group that nothing uses
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html).
enum DeleteSecurityGroup: OperationHandler {
  struct Input: OperationInput {
    static let members = ["GroupId", "GroupName", "DryRun"]

    let id: String?
    let name: String?
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("GroupId")
      name = members.string("GroupName")
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2GroupCheck(id: input.id, name: input.name)]
  }

  /// Errors: `CannotDelete` for a VPC's default group, `DependencyViolation` while an instance
  /// has it or another group's rule names it.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let group = try call.securityGroup(id: input.id, name: input.name)
    if group.isDefault {
      throw AWSError(
        "CannotDelete",
        "the specified group: \"\(group.id)\" name: \"default\" cannot be deleted by a user")
    }
    let store = call.ec2
    let isUsed = try store.instances(withGroup: group.id)
      .contains { $0.state(at: call.now) != .terminated }
    let isReferenced = try store.isReferenced(group)
    if isUsed || isReferenced {
      throw EC2Error.dependency("resource \(group.id) has a dependent object")
    }
    try call.endDryRun(input.isDryRun)
    try store.deleteSecurityGroup(group)
    return ["Return": true, "GroupId": .string(group.id)]
  }
}
