import AWS

/// A rule as the engine sees it: what it looks at, when, whether a resource matches, what to do.
///
/// Pure: it asks for reads by their keys and answers with plans; the engine makes the calls.
package struct EngineRule: Sendable {
  package let name: String
  package let type: ResourceType
  /// What must be known of a resource beside what listing tells.
  package let hydrations: [Hydration]
  /// The names of the events that trigger it; nil for all that touch a resource of its type.
  package let events: [String]?
  /// The most resources that one scan may hand on to be fixed.
  package let limit: ResourceLimit?
  /// Whether it runs at all in a place at a time: a policy's conditions.
  package let isRunnable: @Sendable (EvaluationContext) -> Readiness
  package let evaluate: @Sendable (Resource, EvaluationContext) -> Evaluation
  /// What is to be done about a match.
  package let plan: @Sendable (Match, EvaluationContext) -> Plan

  package init(
    name: String, type: ResourceType, hydrations: [Hydration] = [], events: [String]? = nil,
    limit: ResourceLimit? = nil,
    isRunnable: @escaping @Sendable (EvaluationContext) -> Readiness = { _ in .ready },
    evaluate: @escaping @Sendable (Resource, EvaluationContext) -> Evaluation,
    plan: @escaping @Sendable (Match, EvaluationContext) -> Plan
  ) {
    self.name = name
    self.type = type
    self.hydrations = hydrations
    self.events = events
    self.limit = limit
    self.isRunnable = isRunnable
    self.evaluate = evaluate
    self.plan = plan
  }
}

/// Whether a rule's own conditions let it run.
package struct Readiness: Hashable, Sendable {
  package var isReady: Bool
  /// What could not be decided: the rule does not run by it.
  package var problems: [EvaluationProblem]

  package init(isReady: Bool, problems: [EvaluationProblem] = []) {
    self.isReady = isReady
    self.problems = problems
  }

  package static let ready = Readiness(isReady: true)
}

/// A safety of the policy: more matches than this and none is touched.
package struct ResourceLimit: Hashable, Sendable {
  package var count: Int?
  package var percent: Double?
  /// Whether both must be exceeded (`op: and`), not one of them.
  package var needsBoth: Bool

  package init(count: Int? = nil, percent: Double? = nil, needsBoth: Bool = false) {
    self.count = count
    self.percent = percent
    self.needsBoth = needsBoth
  }

  func isExceeded(by matches: Int, of total: Int) -> Bool {
    let byCount = count.map { matches > $0 }
    let byPercent = percent.map { Double(matches) * 100 > $0 * Double(total) }
    switch (byCount, byPercent) {
    case (let a?, let b?): return needsBoth ? a && b : a || b
    case (let a?, nil): return a
    case (nil, let b?): return b
    case (nil, nil): return false
    }
  }
}

extension PlannedStep {
  var name: String { "\(call.service):\(call.operation)" }
}
