import AWS

extension ResourceType {
  /// IAM's users: listing leaves out tags and boundaries, which GetUser tells.
  package static let iamUser = ResourceType(
    name: "aws.iam-user", idMember: "UserName", reach: .global,
    enumerate: { scope in list("ListUsers", "Users", scope) },
    readOne: { name, scope in
      ReadCall(
        iam("GetUser", ["UserName": .string(name)], scope), goneCodes: ["NoSuchEntity"]
      ) { pages in pages.compactMap { userDetail($0) } }
    },
    baseHydrations: [],
    homeScope: globalScope,
    arn: { document, scope in
      ARN(document["Arn"]?.string ?? "")
        ?? ARN(
          partition: scope.partition, service: "iam", account: scope.account,
          resource: "user/\(document["UserName"]?.string ?? "")")
    },
    tagging: .iam(kind: "User", member: "UserName"), tagHydrations: [.userDetail],
    furtherMembers: [("Tags", .userDetail), ("PermissionsBoundary", .userDetail)],
    filters: FilterKind.user, actions: ActionKind.user,
    touched: IdentityRecords.users)

  private static func list(_ operation: String, _ member: String, _ scope: Scope) -> ReadCall {
    ReadCall(iam(operation, [:], scope), pagination: .marker) { $0.items(member) }
  }

  static func userDetail(_ answer: AWSObject) -> AWSObject? {
    guard var user = answer["User"]?.object else { return nil }
    user[Hidden.detail] = true
    return user
  }
}
