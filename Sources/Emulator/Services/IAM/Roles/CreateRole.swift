import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
  enum CreateRole: OperationHandler {
    struct Input: OperationInput {
      static let members = [
        "RoleName", "Path", "AssumeRolePolicyDocument", "Description", "MaxSessionDuration",
        "PermissionsBoundary", "Tags.Key", "Tags.Value",
      ]
      let name: String
      let path: String
      let trustPolicy: String
      let description: String?
      let maxSession: Duration
      let boundary: String?
      let tags: IAMTags

      init(_ members: Members) throws(AWSError) {
        name = members.string("RoleName") ?? ""
        try IAMName.check(name, "roleName")
        path = members.string("Path") ?? "/"
        try IAMName.checkPath(path)
        trustPolicy = members.string("AssumeRolePolicyDocument") ?? ""
        description = members.string("Description")
        maxSession = .seconds(members.integer("MaxSessionDuration") ?? 3600)
        boundary = members.string("PermissionsBoundary")
        tags = try IAMTags(members.objects("Tags") ?? [])
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [call.iamCreation("role", input.path, input.name, input.tags, boundary: input.boundary)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      if ServiceLinkedRole.isOne(input.path) {
        throw IAMError.invalidInput("Path \(ServiceLinkedRole.path) is reserved for AWS services.")
      }
      try call.checkTrust(input.trustPolicy)
      try call.checkBoundary(input.boundary)
      let count = try call.iam.count(
        "SELECT count(*) FROM iam_role WHERE account = ?", .text(call.account))
      if count >= quota { throw IAMError.quota("RolesPerAccount", quota) }
      let role = IAMStore.Role(
        name: input.name, path: input.path, id: call.world.uniqueID("AROA"),
        arn: call.iamARN("role", input.path, input.name), created: call.iamDate,
        trustPolicy: input.trustPolicy, description: input.description,
        maxSession: input.maxSession, boundary: input.boundary, tags: input.tags)
      try call.iam.insert(role, call.account)
      return ["Role": .object(role.answer(.created))]
    }

    /// AWS's default, adjustable there.
    private static let quota = 1000
  }
}
