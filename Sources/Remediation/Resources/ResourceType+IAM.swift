import AWS

extension ResourceType {
  /// IAM's users: listing leaves out tags and boundaries, which GetUser tells.
  package static let iamUser = ResourceType(
    name: "aws.iam-user", idMember: "UserName", reach: .global,
    enumerate: { scope in list("ListUsers", "Users", scope) },
    readOne: { name, scope in
      ReadCall(
        iam("GetUser", ["UserName": .string(name)], scope), goneCodes: ["NoSuchEntity"]
      ) { pages in pages.compactMap { detail($0) } }
    },
    baseHydrations: [],
    hydrations: userHydrations,
    homeScope: globalScope,
    arn: { document, scope in
      ARN(document["Arn"]?.string ?? "")
        ?? ARN(
          partition: scope.partition, service: "iam", account: scope.account,
          resource: "user/\(document["UserName"]?.string ?? "")")
    },
    tagging: .iam(kind: "User", member: "UserName"), tagHydrations: [.userDetail],
    furtherMembers: [("Tags", .userDetail), ("PermissionsBoundary", .userDetail)],
    touched: { record in
      guard record.eventSource == "iam.amazonaws.com", !record.isReadOnly else { return [] }
      let names = [
        record.requestParameters["newUserName"], record.requestParameters["userName"],
        record.responseElements.at("user", "userName"),
        record.responseElements.at("accessKey", "userName"),
      ].compactMap { $0?.string }
      return names.uniqued.map { .id($0, globalScope([:], record.scope)) }
    })

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
    hydrations: [
      .roleDetail: Hydration { document, scope in
        guard document[Hidden.detail] == nil, let name = document["RoleName"] else { return nil }
        return ReadCall(
          iam("GetRole", ["RoleName": name], scope), goneCodes: ["NoSuchEntity"]
        ) { document, pages in
          document[Hidden.detail] = true
          let role = pages?.first?["Role"]?.object.map(withTrust) ?? [:]
          for (member, value) in role { document[member] = value }
        }
      },
      .roleAttachedPolicies: .member(
        "c7n:AttachedPolicies", goneCodes: ["NoSuchEntity"], pagination: .marker,
        call: { document, scope in
          iam("ListAttachedRolePolicies", ["RoleName": document["RoleName"] ?? .null], scope)
        }, value: { .list($0.items("AttachedPolicies").map { .object($0) }) })
    ],
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
    touched: { record in
      guard record.eventSource == "iam.amazonaws.com", !record.isReadOnly else { return [] }
      let names = [
        record.requestParameters["roleName"], record.responseElements.at("role", "roleName"),
      ].compactMap { $0?.string }
      return names.uniqued.map { .id($0, globalScope([:], record.scope)) }
    })

  /// A trust policy as a document, so that filters can look into it, as Cloud Custodian's can.
  private static func withTrust(_ role: AWSObject) -> AWSObject {
    var role = role
    if let trust = try? PolicyText.document(role["AssumeRolePolicyDocument"]) {
      role["AssumeRolePolicyDocument"] = .object(trust)
    }
    return role
  }

  /// IAM answers from a partition's first region.
  @Sendable private static func globalScope(_ document: AWSObject, _ scope: Scope) -> Scope {
    switch scope.partition {
    case "aws-cn": scope.in(region: "cn-north-1")
    case "aws-us-gov": scope.in(region: "us-gov-west-1")
    default: scope.in(region: "us-east-1")
    }
  }

  private static func iam(_ operation: String, _ input: AWSObject, _ scope: Scope) -> APICall {
    APICall(
      service: "iam", operation: operation, input: input, scope: globalScope([:], scope))
  }

  private static func list(_ operation: String, _ member: String, _ scope: Scope) -> ReadCall {
    ReadCall(iam(operation, [:], scope), pagination: .marker) { $0.items(member) }
  }

  private static func detail(_ answer: AWSObject) -> AWSObject? {
    guard var user = answer["User"]?.object else { return nil }
    user[Hidden.detail] = true
    return user
  }

  private static func userList(
    _ operation: String, _ answerMember: String, as member: String
  ) -> Hydration {
    .member(
      member, goneCodes: ["NoSuchEntity"], pagination: .marker,
      call: { document, scope in
        iam(operation, ["UserName": document["UserName"] ?? .null], scope)
      }, value: { .list($0.items(answerMember).map { .object($0) }) })
  }

  private static let userHydrations: [HydrationKey: Hydration] = [
    .userDetail: Hydration { document, scope in
      guard document[Hidden.detail] == nil, let name = document["UserName"] else { return nil }
      return ReadCall(
        iam("GetUser", ["UserName": name], scope), goneCodes: ["NoSuchEntity"]
      ) { document, pages in
        document[Hidden.detail] = true
        for (member, value) in pages?.first.flatMap(detail) ?? [:] { document[member] = value }
      }
    },
    .userGroups: userList("ListGroupsForUser", "Groups", as: "c7n:Groups"),
    .userAccessKeys: userList("ListAccessKeys", "AccessKeyMetadata", as: "c7n:AccessKeys"),
    .userMFADevices: userList("ListMFADevices", "MFADevices", as: "MFADevices"),
    .userAttachedPolicies: userList(
      "ListAttachedUserPolicies", "AttachedPolicies", as: Hidden.attached),
    .userPolicies: Hydration { document, scope in policies(document, scope, via: false) },
    .userPoliciesViaGroups: Hydration { document, scope in policies(document, scope, via: true) },
  ]

  /// `c7n:Policies`: what is attached, each by GetPolicy; with `via`, also what the user's groups
  /// have attached.
  private static func policies(_ document: AWSObject, _ scope: Scope, via: Bool) -> ReadCall? {
    if let call = userHydrations[.userAttachedPolicies]?.nextCall(document, scope) { return call }
    var attached = document[Hidden.attached]?.list ?? []
    if via {
      if let call = userHydrations[.userGroups]?.nextCall(document, scope) { return call }
      let groups = document["c7n:Groups"]?.list ?? []
      for (index, group) in groups.enumerated() {
        guard let policies = group["AttachedPolicies"] else {
          return ReadCall(
            iam("ListAttachedGroupPolicies", ["GroupName": group["GroupName"] ?? .null], scope),
            pagination: .marker, absentCodes: ["NoSuchEntity"]
          ) { document, pages in
            var group = group.object ?? [:]
            group["AttachedPolicies"] = .list(
              (pages ?? []).items("AttachedPolicies").map { .object($0) })
            var all = groups
            all[index] = .object(group)
            document["c7n:Groups"] = .list(all)
          }
        }
        attached += policies.list ?? []
      }
    }
    let known = document["c7n:Policies"]?.list ?? []
    let missing = attached.first { one in
      !known.contains { $0["Arn"] == one["PolicyArn"] }
    }
    guard let missing else { return nil }
    return ReadCall(
      iam("GetPolicy", ["PolicyArn": missing["PolicyArn"] ?? .null], scope),
      absentCodes: ["NoSuchEntity"]
    ) { document, pages in
      let policy = pages?.first("Policy")
        // Detached and deleted meanwhile: named as it was listed, so that reading goes on.
        ?? ["Arn": missing["PolicyArn"] ?? .null, "PolicyName": missing["PolicyName"] ?? .null]
      document["c7n:Policies"] = .list((document["c7n:Policies"]?.list ?? []) + [policy])
    }
  }
}
