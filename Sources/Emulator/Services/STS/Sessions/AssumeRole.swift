import AWS
import PolicyLanguage

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
///
/// The role's trust policy decides. Under `--iam allow` the root user may assume a role that trusts
/// it, which AWS never lets it do.
enum AssumeRole: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId", "Policy", "PolicyArns.arn",
    ]
    let roleARN: String
    let sessionName: String
    let duration: Int?
    let externalID: String?
    let policy: String?
    let policyARNs: [String]

    init(_ members: Members) throws(AWSError) {
      roleARN = members.string("RoleArn") ?? ""
      sessionName = members.string("RoleSessionName") ?? ""
      duration = members.integer("DurationSeconds")
      externalID = members.string("ExternalId")
      policy = members.string("Policy")
      policyARNs = (members.objects("PolicyArns") ?? []).compactMap { $0["arn"]?.string }
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    try check(input)
    guard let arn = ARN(input.roleARN), arn.service == "iam", arn.resource.hasPrefix("role/"),
      let name = arn.resource.split(separator: "/").last.map(String.init)
    else { throw AWSError("ValidationError", "\(input.roleARN) is invalid") }
    call.record.resources = [
      [
        "accountId": .string(arn.account), "type": "AWS::IAM::Role",
        "ARN": .string(input.roleARN),
      ]
    ]
    // What isn't there and what is forbidden are answered alike, so that nobody can go looking.
    let role = try IAMStore(call.database).role(named: name, account: arn.account)
    guard let role, role.arn == input.roleARN else { throw denied(input, call) }
    try authorise(role, input, call)
    let duration = try duration(input, role, call.caller)
    if arn.account != call.account { call.record.sharedWith = [arn.account] }
    return try issue(role, arn, input, duration, &call)
  }

  /// Forbidden to the root user on AWS; `--iam allow` lets it, since it has nobody else at first.
  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    if call.caller.kind == .root {
      throw AWSError("AccessDenied", "Roles may not be assumed by root accounts.", status: 403)
    }
    return []
  }

  private static func authorise(_ role: IAMStore.Role, _ input: Input, _ call: Call)
    throws(AWSError)
  {
    let check = check(role, input, call)
    let decision = try call.decision(check)
    call.observe(check, isAllowed: decision.isAllowed)
    if decision.isAllowed { return }
    _ = call.refusal(check, decision)
    throw denied(input, call)
  }

  private static func denied(_ input: Input, _ call: Call) -> AWSError {
    AWSError(
      "AccessDenied", "User: \(call.caller.arn) is not authorized to perform: sts:AssumeRole "
        + "on resource: \(input.roleARN)", status: 403)
  }

  private static func issue(
    _ role: IAMStore.Role, _ arn: ARN, _ input: Input, _ duration: Duration, _ call: inout Call
  ) throws(AWSError) -> AWSObject {
    let session = STSStore.Session(
      account: arn.account,
      arn: "arn:\(arn.partition):sts::\(arn.account):assumed-role/"
        + "\(role.name)/\(input.sessionName)",
      principalID: "\(role.id):\(input.sessionName)", name: role.name, session: input.sessionName,
      roleARN: role.arn, policy: input.policy, policyARNs: input.policyARNs)
    let issued = try STSStore(call.world).issue(session, for: duration, at: call.now)
    let user: AWSObject = [
      "AssumedRoleId": .string(session.principalID), "Arn": .string(session.arn),
    ]
    // AWS records the answer though the call counts as one that reads.
    call.record.responseElements = [
      "credentials": [
        "accessKeyId": .string(issued.accessKeyID),
        "sessionToken": issued.output["SessionToken"] ?? .null,
        "expiration": .string(
          (issued.output["Expiration"]?.timestamp ?? call.now).recorded(comma: true)),
      ],
      "assumedRoleUser": [
        "assumedRoleId": .string(session.principalID), "arn": .string(session.arn),
      ],
    ]
    return ["Credentials": .object(issued.output), "AssumedRoleUser": .object(user)]
  }

  private static func check(_ input: Input) throws(AWSError) {
    let isValid = input.sessionName.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        || "_+=,.@-".utf8.contains($0)
    }
    guard isValid else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(input.sessionName)' at 'roleSessionName' failed to "
          + "satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*")
    }
    guard let policy = input.policy else { return }
    do {
      _ = try PolicyDocument.parse(policy, as: .identity)
    } catch {
      throw AWSError("MalformedPolicyDocument", error.message)
    }
  }

  private static func check(_ role: IAMStore.Role, _ input: Input, _ call: Call) -> AccessCheck {
    var context = ["sts:RoleSessionName": [input.sessionName]]
    if let externalID = input.externalID { context["sts:ExternalId"] = [externalID] }
    context.merge(AccessCheck.tags("aws:ResourceTag", role.tags.pairs)) { given, _ in given }
    var check = AccessCheck(
      "sts:AssumeRole", on: role.arn, context: context, owner: ARN(role.arn)?.account)
    check.resourcePolicy = .init(
      call.world.policy(role.trustPolicy, as: .trust), name: role.arn, mustAllow: true)
    return check
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
