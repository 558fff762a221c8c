import AWS

extension IAMService {
  /// Everybody and every policy of the account with all documents, in one list of pages: what an
  /// intruder asks for first, and an auditor.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
  enum GetAccountAuthorizationDetails: OperationHandler {
    struct Input: OperationInput {
      static let members = ["Filter"] + IAMPage.members
      let filter: [String]
      let page: IAMPage

      init(_ members: Members) throws(AWSError) {
        filter = members.strings("Filter") ?? []
        page = try IAMPage(members)
      }

      func wants(_ kind: String) -> Bool { filter.isEmpty || filter.contains(kind) }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let keys = try keys(input, call).sorted()
      let page = input.page.answer("Keys", keys) {
        $0.text
      } value: {
        .string($0.text)
      }
      let wanted = Set(page["Keys"]?.list?.compactMap(\.string) ?? [])
      var lists: [Kind: [AWSValue]] = [:]
      for key in keys where wanted.contains(key.text) {
        lists[key.kind, default: []].append(.object(try call.authorizationDetail(key)))
      }
      var answer: AWSObject = [
        "UserDetailList": .list(lists[.user] ?? []), "GroupDetailList": .list(lists[.group] ?? []),
        "RoleDetailList": .list(lists[.role] ?? []), "Policies": .list(lists[.policy] ?? []),
      ]
      answer.set("IsTruncated", page["IsTruncated"])
      answer.set("Marker", page["Marker"])
      return answer
    }

    enum Kind: String { case group, policy, role, user }

    /// One entry: its kind and name, or a policy's ARN.
    struct Key: Comparable {
      let kind: Kind
      let name: String

      var text: String { "\(kind.rawValue) \(name)" }
      static func < (a: Key, b: Key) -> Bool { a.text < b.text }
    }

    private static func keys(_ input: Input, _ call: Call) throws(AWSError) -> [Key] {
      var keys: [Key] = []
      if input.wants("User") {
        let users = try call.iam.users(call.account, limit: .max)
        keys += users.map { Key(kind: .user, name: $0.name) }
      }
      if input.wants("Role") {
        let roles = try call.iam.roles(call.account, limit: .max)
        keys += roles.map { Key(kind: .role, name: $0.name) }
      }
      if input.wants("Group") {
        keys += try call.iam.groups(call.account).map { Key(kind: .group, name: $0.name) }
      }
      if input.wants("LocalManagedPolicy") {
        let policies = try call.iam.customerPolicies(call.account)
        keys += policies.map { Key(kind: .policy, name: $0.arn) }
      }
      // Of AWS's own policies only those that somebody has.
      for policy in AWSManagedPolicy.all where input.wants("AWSManagedPolicy") {
        if try call.iam.attachmentCount(ofPolicy: policy.arn, call.account) > 0 {
          keys.append(Key(kind: .policy, name: policy.arn))
        }
      }
      return keys
    }
  }
}

extension Call {
  fileprivate func authorizationDetail(
    _ key: IAMService.GetAccountAuthorizationDetails.Key
  ) throws(AWSError) -> AWSObject {
    switch key.kind {
    case .user:
      var detail = try iam.existingUser(key.name, account).answer()
      detail["UserPolicyList"] = try inlineDetails(.user, key.name)
      detail["GroupList"] = .list(
        try iam.groups(ofUser: key.name, account).map { .string($0.name) })
      detail["AttachedManagedPolicies"] = try attachedDetails(.user, key.name)
      return detail
    case .role:
      var detail = try iam.existingRole(key.name, account).answer(.whole)
      detail["Description"] = nil
      detail["MaxSessionDuration"] = nil
      detail["InstanceProfileList"] = []
      detail["RolePolicyList"] = try inlineDetails(.role, key.name)
      detail["AttachedManagedPolicies"] = try attachedDetails(.role, key.name)
      return detail
    case .group:
      var detail = try iam.existingGroup(key.name, account).answer
      detail["GroupPolicyList"] = try inlineDetails(.group, key.name)
      detail["AttachedManagedPolicies"] = try attachedDetails(.group, key.name)
      return detail
    case .policy:
      let policy = try iam.existingPolicy(key.name, account)
      var detail = try iam.answer(policy, account, isListed: true)
      detail["PolicyVersionList"] = .list(
        try iam.versions(of: policy, account).map {
          .object($0.answer(ofDefault: policy.defaultVersion, withDocument: true))
        })
      return detail
    }
  }

  private func inlineDetails(_ kind: IAMStore.EntityKind, _ name: String) throws(AWSError)
    -> AWSValue
  {
    .list(
      try iam.inlinePolicies(of: kind, name, account).map {
        [
          "PolicyName": .string($0.name),
          "PolicyDocument": .string(IAMDocument.encoded($0.document)),
        ]
      })
  }

  private func attachedDetails(_ kind: IAMStore.EntityKind, _ name: String) throws(AWSError)
    -> AWSValue
  {
    .list(
      try iam.attachedPolicies(of: kind, name, account).map {
        ["PolicyName": .string($0.name), "PolicyArn": .string($0.arn)]
      })
  }
}
