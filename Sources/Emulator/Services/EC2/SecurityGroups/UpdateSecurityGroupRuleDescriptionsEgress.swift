import AWS

/// Gives outbound rules other descriptions, or none.
///
/// API_UpdateSecurityGroupRuleDescriptionsEgress of the EC2 API reference.
enum UpdateSecurityGroupRuleDescriptionsEgress: OperationHandler {
  struct Input: OperationInput {
    static let members = Redescription.members

    let redescription: Redescription

    init(_ members: Members) { redescription = Redescription(members, isEgress: true) }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.redescription.access(call)
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try input.redescription.perform(call)
  }
}
