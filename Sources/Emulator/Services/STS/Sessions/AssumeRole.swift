import AWS
import PolicyLanguage

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
///
/// The role's trust policy decides, together with the caller's own account where that is another.
/// Under `--iam allow` the root user may assume a role that trusts it, which AWS never lets it do.
enum AssumeRole: OperationHandler {
  struct Input: OperationInput {
    static let members =
      [
        "RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId", "TransitiveTagKeys",
        "SourceIdentity", "SerialNumber", "TokenCode",
      ] + PackedPolicy.members
    let roleARN: String
    let sessionName: String
    let duration: Int?
    let externalID: String?
    let packed: PackedPolicy
    let transitiveKeys: [String]
    let sourceIdentity: String?
    let serial: String?
    let code: String?

    init(_ members: Members) throws(AWSError) {
      roleARN = members.string("RoleArn") ?? ""
      sessionName = members.string("RoleSessionName") ?? ""
      try SessionName.check(sessionName, "roleSessionName")
      duration = members.integer("DurationSeconds")
      externalID = members.string("ExternalId")
      packed = try PackedPolicy(members)
      transitiveKeys = members.strings("TransitiveTagKeys") ?? []
      sourceIdentity = members.string("SourceIdentity")
      if let sourceIdentity { try SessionName.check(sourceIdentity, "sourceIdentity") }
      serial = members.string("SerialNumber")
      code = members.string("TokenCode")
    }
  }

  /// `perform` asks, for it alone knows the role's trust policy.
  static func access(_ input: Input, _ call: Call) -> [AccessCheck] { [] }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    if call.caller.kind == .root, call.world.options.iam == .enforce {
      throw AWSError("AccessDenied", "Roles may not be assumed by root accounts.", status: 403)
    }
    guard let arn = ARN(input.roleARN), arn.service == "iam", arn.resource.hasPrefix("role/"),
      let name = arn.resource.split(separator: "/").last.map(String.init)
    else { throw AWSError("ValidationError", "\(input.roleARN) is invalid") }
    call.record.resources = [
      [
        "accountId": .string(arn.account), "type": "AWS::IAM::Role",
        "ARN": .string(input.roleARN),
      ]
    ]
    let inherited = try STSStore(call.world).session(call.caller.accessKeyID)?.marks
    let marks = try SessionMarks(input, inheriting: inherited)
    let hasMFA = try call.provesMFA(serial: input.serial, code: input.code)
    // What isn't there and what is forbidden are answered alike, so that nobody can go looking.
    let role = try IAMStore(call.database).role(named: name, account: arn.account)
    guard let role, role.arn == input.roleARN else {
      throw RoleAccess.denied("sts:AssumeRole", input.roleARN, call)
    }
    try RoleAccess(role: role, input: input, marks: marks, hasMFA: hasMFA, call: call).authorise()
    try input.packed.check(arn.account, call)
    let duration = try duration(input, role, call.caller)
    if arn.account != call.account { call.record.sharedWith = [arn.account] }
    var session = STSStore.Session(
      kind: .role, account: arn.account,
      arn: "arn:\(arn.partition):sts::\(arn.account):assumed-role/"
        + "\(role.name)/\(input.sessionName)",
      principalID: "\(role.id):\(input.sessionName)", name: role.name)
    session.session = input.sessionName
    session.issuerARN = role.arn
    session.issuerID = role.id
    session.policy = input.packed.policy
    session.policyARNs = input.packed.arns
    session.marks = marks
    session.hasMFA = hasMFA
    return try answer(session, input, duration, &call)
  }

  private static func answer(
    _ session: STSStore.Session, _ input: Input, _ duration: Duration, _ call: inout Call
  ) throws(AWSError) -> AWSObject {
    let issued = try STSStore(call.world).issue(session, for: duration, at: call.now)
    var output: AWSObject = [
      "Credentials": .object(issued.output),
      "AssumedRoleUser": [
        "AssumedRoleId": .string(session.principalID), "Arn": .string(session.arn),
      ],
    ]
    // AWS records the answer though the call counts as one that reads.
    var recorded: AWSObject = [
      "credentials": .object(issued.recorded),
      "assumedRoleUser": [
        "assumedRoleId": .string(session.principalID), "arn": .string(session.arn),
      ],
    ]
    if let size = input.packed.size() {
      output["PackedPolicySize"] = .integer(Int64(size))
      recorded["packedPolicySize"] = .integer(Int64(size))
    }
    if let identity = session.marks.sourceIdentity {
      output["SourceIdentity"] = .string(identity)
      recorded["sourceIdentity"] = .string(identity)
    }
    call.record.responseElements = .object(recorded)
    return output
  }

  /// An hour unless the caller asks for more; a role assumed by a role lasts no longer.
  private static func duration(_ input: Input, _ role: IAMStore.Role, _ caller: Caller)
    throws(AWSError) -> Duration
  {
    let duration = Duration.seconds(input.duration ?? 3600)
    if case .assumedRole = caller.kind, duration > .hours(1) {
      throw AWSError(
        "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for "
          + "roles assumed by role chaining")
    }
    guard duration <= role.maxSession else {
      throw AWSError(
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    }
    return duration
  }
}
