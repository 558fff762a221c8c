import AWS

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
  enum GetUser: OperationHandler {
    static func perform(_ input: OptionalUserInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      guard let name = try call.userNameOrCaller(input.name) else {
        return ["User": .object(root(call))]
      }
      return ["User": .object(try call.iam.existingUser(name, call.account).answer())]
    }

    /// The root user has neither path nor name; the world began with its account.
    private static func root(_ call: Call) -> AWSObject {
      [
        "UserId": .string(call.account), "Arn": .string(call.caller.arn),
        "CreateDate": .timestamp(IAMStore.accountCreated),
      ]
    }
  }
}

extension IAMStore {
  /// When every account of this world was opened: the day IAM itself was.
  static let accountCreated = CalendarTime(year: 2011, month: 5, day: 3).timestamp
}
