import AWS

extension ResourceType {
  /// IAM's groups of users.
  package static let iamGroup = ResourceType(
    name: "aws.iam-group", idMember: "GroupName", reach: .global,
    enumerate: { scope in
      ReadCall(iam("ListGroups", [:], scope), pagination: .marker) { $0.items("Groups") }
    },
    readOne: { name, scope in
      ReadCall(
        iam("GetGroup", ["GroupName": .string(name)], scope), pagination: .marker,
        goneCodes: ["NoSuchEntity"]
      ) { pages in
        guard var group = pages.first("Group")?.object else { return [] }
        group[IdentityMember.users] = .list(pages.items("Users").map { .object($0) })
        return [group]
      }
    },
    baseHydrations: [],
    homeScope: globalScope,
    arn: { document, scope in
      ARN(document["Arn"]?.string ?? "")
        ?? ARN(
          partition: scope.partition, service: "iam", account: scope.account,
          resource: "group/\(document["GroupName"]?.string ?? "")")
    },
    tagging: .untagged, tagHydrations: [], filters: FilterKind.group,
    actions: ActionKind.group, touched: IdentityRecords.groups)
}
