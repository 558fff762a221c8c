package import AWS
package import Documents

/// One policy of a file, compiled: which resources it means, when, and what it wants done.
package struct Policy: Sendable {
  package let name: String
  package let position: SourcePosition
  /// `description`, or `comment`.
  package let summary: String?
  package let resourceType: ResourceType
  package let mode: PolicyMode
  package let tags: [String]
  /// The policy as it is written.
  package let node: Node
  package let limit: ResourceLimit?
  let conditions: PolicyConditions
  let query: EnumerationQuery?
  let filters: [any Filter]
  /// Each filter as it is written, by its place in the file.
  let clauses: [SourcePosition: AWSValue]
  let actions: [any Action]
  /// Where the policy is another one in each place: what it is made from.
  let template: PolicyTemplate?

  /// The policy as it is written, without the places.
  package var document: AWSObject { node.value.object ?? [:] }

  /// The policy with its variables filled in as they are in a place.
  func document(in context: EvaluationContext) -> AWSObject {
    guard PolicyVariables.areUsed(in: node) else { return document }
    var variables = PolicyVariables(
      node, account: context.account, region: context.region, now: context.now)
    return variables.filled().value.object ?? [:]
  }

  /// The names of its actions, in their order.
  package var actionNames: [String] { actions.map(\.name) }

  /// The calls whose answers a resource lacks though actions ask for them, each as
  /// `s3:GetBucketTagging`: without these no plan can be made for it.
  package func unreadByActions(_ resource: Resource, _ context: EvaluationContext) -> [String] {
    let setting = ReadSetting(scope: resource.scope, now: context.now)
    let actions = (try? resolved(context).get())?.actions ?? actions
    return Set(
      actions.flatMap(\.hydrations).filter { !$0.isAdornment }.compactMap { hydration in
        hydration.nextCall(resource.document, setting).map {
          "\($0.call.service):\($0.call.operation)"
        }
      }
    ).sorted()
  }

  /// Which of the resources match, and what the filters note on them. Pure: nothing but the
  /// resources and the context matters.
  package func evaluate(_ resources: [Resource], _ context: EvaluationContext) -> Evaluation {
    switch resolved(context) {
    case .success(let policy): return policy.judge(resources, context)
    case .failure(let problem):
      let problems = resources.prefix(FilterRun.problemLimit).map { resource in
        var own = problem
        own.resource = resource.id
        return own
      }
      return Evaluation(matches: [], problems: problems)
    }
  }

  /// The policy as it is in a place: itself unless it has variables.
  func resolved(_ context: EvaluationContext) -> Result<Policy, EvaluationProblem> {
    template?.policy(context) ?? .success(self)
  }

  /// Whether its conditions let it run.
  package func readiness(_ context: EvaluationContext) -> Readiness {
    if template == nil, conditions.filters.isEmpty { return .ready }
    switch resolved(context) {
    case .success(let policy):
      return policy.conditions.readiness(of: document(in: context), context)
    case .failure(let problem): return Readiness(isReady: false, problems: [problem])
    }
  }

  func judge(_ resources: [Resource], _ context: EvaluationContext) -> Evaluation {
    judgement(resources, context, filters: filters).evaluation
  }

  /// What some filters say, and the places of the resources that match.
  func judgement(
    _ resources: [Resource], _ context: EvaluationContext, filters: [any Filter]
  ) -> (evaluation: Evaluation, kept: [Int]) {
    let groups = filters.contains { $0 is any FilterGroup }
    var run = FilterRun(resources, context, groups: groups)
    var kept = Array(resources.indices)
    if let query { kept.removeAll { !query.admits(resources[$0].document) } }
    for filter in filters {
      if kept.isEmpty { break }
      kept = filter.process(kept, in: &run)
    }
    if !run.undecided.isEmpty { kept.removeAll(where: run.undecided.contains) }
    let matches = kept.map { Match(resources, at: $0, notes: run.notes[$0]) }
    return (Evaluation(matches: matches, problems: run.problems), kept)
  }

  /// What its actions want done about a match.
  package func plan(_ match: Match, _ context: EvaluationContext) -> Plan {
    guard case .success(let policy) = resolved(context) else { return Plan() }
    return policy.ownPlan(match, context)
  }

  private func ownPlan(_ match: Match, _ context: EvaluationContext) -> Plan {
    let setting = ActionSetting(
      policy: self, match: match, context: context,
      scope: resourceType.homeScope(match.resource.document, match.resource.scope))
    var plan = Plan()
    for action in actions { action.add(to: &plan, setting) }
    return plan
  }
}

extension Policy {
  /// The policy as the engine runs it: on its events where it has mode `cloudtrail`, in scans
  /// always. Its own `ids` expressions are not asked: an event counts for what it touched.
  package var engineRule: EngineRule {
    EngineRule(
      name: name, type: resourceType, hydrations: hydrations,
      events: mode.triggers.map(\.event).uniqued, limit: limit,
      isRunnable: { readiness($0) },
      evaluate: { resource, context in evaluate([resource], context) },
      plan: { match, context in plan(match, context) })
  }
}
