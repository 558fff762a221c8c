import AWS

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
///
/// The session may do what both its user's policies and its own allow; without policies of its own
/// it may only do what resource policies let it.
enum GetFederationToken: OperationHandler {
  struct Input: OperationInput {
    static let members = ["Name", "DurationSeconds"] + PackedPolicy.members
    let name: String
    let duration: Int?
    let packed: PackedPolicy

    init(_ members: Members) throws(AWSError) {
      name = members.string("Name") ?? ""
      try SessionName.check(name, "name")
      duration = members.integer("DurationSeconds")
      packed = try PackedPolicy(members)
    }
  }

  static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
    let keys = AccessCheck.requestTags(input.packed.tags.pairs)
    let user = arn(input, call)
    let check = AccessCheck(call.ownAction, on: user, context: keys)
    return keys.isEmpty
      ? [check] : [check, AccessCheck("sts:TagSession", on: user, context: keys)]
  }

  private static func arn(_ input: Input, _ call: Call) -> String {
    "arn:\(call.scope.partition):sts::\(call.caller.account):federated-user/\(input.name)"
  }

  /// 12 hours for a user, at most one for the root user.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let caller = call.caller
    var seconds = input.duration ?? 43_200
    switch caller.kind {
    case .user where caller.sessionStart == nil: break
    case .root where caller.sessionStart == nil: seconds = min(seconds, 3600)
    default:
      throw AWSError(
        "AccessDenied", "Cannot call GetFederationToken with session credentials", status: 403)
    }
    try input.packed.check(caller.account, call)
    var session = STSStore.Session(
      kind: .federated, account: caller.account, arn: arn(input, call),
      principalID: "\(caller.account):\(input.name)", name: input.name)
    session.issuerARN = caller.arn
    session.issuerID = caller.principalID
    session.policy = input.packed.policy
    session.policyARNs = input.packed.arns
    session.marks = SessionMarks(tags: input.packed.tags)
    let issued = try STSStore(call.world).issue(session, for: .seconds(seconds), at: call.now)
    var output: AWSObject = [
      "Credentials": .object(issued.output),
      "FederatedUser": [
        "FederatedUserId": .string(session.principalID), "Arn": .string(session.arn),
      ],
    ]
    var recorded: AWSObject = [
      "credentials": .object(issued.recorded),
      "federatedUser": [
        "federatedUserId": .string(session.principalID), "arn": .string(session.arn),
      ],
    ]
    if let size = input.packed.size() {
      output["PackedPolicySize"] = .integer(Int64(size))
      recorded["packedPolicySize"] = .integer(Int64(size))
    }
    call.record.responseElements = .object(recorded)
    return output
  }
}
