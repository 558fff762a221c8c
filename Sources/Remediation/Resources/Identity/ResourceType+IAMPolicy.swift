import AWS

extension ResourceType {
  /// IAM's managed policies, those of the account's own; records name them by ARN.
  package static let iamPolicy = ResourceType(
    name: "aws.iam-policy", idMember: "PolicyId", reach: .global,
    enumerate: ownPolicies,
    // No call reads a policy by its id.
    readOne: { _, scope in ownPolicies(scope) },
    baseHydrations: [],
    homeScope: globalScope,
    arn: { document, scope in
      ARN(document["Arn"]?.string ?? "")
        ?? ARN(
          partition: scope.partition, service: "iam", account: scope.account,
          resource: "policy/\(document["PolicyName"]?.string ?? "")")
    },
    tagging: .resourceGroups, tagHydrations: [.policyTags], furtherMembers: [("Tags", .policyTags)],
    filters: FilterKind.managedPolicy, actions: ActionKind.managedPolicy,
    touched: IdentityRecords.policies)

  @Sendable private static func ownPolicies(_ scope: Scope) -> ReadCall {
    ReadCall(iam("ListPolicies", ["Scope": "Local"], scope), pagination: .marker) {
      $0.items("Policies")
    }
  }
}
