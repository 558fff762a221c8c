import AWS

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
enum GetSessionToken: OperationHandler {
  struct Input: OperationInput {
    static let members = ["DurationSeconds"]
    let duration: Int?

    init(_ members: Members) throws(AWSError) { duration = members.integer("DurationSeconds") }
  }

  /// Needs no permission, and none can be denied it.
  static func access(_ input: Input, _ call: Call) -> [AccessCheck] { [] }

  /// 12 hours for a user, at most one for the root user.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let caller = call.caller
    let seconds: Int
    switch caller.kind {
    case .user: seconds = input.duration ?? 43_200
    case .root: seconds = min(input.duration ?? 3600, 3600)
    case .anonymous, .assumedRole, .service:
      throw AWSError(
        "AccessDenied", "Cannot call GetSessionToken with session credentials", status: 403)
    }
    guard caller.sessionStart == nil else {
      throw AWSError(
        "AccessDenied", "Cannot call GetSessionToken with session credentials", status: 403)
    }
    var name = ""
    if case .user(let user) = caller.kind { name = user }
    let session = STSStore.Session(
      account: caller.account, arn: caller.arn, principalID: caller.principalID, name: name)
    let issued = try STSStore(call.world).issue(session, for: .seconds(seconds), at: call.now)
    call.record.responseElements = [
      "credentials": [
        "accessKeyId": .string(issued.accessKeyID),
        "sessionToken": issued.output["SessionToken"] ?? .null,
        "expiration": .string(
          (issued.output["Expiration"]?.timestamp ?? call.now).recorded(comma: true)),
      ]
    ]
    return ["Credentials": .object(issued.output)]
  }
}
