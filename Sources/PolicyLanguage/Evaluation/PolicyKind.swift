/// The kinds of policies that bear on a request, in the order in which they are asked.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
package enum PolicyKind: String, CaseIterable, Hashable, Sendable {
  case resourceControl
  case serviceControl
  /// Of the VPC endpoint that the request came through.
  case endpoint
  case resource
  /// A role's trust policy: the resource policy of STS.
  case roleTrust
  case identity
  case boundary
  case session

  /// As AWS's messages call it: `a service control policy`.
  var phrase: (article: String, name: String) {
    switch self {
    case .resourceControl: ("a", "resource control policy")
    case .serviceControl: ("a", "service control policy")
    case .endpoint: ("a", "VPC endpoint policy")
    case .resource: ("a", "resource-based policy")
    case .roleTrust: ("the", "role trust policy")
    case .identity: ("an", "identity-based policy")
    case .boundary: ("a", "permissions boundary")
    case .session: ("a", "session policy")
    }
  }

  /// Whether AWS names the policy's ARN in its messages.
  var isNamedInMessages: Bool { ![.resource, .roleTrust, .endpoint].contains(self) }
}

/// Where a policy stands; several of a kind are counted from 0 in the order they were given.
package enum PolicyPlace: Hashable, Sendable {
  case identity(Int)
  case resource
  case roleTrust
  case endpoint
  case boundary
  case session(Int)
  /// The level counts from the organization's root down to the account.
  case serviceControl(level: Int, Int)
  case resourceControl(level: Int, Int)

  package var kind: PolicyKind {
    switch self {
    case .identity: .identity
    case .resource: .resource
    case .roleTrust: .roleTrust
    case .endpoint: .endpoint
    case .boundary: .boundary
    case .session: .session
    case .serviceControl: .serviceControl
    case .resourceControl: .resourceControl
    }
  }
}

/// What would have had to allow a request and didn't.
package enum MissingAllow: Hashable, Sendable {
  /// No policy of this level, counted from the organization's root.
  case serviceControl(level: Int)
  case endpoint
  case resource
  case roleTrust
  case identity
  case boundary
  case session

  package var kind: PolicyKind {
    switch self {
    case .serviceControl: .serviceControl
    case .endpoint: .endpoint
    case .resource: .resource
    case .roleTrust: .roleTrust
    case .identity: .identity
    case .boundary: .boundary
    case .session: .session
    }
  }
}
