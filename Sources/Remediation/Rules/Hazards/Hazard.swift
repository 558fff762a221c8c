package import AWS
package import Documents

/// Something in a policy that the dialect is known to do otherwise than its author will have
/// meant, shown on a resource made for it.
package struct Hazard: Hashable, Sendable {
  package enum Code: String, Hashable, Sendable, CaseIterable {
    /// Each ANDed `ingress` or `egress` filter may be met by another rule.
    case splitRules = "split-rules"
    case ipv4Only = "ipv4-only"
    /// A range is compared with 0.0.0.0/0 as text.
    case worldAsText = "world-as-text"
    case anyProtocol = "any-protocol"
    /// What a failed branch noted stays, and the action takes it.
    case leakedMatch = "leaked-match"
    /// `ne` and `not-in` hold where there is nothing.
    case missingIsNot = "missing-is-not"
    /// `mark-for-op` without days and hours.
    case dueToday = "due-today"
    /// `remove-keys` without `matched`.
    case removesAllKeys = "removes-all-keys"
    /// `encrypt-keys` in a bucket with versions.
    case deletesVersions = "deletes-versions"
    /// Any condition on `aws:SourceIp` counts as harmless.
    case anySourceIP = "any-source-ip"
    /// `ids` that miss one of the shapes that an event's records have.
    case oneShapeIDs = "one-shape-ids"
  }

  package var code: Code
  package var position: SourcePosition
  /// What happens, in a sentence.
  package var message: String
  /// Shows it: evaluated by the clauses in question, without the rest of the policy.
  package var resource: AWSObject
  /// The clause or action as it would be right; a list where it takes several.
  package var corrected: AWSValue
}

extension Hazard {
  /// As the checker prints it beside errors.
  package var diagnostic: Diagnostic {
    Diagnostic(
      position, "\(message) [\(code.rawValue)]",
      suggestion: "for example with \(JSON.text(resource)); better: \(JSON.text(corrected))",
      severity: .warning)
  }
}

extension Policy {
  /// The hazards in it, in the order of the file. Each has been seen to happen on its resource
  /// before it is told.
  package var hazards: [Hazard] {
    let text = PolicyUnderReview(policy: self)
    let found =
      SplitRules.find(in: text) + IPv4Only.find(in: text) + WorldAsText.find(in: text)
      + AnyProtocol.find(in: text) + LeakedMatch.find(in: text) + MissingIsNot.find(in: text)
      + DueToday.find(in: text) + RemovesAllKeys.find(in: text) + AnySourceIP.find(in: text)
      + DeletesVersions.find(in: text) + OneShapeIDs.find(in: text)
    return found.sorted { $0.position < $1.position }
  }
}

/// One hazard's way to be found.
protocol HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard]
}
