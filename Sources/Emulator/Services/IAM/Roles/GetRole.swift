import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
  enum GetRole: OperationHandler {
    static func perform(_ input: EntityInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let role = try call.iam.existingRole(input.name, call.account)
      return ["Role": .object(role.answer(.whole))]
    }
  }
}
