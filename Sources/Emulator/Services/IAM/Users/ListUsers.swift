import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
  enum ListUsers: OperationHandler {
    static func access(_ input: PathPageInput, _ call: Call) -> [AccessCheck] {
      [call.iamCheck(below: input.pathPrefix, .user)]
    }

    static func perform(_ input: PathPageInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let users = try call.iam.users(
        call.account, pathPrefix: input.pathPrefix, after: input.page.after ?? "",
        limit: input.page.limit + 1)
      return input.page.answer("Users", users) {
        $0.name
      } value: {
        .object($0.answer(isListed: true))
      }
    }
  }
}
