import AWS

/// Which entity an operation's family speaks of: `UserName` of AttachUserPolicy, `RoleName` of
/// AttachRolePolicy, `GroupName` of AttachGroupPolicy.
protocol IAMEntity {
  static var kind: IAMStore.EntityKind { get }
}

enum OfUser: IAMEntity { static let kind = IAMStore.EntityKind.user }
enum OfRole: IAMEntity { static let kind = IAMStore.EntityKind.role }
enum OfGroup: IAMEntity { static let kind = IAMStore.EntityKind.group }

extension IAMStore.EntityKind {
  var nameMember: String {
    switch self {
    case .user: "UserName"
    case .role: "RoleName"
    case .group: "GroupName"
    }
  }

  func checkName(_ name: String) throws(AWSError) {
    switch self {
    case .user: try IAMName.check(name, "userName")
    case .role: try IAMName.check(name, "roleName")
    case .group: try IAMName.check(name, "groupName")
    }
  }
}

extension IAMStore {
  /// Refuses what the account doesn't have.
  func mustExist(_ kind: EntityKind, _ name: String, _ account: String) throws(AWSError) {
    switch kind {
    case .user: _ = try existingUser(name, account)
    case .role: _ = try existingRole(name, account)
    case .group: _ = try existingGroup(name, account)
    }
  }
}

/// For an operation that takes the name of a user, role or group and nothing else.
struct EntityInput<Entity: IAMEntity>: OperationInput {
  static var members: [String] { [Entity.kind.nameMember] }
  let name: String

  init(_ members: Members) throws(AWSError) {
    name = members.string(Entity.kind.nameMember) ?? ""
    try Entity.kind.checkName(name)
  }
}

/// For a list of what a user, role or group has.
struct EntityPageInput<Entity: IAMEntity>: OperationInput {
  static var members: [String] { [Entity.kind.nameMember] + IAMPage.members }
  let name: String
  let page: IAMPage

  init(_ members: Members) throws(AWSError) {
    name = members.string(Entity.kind.nameMember) ?? ""
    try Entity.kind.checkName(name)
    page = try IAMPage(members)
  }
}

/// For a list below a path.
struct PathPageInput: OperationInput {
  static let members = ["PathPrefix"] + IAMPage.members
  let pathPrefix: String
  let page: IAMPage

  init(_ members: Members) throws(AWSError) {
    pathPrefix = members.string("PathPrefix") ?? "/"
    try IAMName.checkPathPrefix(pathPrefix)
    page = try IAMPage(members)
  }
}

/// For an operation that speaks of the caller when it names no user.
struct OptionalUserInput: OperationInput {
  static let members = ["UserName"]
  let name: String?

  init(_ members: Members) throws(AWSError) {
    name = members.string("UserName")
    if let name { try IAMName.check(name, "userName") }
  }
}

extension Call {
  /// The user named, or the caller: nil for the account's root user. Others than users must name
  /// one.
  func userNameOrCaller(_ name: String?) throws(AWSError) -> String? {
    if let name { return name }
    switch caller.kind {
    case .user(let name): return name
    case .root: return nil
    case .assumedRole, .federatedUser, .service, .anonymous:
      throw IAMError.validation("Must specify userName when calling with non-User credentials")
    }
  }

  /// A permissions boundary must be a managed policy that exists.
  func checkBoundary(_ arn: String?) throws(AWSError) {
    guard let arn else { return }
    guard try iam.policy(arn, account) != nil else {
      throw IAMError.noSuchEntity("Scope ARN: \(arn) does not exist or is not attachable.")
    }
  }
}
