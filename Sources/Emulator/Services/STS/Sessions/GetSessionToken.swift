import AWS

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
enum GetSessionToken: OperationHandler {
  struct Input: OperationInput {
    static let members = ["DurationSeconds", "SerialNumber", "TokenCode"]
    let duration: Int?
    let serial: String?
    let code: String?

    init(_ members: Members) throws(AWSError) {
      duration = members.integer("DurationSeconds")
      serial = members.string("SerialNumber")
      code = members.string("TokenCode")
    }
  }

  /// Needs no permission, and none can be denied it.
  static func access(_ input: Input, _ call: Call) -> [AccessCheck] { [] }

  /// 12 hours for a user, at most one for the root user.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let caller = call.caller
    var kind = STSStore.Session.Kind.root
    var seconds = min(input.duration ?? 3600, 3600)
    if case .user = caller.kind {
      kind = .user
      seconds = input.duration ?? 43_200
    }
    guard caller.sessionStart == nil, kind == .user || caller.kind == .root else {
      throw AWSError(
        "AccessDenied", "Cannot call GetSessionToken with session credentials", status: 403)
    }
    var session = STSStore.Session(
      kind: kind, account: caller.account, arn: caller.arn, principalID: caller.principalID,
      name: kind == .user ? caller.name : "")
    session.hasMFA = try call.provesMFA(serial: input.serial, code: input.code)
    let issued = try STSStore(call.world).issue(session, for: .seconds(seconds), at: call.now)
    call.record.responseElements = ["credentials": .object(issued.recorded)]
    return ["Credentials": .object(issued.output)]
  }
}
