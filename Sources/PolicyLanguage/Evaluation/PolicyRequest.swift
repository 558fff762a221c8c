/// What is asked: may this principal do this to that resource, under these circumstances?
///
/// A class so that passing it on costs nothing: it is handed to each pattern of each statement.
package final class PolicyRequest: Sendable {
  package let principal: Principal
  /// `s3:GetObject`
  package let action: String
  /// An ARN, or `*` for an action on no resource.
  package let resource: String
  private let context: [String: [String]]
  let actionBytes: [UInt8]
  let resourceBytes: [UInt8]
  let serviceBit: UInt64
  /// Whether the resource is a role that is to be assumed: its policy is the trust policy.
  let isForRole: Bool
  let hasOwnPolicies: Bool
  let isServiceLinkedRole: Bool

  /// - Parameter context: condition keys with their values; the keys that follow from the
  ///   principal (aws:PrincipalArn, aws:username ...) need not be given.
  package init(
    principal: Principal, action: String, resource: String, context: [String: [String]] = [:]
  ) {
    self.principal = principal
    self.action = action
    self.resource = resource
    // The tags `Team` and `team` are one key, of which AWS promises nothing: the lesser value
    // counts, in whatever order they come.
    self.context = Dictionary(
      context.map { ($0.key.lowercased(), $0.value) },
      uniquingKeysWith: { $0.lexicographicallyPrecedes($1) ? $0 : $1 })
    actionBytes = action.utf8.map(Pattern.lowercase)
    resourceBytes = Array(resource.utf8)
    serviceBit = PatternClause.bit(ofService: actionBytes)
    isForRole = actionBytes.starts(with: "sts:".utf8)
    hasOwnPolicies = principal.hasOwnPolicies
    isServiceLinkedRole = principal.isServiceLinkedRole
  }

  /// Where the resource's own policy stands.
  var resourcePlace: PolicyPlace { isForRole ? .roleTrust : .resource }

  /// Whether the request has a key, by itself or from its principal.
  package func hasKey(_ name: String) -> Bool { values(of: name.lowercased()) != nil }

  /// The values of a key in lower case; nil when the request has no such key.
  func values(of key: String) -> [String]? {
    context[key] ?? principal.value(of: key).map { [$0] }
  }
}

/// Who asks, as policies see it.
package struct Principal: Hashable, Sendable {
  package var kind: Kind
  /// Twelve digits; empty for an anonymous caller and for a service.
  package var account: String
  /// `arn:aws:sts::123456789012:assumed-role/Ops/alice`; empty for an anonymous caller; the name
  /// of a service.
  package var arn: String
  /// The role behind a session: `arn:aws:iam::123456789012:role/path/Ops`; the user behind a
  /// federated user's.
  package var roleARN: String?
  /// `AIDA...`, `AROA...:session`, the account for root.
  package var userID: String
  /// The account's canonical user ID, where the service has such.
  package var canonicalUserID: String?

  package enum Kind: Hashable, Sendable {
    case anonymous
    case root
    case user
    case assumedRole
    case federatedUser
    /// A web identity or SAML caller before it has a session; `arn` names the provider.
    case federated
    case service
  }

  package init(
    kind: Kind, account: String, arn: String, roleARN: String? = nil, userID: String = "",
    canonicalUserID: String? = nil
  ) {
    self.kind = kind
    self.account = account
    self.arn = arn
    self.roleARN = roleARN
    self.userID = userID
    self.canonicalUserID = canonicalUserID
  }

  package static let anonymous = Principal(
    kind: .anonymous, account: "", arn: "", userID: "anonymous")

  package static func service(_ name: String) -> Principal {
    Principal(kind: .service, account: "", arn: name)
  }

  /// Whether identity policies and SCPs can be attached to it; services and anonymous or federated
  /// callers go by the resource's policy alone.
  package var hasOwnPolicies: Bool {
    switch kind {
    case .root, .user, .assumedRole, .federatedUser: true
    case .anonymous, .service, .federated: false
    }
  }

  /// Service-linked roles are bound by neither SCPs nor RCPs
  /// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html).
  package var isServiceLinkedRole: Bool {
    guard kind == .assumedRole, let arn = roleARN?.utf8,
      let colon = arn.lastIndex(of: UInt8(ascii: ":"))
    else { return false }
    return arn[colon...].starts(with: ":role/aws-service-role/".utf8)
  }

  /// Whether it is a session that a role or a user stands behind.
  var hasIssuer: Bool { kind == .assumedRole || kind == .federatedUser }

  /// The global condition keys that follow from who asks
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
  func value(of key: String) -> String? {
    guard key.hasPrefix("aws:") else { return nil }
    switch key {
    case "aws:principalarn":
      return kind == .service || arn.isEmpty ? nil : kind == .assumedRole ? roleARN ?? arn : arn
    case "aws:principalaccount":
      return kind == .anonymous ? "anonymous" : account.isEmpty ? nil : account
    case "aws:principaltype": return typeName
    case "aws:userid": return userID.isEmpty ? nil : userID
    case "aws:username":
      return kind == .user ? arn.split(separator: "/").last.map(String.init) : nil
    case "aws:principalisawsservice":
      return kind == .anonymous ? nil : kind == .service ? "true" : "false"
    case "aws:principalservicename": return kind == .service ? arn : nil
    default: return nil
    }
  }

  private var typeName: String? {
    switch kind {
    case .anonymous: "Anonymous"
    case .root: "Account"
    case .user: "User"
    case .assumedRole: "AssumedRole"
    case .federatedUser: "FederatedUser"
    case .federated, .service: nil
    }
  }
}
