import AWS

extension IAMService {
  /// Refused while the role has policies.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
  enum DeleteRole: OperationHandler {
    static func perform(_ input: EntityInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      try call.mustBeChangeable(.role, input.name)
      if try !call.iam.attachedPolicies(of: .role, input.name, call.account).isEmpty {
        throw IAMError.deleteConflict("Cannot delete entity, must detach all policies first.")
      }
      if try !call.iam.inlinePolicies(of: .role, input.name, call.account).isEmpty {
        throw IAMError.deleteConflict("Cannot delete entity, must delete policies first.")
      }
      try call.iam.deleteRole(input.name, call.account)
      return [:]
    }
  }
}
