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
  package var patterns: [Pattern]
  /// NotAction, NotResource: everything but these.
  package var isNegated: Bool

  func matches(_ subject: [UInt8], _ request: PolicyRequest) -> Bool {
    for pattern in patterns where pattern.matches(subject, request) { return !isNegated }
    return isNegated
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
