import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
  enum TagRole: OperationHandler {
    static func perform(_ input: TagInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      var role = try call.iam.existingRole(input.name, call.account)
      try role.tags.set(input.tags)
      try call.iam.update(role, call.account)
      return [:]
    }
  }

  enum UntagRole: OperationHandler {
    static func perform(_ input: UntagInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      var role = try call.iam.existingRole(input.name, call.account)
      try role.tags.remove(input.keys)
      try call.iam.update(role, call.account)
      return [:]
    }
  }

  enum ListRoleTags: OperationHandler {
    static func perform(_ input: EntityPageInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let tags = try call.iam.existingRole(input.name, call.account).tags
      return input.page.tags(tags)
    }
  }
}
