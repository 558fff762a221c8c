/// A policy document, compiled: patterns and operands are made once, when it is parsed.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
package struct PolicyDocument: Hashable, Sendable {
  package var version: Version
  package var id: String?
  package var statements: [Statement]

  package enum Version: String, Hashable, Sendable {
    /// Policy variables are replaced.
    case v2012 = "2012-10-17"
    /// Also what a document without Version means: `${...}` is plain text.
    case v2008 = "2008-10-17"
  }

  package init(version: Version, id: String? = nil, statements: [Statement]) {
    self.version = version
    self.id = id
    self.statements = statements
  }
}

/// One statement: to whom, what, on what and under which conditions it allows or denies.
package struct Statement: Hashable, Sendable {
  package var sid: String?
  package var effect: Effect
  /// nil in policies that are attached to a principal: it is whoever they are attached to.
  package var principals: PrincipalClause?
  package var actions: PatternClause
  /// nil where the resource is the one that the policy hangs on: a role's trust policy.
  package var resources: PatternClause?
  package var conditions: [Condition]

  package enum Effect: String, Hashable, Sendable {
    case allow = "Allow"
    case deny = "Deny"
  }
}

/// Action or NotAction, Resource or NotResource.
package struct PatternClause: Hashable, Sendable {
  package let patterns: [Pattern]
  /// NotAction, NotResource: everything but these.
  package let isNegated: Bool
  /// One bit for each service that the patterns begin with: most statements speak of others than
  /// the request's, and are passed over by this alone.
  private let services: UInt64

  package init(patterns: [Pattern], isNegated: Bool) {
    self.patterns = patterns
    self.isNegated = isNegated
    services = patterns.reduce(0) { bits, pattern in
      guard pattern.literalPrefix.contains(UInt8(ascii: ":")) else { return .max }
      return bits | Self.bit(ofService: pattern.literalPrefix)
    }
  }

  /// By the letters before the first colon.
  static func bit(ofService action: [UInt8]) -> UInt64 {
    var sum: UInt64 = 5381
    for byte in action {
      if byte == UInt8(ascii: ":") { break }
      sum = (sum &* 33) ^ UInt64(byte)
    }
    return 1 << ((sum ^ (sum >> 7)) & 63)
  }

  /// For clauses of actions: false when none of its patterns is of the request's service.
  func maySpeak(of request: PolicyRequest) -> Bool { services & request.serviceBit != 0 }

  /// For clauses of actions.
  func matchesAction(of request: PolicyRequest) -> Bool {
    maySpeak(of: request) ? matches(request.actionBytes, request) : isNegated
  }

  func matches(_ subject: [UInt8], _ request: PolicyRequest) -> Bool {
    patterns.withUnsafeBufferPointer { patterns in
      for index in patterns.indices where patterns[index].matches(subject, request) {
        return !isNegated
      }
      return isNegated
    }
  }
}

/// Principal or NotPrincipal.
package struct PrincipalClause: Hashable, Sendable {
  package var principals: [PrincipalPattern]
  /// NotPrincipal: everybody but these.
  package var isNegated: Bool
}

/// Whom a Principal element names.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
package enum PrincipalPattern: Hashable, Sendable {
  /// `*`, `{"AWS": "*"}`: also those who aren't signed in.
  case everyone
  /// `123456789012` or `arn:aws:iam::123456789012:root`.
  case account(String)
  /// A user, role, session or federated user.
  case arn(String)
  /// `AIDA...`, `AROA...`: what AWS shows for a principal that is gone.
  case uniqueID(String)
  /// `cloudtrail.amazonaws.com`
  case service(String)
  /// An identity provider: `accounts.google.com` or the ARN of a SAML or OIDC provider.
  case federated(String)
  /// An account by its canonical user ID, in S3 alone.
  case canonicalUser(String)
}

extension PrincipalPattern {
  /// Much as a policy writes it.
  package var text: String {
    switch self {
    case .everyone: "*"
    case .account(let name), .arn(let name), .uniqueID(let name), .service(let name),
      .federated(let name), .canonicalUser(let name):
      name
    }
  }
}
