/// Whether a resource policy is public by S3's definition: public until every statement that allows
/// is held to fixed principals or fixed values.
///
/// This is what GetBucketPolicyStatus answers and RestrictPublicBuckets goes by, not who gets in:
/// the target Exposure answers that, with denials, ACLs and all.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
package enum PublicStatus: Hashable, Sendable {
  case notPublic
  /// The first statement that opens it.
  case `public`(StatementReference)

  package var isPublic: Bool { self != .notPublic }

  package init(of document: PolicyDocument) {
    for (index, statement) in document.statements.enumerated() where statement.isPublic {
      self = .public(document.reference(index, .resource))
      return
    }
    self = .notPublic
  }
}

extension PolicyDocument {
  package var isPublic: Bool { PublicStatus(of: self).isPublic }
}

extension Statement {
  /// Whether the statement grants to more than fixed principals or values. Denials grant nothing,
  /// and do not make a public grant less so.
  package var isPublic: Bool {
    guard effect == .allow, let principals else { return false }
    let namesEveryone =
      principals.isNegated
      || principals.principals.contains { $0 == .everyone || $0 == .service("*") }
    return namesEveryone && !conditions.contains(where: \.holdsToFixedValues)
  }
}

extension Condition {
  /// Whether the condition alone makes a grant non-public.
  ///
  /// It must compare for equality, must not hold for a request that lacks the key, and every value
  /// must be fixed. An address range must be at least as narrow as /8 in IPv4 and /32 in IPv6. An
  /// access point's ARN may have a wildcard in its name, since its account is fixed.
  package var holdsToFixedValues: Bool {
    guard !relation.isNegated, !relation.ifExists, relation.quantifier != .forAllValues,
      !values.isEmpty
    else { return false }
    switch relation.comparison {
    case .ipAddress:
      return lookupKey == "aws:sourceip" && networks.count == values.count
        && networks.allSatisfy { $0.prefix >= ($0.isIPv6 ? 32 : 8) }
    case .stringEquals, .stringEqualsIgnoreCase, .stringLike, .arn:
      if lookupKey == "s3:dataaccesspointarn" { return values.allSatisfy(Self.fixesAccessPoint) }
      guard Self.restrictingKeys.contains(lookupKey) else { return false }
      // Operators that take wildcards literally match nobody with one, and S3 still counts it.
      return valuesAreFixed && !values.contains { $0.contains("*") || $0.contains("?") }
    default: return false
    }
  }

  private static let restrictingKeys: Set<String> = [
    "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths",
    "aws:principalservicename", "aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid",
    "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
    "s3:dataaccesspointaccount", "s3:x-amz-server-side-encryption-aws-kms-key-id",
  ]

  private static func fixesAccessPoint(_ arn: String) -> Bool {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return parts.count == 6 && parts[4].utf8.count == 12
      && parts[4].utf8.allSatisfy { (48...57).contains($0) }
  }
}
