import AWS
import PolicyLanguage

/// What a user or a role may do by its own policies: inline, attached, its groups', within its
/// boundary. SCPs and sessions are not in it: they bound an account's people whoever they are.
struct PrincipalRights: Sendable {
  let principal: Principal
  let account: String
  let partition: String
  private let policies: AccessPolicies
  /// Customer managed policies that are attached to it or its groups, by ARN.
  let ownPolicies: [String]
  /// The names of its groups.
  let groups: [String]
  let hasBoundary: Bool

  init(_ resource: Resource, _ kind: IdentityKind, _ context: EvaluationContext)
    throws(FilterProblem)
  {
    guard let rights = resource.document[RightsMember.name] else {
      throw FilterProblem("the principal was read without its policies")
    }
    let arn = resource.document["Arn"]?.string ?? ""
    account = context.account
    partition = resource.scope.partition
    principal =
      kind == .user
      ? Principal(kind: .user, account: account, arn: arn)
      : Principal(
        kind: .assumedRole, account: account,
        arn: "arn:\(partition):sts::\(account):assumed-role/\(resource.id)/session", roleARN: arn)
    var policies = AccessPolicies(resourceAccount: account)
    var own: [String] = []
    for entry in rights["Policies"]?.list ?? [] {
      let arn = entry["Arn"]?.string
      policies.identity.append(try Self.policy(entry))
      if let arn, arn.contains("::\(account):policy/") { own.append(arn) }
    }
    hasBoundary = rights["Boundary"] != nil
    if let boundary = rights["Boundary"] { policies.boundary = try Self.policy(boundary) }
    self.policies = policies
    ownPolicies = own
    groups = (rights["Groups"]?.list ?? []).compactMap(\.string)
  }

  private static func policy(_ entry: AWSValue) throws(FilterProblem) -> AttachedPolicy {
    let name = entry["Name"]?.string ?? ""
    guard let object = try PolicyText.document(entry["Document"]) else {
      throw FilterProblem("policy `\(name)` was read without its document")
    }
    do throws(PolicyError) {
      return AttachedPolicy(
        name: name, arn: entry["Arn"]?.string,
        document: try PolicyDocument.parse(.object(object), as: .identity))
    } catch {
      throw FilterProblem("policy `\(name)` can't be read: \(error.message)")
    }
  }

  /// Whether a call would be let through, from a session with MFA over TLS.
  func allows(_ action: String, on resource: String, _ context: [String: [String]] = [:]) -> Bool {
    var all = [
      "aws:MultiFactorAuthPresent": ["true"], "aws:SecureTransport": ["true"],
      "aws:ViaAWSService": ["false"],
    ]
    all.merge(context) { $1 }
    return policies.decision(
      for: PolicyRequest(principal: principal, action: action, resource: resource, context: all)
    ).isAllowed
  }

  func iam(_ path: String) -> String { "arn:\(partition):iam::\(account):\(path)" }

  /// Somebody's or something's of the account, whatever its name is.
  func any(_ service: String, _ path: String, region: String = "us-east-1") -> String {
    "arn:\(partition):\(service):\(region):\(account):\(path)"
  }

  /// Whether it may do everything: a sample of what no narrower policy allows together, a service
  /// that doesn't exist among it.
  var isAdministrator: Bool {
    let samples = [
      ("iam:CreatePolicyVersion", iam("policy/zq7")), ("iam:AttachUserPolicy", iam("user/zq7")),
      ("iam:DeleteRole", iam("role/zq7")), ("sts:AssumeRole", iam("role/zq7")),
      ("s3:DeleteBucket", "arn:\(partition):s3:::zq7"),
      ("s3:GetObject", "arn:\(partition):s3:::zq7/zq7"),
      ("ec2:TerminateInstances", any("ec2", "instance/i-0123456789abcdef0")),
      ("kms:ScheduleKeyDeletion", any("kms", "key/zq7")), ("organizations:LeaveOrganization", "*"),
      ("cloudtrail:StopLogging", any("cloudtrail", "trail/zq7")),
      ("lambda:UpdateFunctionCode", any("lambda", "function:zq7")),
      ("zq7service:AnyAction", "*"),
    ]
    return samples.allSatisfy { allows($0.0, on: $0.1) }
  }
}

enum RightsMember {
  /// `Policies` (each with `Name`, `Arn` where it is managed, `Document`), `Groups`, `Boundary`.
  static let name = "stormdrill:Rights"
}

extension Hydration {
  /// A principal's policies with their documents, out of a listing of the whole account, which a
  /// scan asks for once.
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
  static func rights(_ kind: IdentityKind) -> Hydration {
    Hydration(RightsMember.name) { document, setting in
      guard document[RightsMember.name] == nil else { return nil }
      return ReadCall(
        ResourceType.iam("GetAccountAuthorizationDetails", [:], setting.scope),
        pagination: .marker
      ) { document, pages in
        document[RightsMember.name] = rights(kind, of: document, pages ?? [])
      }
    }
  }

  private static func rights(_ kind: IdentityKind, of document: AWSObject, _ pages: [AWSObject])
    -> AWSValue
  {
    let details = pages.items("\(kind.rawValue)DetailList")
    guard let own = details.first(where: { $0[kind.nameMember] == document[kind.nameMember] })
    else { return .null }
    let groups = (own["GroupList"]?.list ?? []).compactMap(\.string)
    let groupDetails = pages.items("GroupDetailList").filter {
      groups.contains($0["GroupName"]?.string ?? "")
    }
    let managed = pages.items("Policies")
    func entry(managed arn: AWSValue?) -> AWSValue {
      let policy = managed.first { $0["Arn"] == arn }
      let version = (policy?["PolicyVersionList"]?.list ?? []).first {
        $0["IsDefaultVersion"]?.bool == true
      }
      return [
        "Name": policy?["PolicyName"] ?? arn ?? .null, "Arn": arn ?? .null,
        "Document": version?["Document"] ?? .null,
      ]
    }
    var policies: [AWSValue] = []
    for (holder, inline) in [(own, "\(kind.rawValue)PolicyList")]
      + groupDetails.map({ ($0, "GroupPolicyList") })
    {
      for policy in holder[inline]?.list ?? [] {
        policies.append(
          [
            "Name": policy["PolicyName"] ?? .null, "Document": policy["PolicyDocument"] ?? .null,
          ])
      }
      for policy in holder["AttachedManagedPolicies"]?.list ?? [] {
        policies.append(entry(managed: policy["PolicyArn"]))
      }
    }
    var rights: AWSObject = [
      "Policies": .list(policies), "Groups": .list(groups.map { .string($0) }),
    ]
    if let boundary = own["PermissionsBoundary"]?["PermissionsBoundaryArn"] {
      rights["Boundary"] = entry(managed: boundary)
    }
    return .object(rights)
  }
}
