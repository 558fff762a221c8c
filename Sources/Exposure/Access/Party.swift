/// Who, outside of the account that owns a resource.
package enum Party: Hashable, Sendable {
  /// Whoever sends a request, signed or not.
  case anyone
  /// Whoever has an AWS account.
  case anyAccount
  /// Whoever has an account with an identity provider that is open to all: GitHub, Google, an
  /// arbitrary Cognito pool. The provider as the policy names it.
  case anyUser(of: String)
  /// An AWS service that acts for whoever sets it up, in any account: the confused deputy. `*` for
  /// any service.
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
  case service(String)
  /// Every account of an organization.
  case organization(String)
  /// An organizational unit, by its ARN: only images are shared with such.
  case organizationalUnit(String)
  case account(String)
  /// An account by S3's canonical user ID.
  case canonicalUser(String)

  /// Whether nobody in particular is meant: what is called public.
  package var isEveryone: Bool {
    switch self {
    case .anyone, .anyAccount, .anyUser: true
    default: false
    }
  }

  package var isService: Bool { if case .service = self { true } else { false } }
}

extension Party: Comparable {
  private var rank: (Int, String) {
    switch self {
    case .anyone: (0, "")
    case .anyAccount: (1, "")
    case .anyUser(let provider): (2, provider)
    case .service(let name): (3, name)
    case .organization(let id): (4, id)
    case .organizationalUnit(let arn): (5, arn)
    case .account(let id): (6, id)
    case .canonicalUser(let id): (7, id)
    }
  }

  package static func < (a: Party, b: Party) -> Bool { a.rank < b.rank }
}

extension Party: CustomStringConvertible {
  package var description: String {
    switch self {
    case .anyone: "anyone"
    case .anyAccount: "any AWS account"
    case .anyUser(let provider): "any user of \(provider)"
    case .service("*"): "an AWS service acting for any account"
    case .service(let name): "\(name) acting for any account"
    case .organization(let id): "organization \(id)"
    case .organizationalUnit(let arn): "organizational unit \(arn)"
    case .account(let id): "account \(id)"
    case .canonicalUser(let id): "canonical user \(id)"
    }
  }
}

/// What somebody may do with a resource, in kinds that matter to whoever judges an exposure.
package enum Capability: String, CaseIterable, Hashable, Sendable, Comparable {
  /// Objects, messages, a secret's value, a snapshot's blocks.
  case read
  /// The names of what is in it.
  case list
  case write
  /// Its configuration and policies, to look at.
  case inspect
  /// Its configuration and policies, to change; what leads to all else.
  case administer
  /// Decrypt or sign with a key, launch an image, call a function.
  case use
  /// Become the role.
  case assume

  package static func < (a: Capability, b: Capability) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}
