import AWS
import Documents

/// An `and` inside an `or` that fails after its `ingress` filter: what that filter noted stays on
/// the resource, and `remove-permissions` takes it when another branch lets the resource through.
enum LeakedMatch: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    guard policy.removesMatched else { return [] }
    return policy.clauses.compactMap { clause in
      guard clause.group == "or", let branch = PolicyUnderReview.inner(clause.node),
        branch.group == "and"
      else { return nil }
      return hazard(policy, clause, branch.filters)
    }
  }

  private static func hazard(
    _ policy: PolicyUnderReview, _ clause: PolicyUnderReview.Clause, _ branch: [Node]
  ) -> Hazard? {
    let isPermission = { (node: Node) in ["ingress", "egress"].contains(node["type"]?.string) }
    guard let index = branch.firstIndex(where: isPermission), index + 1 < branch.count else {
      return nil
    }
    let leaking = PermissionClause(node: branch[index])
    let others = clause.siblings.filter { $0.position != clause.node.position }
    let either: AWSValue = ["or": .list(clause.siblings.map(\.value))]
    // What decides before a rule is looked at leaves nothing behind.
    let ordered = branch.filter { !isPermission($0) } + branch.filter(isPermission)
    let corrected: AWSValue = ["and": .list(ordered.map(\.value))]
    let repaired: AWSValue = ["or": .list([corrected] + others.map(\.value))]
    for other in others where isPermission(other) {
      let passing = PermissionClause(node: other)
      guard let leaked = policy.rule(meeting: leaking), let wanted = policy.rule(meeting: passing)
      else { continue }
      let resource = policy.resource([leaking.member: [leaked, wanted]])
      let key = "Matched\(leaking.member)"
      guard let noted = policy.evaluate([either], resource)?.annotations[key]?.list?.count,
        let right = policy.evaluate([repaired], resource)?.annotations[key]?.list?.count,
        right < noted
      else { continue }
      return Hazard(
        code: .leakedMatch, position: leaking.node.position,
        message: "where the rest of this `and` fails, the rules that this filter met are still "
          + "taken away if another branch of the `or` lets the group through",
        resource: resource, corrected: corrected)
    }
    return nil
  }
}
