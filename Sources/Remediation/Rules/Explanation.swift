package import AWS
package import Documents

/// Why a resource matched a policy or did not, clause by clause.
package struct Explanation: Hashable, Sendable {
  package var resource: Resource
  package var matches: Bool
  /// The calls by whose answers it matches or doesn't; empty where that is decided.
  package var needs: [String] = []
  package var clauses: [ClauseOutcome]
}

/// What one filter said of one resource.
package struct ClauseOutcome: Hashable, Sendable {
  package enum Verdict: String, Hashable, Sendable {
    case passed, failed
    /// A filter before it had failed already.
    case notAsked = "not asked"
    /// The filter could not decide: the resource doesn't match, or, where only answers are
    /// missing, may.
    case undecided
  }

  package var position: SourcePosition
  /// The filter as it is written.
  package var clause: AWSValue
  package var verdict: Verdict
  /// What a value filter's key selected, before any conversion.
  package var found: AWSValue?
  /// What the filter noted on the resource, for actions to use.
  package var noted: AWSObject = [:]
  /// Why it could not decide.
  package var problem: String?
  /// The calls without whose answers it can't decide.
  package var needs: [String] = []
  /// Of `and`, `or` and `not`.
  package var inner: [ClauseOutcome] = []
}

extension Policy {
  /// Asks each filter as `decide` does, and keeps what each said of each resource.
  package func explain(_ resources: [Resource], _ context: EvaluationContext) -> [Explanation] {
    guard case .success(let policy) = resolved(context) else {
      return resources.map { Explanation(resource: $0, matches: false, clauses: []) }
    }
    let (filters, clauses) = (policy.filters, policy.clauses)
    let needs = Needs(filters, resources, context).widened(for: policy, resources, context)
    var explainer = Explainer(
      run: FilterRun(resources, context, groups: true), clauses: clauses, needs: needs)
    let asked = explainer.ask(filters, Array(resources.indices), one: false)
    let decision = decide(resources, context)
    let matching = Set(decision.evaluation.matches.map(\.resource.id))
    let open = Dictionary(
      decision.undecided.map { ($0.resource.id, $0.calls) },
      uniquingKeysWith: { first, _ in first })
    return resources.indices.map { index in
      let id = resources[index].id
      return Explanation(
        resource: resources[index], matches: matching.contains(id), needs: open[id] ?? [],
        clauses: asked.outcomes[index])
    }
  }
}

/// Runs filters one by one and looks at what each did.
private struct Explainer {
  var run: FilterRun
  /// The filters as they are written, by their places.
  let clauses: [SourcePosition: AWSValue]
  let needs: Needs

  /// - Parameter one: `or`: each filter is asked of all; otherwise of what the one before left.
  mutating func ask(_ filters: [any Filter], _ set: [Int], one: Bool)
    -> (kept: [Int], outcomes: [[ClauseOutcome]])
  {
    var outcomes: [[ClauseOutcome]] = Array(repeating: [], count: run.resources.count)
    var remaining = set
    for filter in filters {
      let asked = Set(remaining)
      let said = look(filter, remaining)
      for index in set {
        outcomes[index].append(
          asked.contains(index) ? said.outcomes[index] ?? outcome(filter, .failed)
            : outcome(filter, .notAsked))
      }
      if !one { remaining = said.kept }
    }
    return (remaining, outcomes)
  }

  private func outcome(_ filter: any Filter, _ verdict: ClauseOutcome.Verdict) -> ClauseOutcome {
    ClauseOutcome(
      position: filter.position, clause: clauses[filter.position] ?? .null, verdict: verdict)
  }

  private mutating func look(_ filter: any Filter, _ set: [Int])
    -> (kept: [Int], outcomes: [Int: ClauseOutcome])
  {
    // The inner filters are asked on a copy: the group itself asks them again, and takes back what
    // failed branches noted.
    var inner: [[ClauseOutcome]] = Array(repeating: [], count: run.resources.count)
    if let group = filter as? any FilterGroup {
      var copy = self
      inner = copy.ask(group.filters, set, one: group is OrFilter).outcomes
    }
    let before = run.notes
    let problems = run.problems.count
    let asking = needs.isEmpty ? filter : filter.assuming(needs, favours: true)
    var kept = asking.process(set, in: &run)
    let passed = Set(kept.map { run.lastOfID?[$0] ?? $0 })
    var outcomes: [Int: ClauseOutcome] = [:]
    for index in set {
      var outcome = outcome(
        filter, passed.contains(run.lastOfID?[index] ?? index) ? .passed : .failed)
      outcome.inner = inner[index]
      outcome.found = found(by: filter, index)
      let notes = run.notes[index].object
      for (key, value) in notes where before[index].object[key] != value {
        outcome.noted[key] = value
      }
      let id = run.resources[index].id
      if let problem = run.problems[problems...].first(where: {
        $0.resource == id && $0.position == filter.position
      }) {
        outcome.verdict = .undecided
        outcome.problem = problem.message
      } else if outcome.inner.contains(where: { $0.verdict == .undecided && $0.needs.isEmpty }) {
        outcome.verdict = .undecided
      } else {
        outcome.needs = missing(filter, outcome.inner, index)
        if !outcome.needs.isEmpty { outcome.verdict = .undecided }
      }
      outcomes[index] = outcome
    }
    // Those that only lack answers are asked the filters behind it too.
    if !needs.isEmpty {
      kept = set.filter { index in
        outcomes[index].map { $0.verdict == .passed || !$0.needs.isEmpty } ?? false
      }
    }
    return (kept, outcomes)
  }

  /// The calls that a filter lacks to decide on a resource: of a group those of its clauses, unless
  /// the others settle it.
  private func missing(_ filter: any Filter, _ inner: [ClauseOutcome], _ index: Int) -> [String] {
    guard filter is any FilterGroup else { return needs.calls(filter, about: index) }
    let settles: ClauseOutcome.Verdict = filter is OrFilter ? .passed : .failed
    if inner.contains(where: { $0.verdict == settles }) { return [] }
    return inner.flatMap(\.needs).uniqued
  }

  private func found(by filter: any Filter, _ index: Int) -> AWSValue? {
    guard let value = filter as? ValueFilter else { return nil }
    return try? value.key.select(from: run.annotated(index))
  }
}
