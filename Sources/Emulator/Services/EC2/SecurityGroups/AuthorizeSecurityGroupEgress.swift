import AWS

/// Adds outbound rules to a group
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html).
enum AuthorizeSecurityGroupEgress: OperationHandler {
  struct Input: OperationInput {
    static let members =
      ["GroupId", "DryRun"] + PermissionInput.nestedMembers + PermissionInput.flatMembers
      + EC2TagRules.members

    let authorization: Authorization

    init(_ members: Members) { authorization = Authorization(members, isEgress: true) }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.authorization.access(call)
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try input.authorization.perform(call)
  }
}
