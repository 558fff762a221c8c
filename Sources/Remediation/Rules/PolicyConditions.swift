import AWS
import Documents

/// `conditions`: whether a policy runs at all, asked before any resource is looked at.
///
/// They are filters over what is known then: `name`, `region`, `resource`, `provider`,
/// `account_id`, `now` and the `policy` itself; `event` filters ask the record that triggered, and
/// let a scan pass. The older keys `region`, `start` and `end` are conditions too.
struct PolicyConditions: Sendable {
  let filters: [any Filter]

  /// Where a condition can't be decided the policy doesn't run.
  func readiness(of policy: AWSObject, _ context: EvaluationContext) -> Readiness {
    if filters.isEmpty { return .ready }
    let name = policy["name"] ?? .null
    let variables: AWSObject = [
      "name": name, "region": .string(context.region), "resource": policy["resource"] ?? .null,
      "provider": "aws", "account_id": .string(context.account),
      "now": .timestamp(context.now), "policy": .object(policy),
    ]
    let subject = Resource(
      id: name.string ?? "", document: variables,
      scope: Scope(account: context.account, region: context.region))
    var readiness = Readiness.ready
    for filter in filters {
      var run = FilterRun([subject], context, groups: false)
      let passes = !filter.process([0], in: &run).isEmpty
      if !passes || !run.undecided.isEmpty { readiness.isReady = false }
      readiness.problems += run.problems
    }
    return readiness
  }
}
