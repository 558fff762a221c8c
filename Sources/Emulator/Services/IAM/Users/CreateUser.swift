import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
  enum CreateUser: OperationHandler {
    struct Input: OperationInput {
      static let members = ["UserName", "Path", "PermissionsBoundary", "Tags.Key", "Tags.Value"]
      let name: String
      let path: String
      let boundary: String?
      let tags: IAMTags

      init(_ members: Members) throws(AWSError) {
        name = members.string("UserName") ?? ""
        try IAMName.check(name, "userName")
        path = members.string("Path") ?? "/"
        try IAMName.checkPath(path)
        boundary = members.string("PermissionsBoundary")
        tags = try IAMTags(members.objects("Tags") ?? [])
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [call.iamCreation("user", input.path, input.name, input.tags, boundary: input.boundary)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      try call.checkBoundary(input.boundary)
      let count = try call.iam.count(
        "SELECT count(*) FROM iam_user WHERE account = ?", .text(call.account))
      if count >= quota { throw IAMError.quota("UsersPerAccount", quota) }
      let user = IAMStore.User(
        name: input.name, path: input.path, id: call.world.uniqueID("AIDA"),
        arn: call.iamARN("user", input.path, input.name), created: call.iamDate,
        boundary: input.boundary, tags: input.tags)
      try call.iam.insert(user, call.account)
      return ["User": .object(user.answer())]
    }

    /// A fixed quota of AWS.
    private static let quota = 5000
  }
}
