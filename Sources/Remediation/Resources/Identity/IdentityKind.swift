import AWS

/// What users, roles and groups have in common: the names of IAM's operations and members differ
/// by their kind alone.
enum IdentityKind: String, Sendable {
  case user = "User"
  case role = "Role"
  case group = "Group"

  var nameMember: String { "\(rawValue)Name" }
  /// `RolePolicies`: an operation's name in the plural.
  var policies: String { "\(rawValue)Policies" }

  /// Where the policies attached to it are read to: for roles where the dialect keeps them.
  var attachedMember: String {
    self == .role ? "c7n:AttachedPolicies" : Hidden.attached
  }

  init?(_ type: ResourceType) {
    switch type.name {
    case "aws.iam-user": self = .user
    case "aws.iam-role": self = .role
    case "aws.iam-group": self = .group
    default: return nil
    }
  }

  func input(_ document: AWSObject) -> AWSObject {
    AWSObject([(nameMember, document[nameMember] ?? .null)])
  }
}

/// Members that reading puts into IAM's documents beside AWS's and the dialect's own.
enum IdentityMember {
  static let credentialReport = "stormdrill:CredentialReport"
  static let inlineDocuments = "stormdrill:InlinePolicyDocuments"
  static let lastAccessed = "stormdrill:ServicesLastAccessed"
  static let roleUse = "stormdrill:RoleUse"
  static let instanceProfiles = "stormdrill:InstanceProfiles"
  static let versions = "stormdrill:PolicyVersions"
  static let versionDocuments = "stormdrill:PolicyVersionDocuments"
  static let ownServiceCredentials = "stormdrill:ServiceSpecificCredentials"
  static let signingCertificates = "stormdrill:SigningCertificates"
  static let users = "c7n:Users"
  static let inlinePolicies = "c7n:InlinePolicies"
  static let sshKeys = "c7n:SSHKeys"
  static let accessKeys = "c7n:AccessKeys"
  static let loginProfile = "c7n:LoginProfile"
  static let serviceCredentials = "c7n:ServiceSpecificCredentials"
}
