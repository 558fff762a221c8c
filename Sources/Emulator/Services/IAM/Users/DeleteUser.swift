import AWS

extension IAMService {
  /// Refused while anything belongs to the user.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
  enum DeleteUser: OperationHandler {
    static func perform(_ input: EntityInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let (name, account) = (input.name, call.account)
      _ = try call.iam.existingUser(name, account)
      if try !call.iam.attachedPolicies(of: .user, name, account).isEmpty {
        throw conflict("detach all policies")
      }
      if try !call.iam.inlinePolicies(of: .user, name, account).isEmpty {
        throw conflict("delete policies")
      }
      if try !call.iam.accessKeys(ofUser: name, account).isEmpty {
        throw conflict("delete access keys")
      }
      if try call.iam.loginProfile(ofUser: name, account) != nil {
        throw conflict("delete login profile")
      }
      if try !call.iam.mfaDevices(ofUser: name, account).isEmpty {
        throw conflict("deactivate MFA devices")
      }
      if try !call.iam.groups(ofUser: name, account).isEmpty {
        throw conflict("remove user from group")
      }
      try call.iam.deleteUser(name, account)
      return [:]
    }

    private static func conflict(_ what: String) -> AWSError {
      IAMError.deleteConflict("Cannot delete entity, must \(what) first.")
    }
  }
}
