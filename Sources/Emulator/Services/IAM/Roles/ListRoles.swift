import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
  enum ListRoles: OperationHandler {
    static func access(_ input: PathPageInput, _ call: Call) -> [AccessCheck] {
      [call.iamCheck(below: input.pathPrefix, .role)]
    }

    static func perform(_ input: PathPageInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let roles = try call.iam.roles(
        call.account, pathPrefix: input.pathPrefix, after: input.page.after ?? "",
        limit: input.page.limit + 1)
      return input.page.answer("Roles", roles) {
        $0.name
      } value: {
        .object($0.answer(.listed))
      }
    }
  }

  /// No instance profile can be made in this world, so the list is always empty.
  enum ListInstanceProfilesForRole: OperationHandler {
    static func perform(_ input: EntityPageInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      _ = try call.iam.existingRole(input.name, call.account)
      return ["InstanceProfiles": [], "IsTruncated": false]
    }
  }
}
