import AWS

extension ResourceType {
  /// IAM's roles.
  package static let iamRole = ResourceType(
    name: "aws.iam-role", idMember: "RoleName", reach: .global,
    enumerate: { scope in
      ReadCall(iam("ListRoles", [:], scope), pagination: .marker) {
        $0.items("Roles").map(withTrust)
      }
    },
    readOne: { name, scope in
      ReadCall(
        iam("GetRole", ["RoleName": .string(name)], scope), goneCodes: ["NoSuchEntity"]
      ) { pages in pages.compactMap { $0["Role"]?.object.map(withTrust) } }
    },
    baseHydrations: [],
    homeScope: globalScope,
    arn: { document, scope in
      ARN(document["Arn"]?.string ?? "")
        ?? ARN(
          partition: scope.partition, service: "iam", account: scope.account,
          resource: "role/\(document["RoleName"]?.string ?? "")")
    },
    tagging: .iam(kind: "Role", member: "RoleName"), tagHydrations: [.roleDetail],
    furtherMembers: [
      ("Tags", .roleDetail), ("PermissionsBoundary", .roleDetail), ("RoleLastUsed", .roleDetail),
    ],
    filters: FilterKind.role, actions: ActionKind.role,
    touched: IdentityRecords.roles)

  /// A trust policy as a document, so that filters can look into it, as Cloud Custodian's can.
  static func withTrust(_ role: AWSObject) -> AWSObject {
    var role = role
    if let trust = try? PolicyText.document(role["AssumeRolePolicyDocument"]) {
      role["AssumeRolePolicyDocument"] = .object(trust)
    }
    return role
  }
}
