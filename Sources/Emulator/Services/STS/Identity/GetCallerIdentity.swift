import AWS

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
enum GetCallerIdentity: OperationHandler {
  /// Everybody may ask who he is.
  static func access(_ input: NoInput, _ call: Call) -> [AccessCheck] { [] }

  static func perform(_ input: NoInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    [
      "UserId": .string(call.caller.principalID), "Account": .string(call.caller.account),
      "Arn": .string(call.caller.arn),
    ]
  }
}
