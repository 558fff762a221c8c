import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
  enum UpdateUser: OperationHandler {
    struct Input: OperationInput {
      static let members = ["UserName", "NewUserName", "NewPath"]
      let name: String
      let newName: String?
      let newPath: String?

      init(_ members: Members) throws(AWSError) {
        name = members.string("UserName") ?? ""
        try IAMName.check(name, "userName")
        newName = members.string("NewUserName")
        if let newName { try IAMName.check(newName, "newUserName") }
        newPath = members.string("NewPath")
        if let newPath { try IAMName.checkPath(newPath, "newPath") }
      }
    }

    /// The user as he is, and as he will be.
    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      let old = try call.iamCheck(.user, input.name)
      guard input.newName != nil || input.newPath != nil else { return [old] }
      let path = try call.iam.user(named: input.name, account: call.account)?.path
      let new = call.iamARN(
        "user", input.newPath ?? path ?? "/", input.newName ?? input.name)
      return [old, AccessCheck(call.ownAction, on: new)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var user = try call.iam.existingUser(input.name, call.account)
      user.name = input.newName ?? user.name
      user.path = input.newPath ?? user.path
      user.arn = call.iamARN("user", user.path, user.name)
      try call.iam.update(user, named: input.name, call.account)
      return [:]
    }
  }
}
