package import AWS

/// An input that names what its operation acts on, so that a whole family of operations states its
/// access once: TagUser and UntagUser, StartLogging and StopLogging.
package protocol StatesAccess: OperationInput {
  func access(_ call: Call) throws(AWSError) -> [AccessCheck]
}

extension OperationHandler where Input: StatesAccess {
  package static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.access(call)
  }
}

extension AccessCheck {
  /// iam:PassRole, asked of who hands a role to a service
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).
  ///
  /// - Parameter service: `events.amazonaws.com`
  package static func passRole(_ arn: String, to service: String, for resource: String? = nil)
    -> AccessCheck
  {
    var check = AccessCheck(
      "iam:PassRole", on: arn, context: ["iam:PassedToService": [service]],
      owner: ARN(arn)?.account)
    check.context["iam:AssociatedResourceArn"] = resource.map { [$0] }
    return check
  }
}
