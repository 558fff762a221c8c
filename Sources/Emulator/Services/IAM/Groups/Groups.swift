import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html
  enum CreateGroup: OperationHandler {
    struct Input: OperationInput {
      static let members = ["GroupName", "Path"]
      let name: String
      let path: String

      init(_ members: Members) throws(AWSError) {
        name = members.string("GroupName") ?? ""
        try IAMName.check(name, "groupName")
        path = members.string("Path") ?? "/"
        try IAMName.checkPath(path)
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [call.iamCreation("group", input.path, input.name)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      if try call.iam.groups(call.account).count >= quota {
        throw IAMError.quota("GroupsPerAccount", quota)
      }
      let group = IAMStore.Group(
        name: input.name, path: input.path, id: call.world.uniqueID("AGPA"),
        arn: call.iamARN("group", input.path, input.name), created: call.iamDate)
      try call.iam.insert(group, call.account)
      return ["Group": .object(group.answer)]
    }

    private static let quota = 300
  }

  /// A group and a page of its users.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html
  enum GetGroup: OperationHandler {
    static func perform(_ input: EntityPageInput<OfGroup>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let group = try call.iam.existingGroup(input.name, call.account)
      let users = try call.iam.users(inGroup: input.name, call.account)
      var answer = input.page.answer("Users", users) {
        $0.name
      } value: {
        .object($0.answer(isListed: true))
      }
      answer["Group"] = .object(group.answer)
      return answer
    }
  }

  enum ListGroups: OperationHandler {
    static func access(_ input: PathPageInput, _ call: Call) -> [AccessCheck] {
      [call.iamCheck(below: input.pathPrefix, .group)]
    }

    static func perform(_ input: PathPageInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let groups = try call.iam.groups(call.account, pathPrefix: input.pathPrefix)
      return input.page.answer("Groups", groups) {
        $0.name
      } value: {
        .object($0.answer)
      }
    }
  }

  /// Refused while the group has members or policies.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html
  enum DeleteGroup: OperationHandler {
    static func perform(_ input: EntityInput<OfGroup>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      _ = try call.iam.existingGroup(input.name, call.account)
      if try !call.iam.users(inGroup: input.name, call.account).isEmpty {
        throw IAMError.deleteConflict("Cannot delete entity, must remove users from group first.")
      }
      if try !call.iam.attachedPolicies(of: .group, input.name, call.account).isEmpty {
        throw IAMError.deleteConflict("Cannot delete entity, must detach all policies first.")
      }
      if try !call.iam.inlinePolicies(of: .group, input.name, call.account).isEmpty {
        throw IAMError.deleteConflict("Cannot delete entity, must delete policies first.")
      }
      try call.iam.deleteGroup(input.name, call.account)
      return [:]
    }
  }

  struct MembershipInput: OperationInput {
    static let members = ["GroupName", "UserName"]
    let group: String
    let user: String

    init(_ members: Members) throws(AWSError) {
      group = try EntityInput<OfGroup>(members).name
      user = try EntityInput<OfUser>(members).name
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html
  enum AddUserToGroup: OperationHandler {
    static func perform(_ input: MembershipInput, _ call: inout Call) throws(AWSError) -> AWSObject
    {
      _ = try call.iam.existingGroup(input.group, call.account)
      _ = try call.iam.existingUser(input.user, call.account)
      let others = try call.iam.groups(ofUser: input.user, call.account)
        .filter { $0.name != input.group }
      if others.count >= quota { throw IAMError.quota("GroupsPerUser", quota) }
      try call.iam.addMember(input.user, toGroup: input.group, call.account)
      return [:]
    }

    private static let quota = 10
  }

  enum RemoveUserFromGroup: OperationHandler {
    static func perform(_ input: MembershipInput, _ call: inout Call) throws(AWSError) -> AWSObject
    {
      _ = try call.iam.existingGroup(input.group, call.account)
      _ = try call.iam.existingUser(input.user, call.account)
      try call.iam.removeMember(input.user, fromGroup: input.group, call.account)
      return [:]
    }
  }

  enum ListGroupsForUser: OperationHandler {
    static func perform(_ input: EntityPageInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      _ = try call.iam.existingUser(input.name, call.account)
      return input.page.answer("Groups", try call.iam.groups(ofUser: input.name, call.account)) {
        $0.name
      } value: {
        .object($0.answer)
      }
    }
  }
}
