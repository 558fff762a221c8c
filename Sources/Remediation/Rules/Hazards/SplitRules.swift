import AWS
import Documents

/// Two `ingress` filters of one `and`: one rule of the group may meet the first, another rule the
/// second, and `remove-permissions` takes both, though neither is what was meant.
enum SplitRules: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    var found: [Hazard] = []
    for (clause, second) in policy.permissions where clause.group == "and" {
      let place = clause.node.position
      let before = clause.siblings.filter {
        $0["type"]?.string == second.type && $0.position < place
      }
      guard let first = before.last.map(PermissionClause.init) else { continue }
      if let hazard = hazard(policy, first, second, place) { found.append(hazard) }
    }
    return found
  }

  private static func hazard(
    _ policy: PolicyUnderReview, _ first: PermissionClause, _ second: PermissionClause,
    _ place: SourcePosition
  ) -> Hazard? {
    let (a, b) = (first.node.value, second.node.value)
    let pairs = candidates(first).flatMap { one in candidates(second).map { (one, $0) } }
    for (one, other) in pairs {
      let both = policy.resource([first.member: [one, other]])
      let alone = [one, other].map { policy.resource([first.member: [$0]]) }
      guard policy.matches([a, b], both),
        !alone.contains(where: { policy.matches([a, b], $0) }),
        let corrected = merged(first, second)
      else { continue }
      let taken =
        policy.removesMatched
        ? ", and `remove-permissions` takes away every rule that either of them met" : ""
      return Hazard(
        code: .splitRules, position: place,
        message: "this `\(second.type)` filter and the one on line \(first.node.position.line) may "
          + "be met by two different rules\(taken)",
        resource: both, corrected: corrected)
    }
    return nil
  }

  private static func candidates(_ clause: PermissionClause) -> [AWSValue] {
    clause.candidates() + clause.candidates(port: 1)
  }

  /// One filter in place of both; nil where they say different things of one member.
  private static func merged(_ first: PermissionClause, _ second: PermissionClause) -> AWSValue? {
    guard var object = first.node.value.object else { return nil }
    for (key, value) in second.node.value.object ?? [:] {
      if let present = object[key], present != value { return nil }
      object[key] = value
    }
    return .object(object)
  }
}
