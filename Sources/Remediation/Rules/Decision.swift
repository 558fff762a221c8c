import AWS
import Documents

/// What a policy says of resources of which not all is known that its filters ask for.
package struct Decision: Hashable, Sendable {
  /// The matches that hold whatever the answers that are missing say.
  package var evaluation: Evaluation
  /// Of each match the calls that filters lack although others settled it: what these would have
  /// noted for actions isn't there.
  package var unread: [[String]]
  /// In the order of the resources.
  package var undecided: [Undecided]

  /// A resource that matches or doesn't by answers that nobody has given.
  package struct Undecided: Hashable, Sendable {
    package var resource: Resource
    /// The calls that would tell, each as `ec2:DescribeFlowLogs`.
    package var calls: [String]
  }

  /// Where filters lack nothing.
  fileprivate init(known evaluation: Evaluation) {
    self.init(
      evaluation: evaluation, unread: evaluation.matches.map { _ in [] }, undecided: [])
  }

  fileprivate init(evaluation: Evaluation, unread: [[String]], undecided: [Undecided]) {
    self.evaluation = evaluation
    self.unread = unread
    self.undecided = undecided
  }
}

extension Policy {
  /// As `evaluate`, for resources that may lack what filters ask for: by them a filter neither
  /// passes nor fails, and the resource is undecided unless the other filters settle it.
  ///
  /// The policy is asked twice: with each such filter in favour of a match, and against. What both
  /// agree on holds.
  package func decide(_ resources: [Resource], _ context: EvaluationContext) -> Decision {
    guard case .success(let policy) = resolved(context) else {
      return Decision(known: evaluate(resources, context))
    }
    let needs = Needs(policy.filters, resources, context)
    if needs.isEmpty {
      return Decision(known: policy.judge(resources, context))
    }
    return policy.decide(resources, context, needs.widened(for: policy, resources, context))
  }

  func decide(
    _ resources: [Resource], _ context: EvaluationContext, _ needs: Needs
  ) -> Decision {
    let most = judgement(
      resources, context, filters: filters.map { $0.assuming(needs, favours: true) })
    let least = judgement(
      resources, context, filters: filters.map { $0.assuming(needs, favours: false) })
    // A filter that could not decide for another reason may have been asked one time only.
    let open = Set(most.kept).symmetricDifference(least.kept)
    var evaluation = least.evaluation
    let matches = zip(least.kept, evaluation.matches).filter { !open.contains($0.0) }
    evaluation.matches = matches.map(\.1)
    evaluation.problems = most.evaluation.problems
    return Decision(
      evaluation: evaluation,
      unread: matches.map { needs.calls(about: $0.0) },
      undecided: open.sorted().map { index in
        Decision.Undecided(resource: resources[index], calls: needs.calls(about: index))
      })
  }
}

/// Which filters lack what of which resources.
struct Needs: Sendable {
  /// What becomes of filters that compare resources with one another.
  enum Comparing: Sendable {
    /// They are asked: no resource that reaches them is undecided.
    case asked
    /// They stand aside, to see whether one is.
    case leftOut
    /// One is, so they can decide on none.
    case open
  }

  /// By the resource's place, for each hydration that is not there the call that would come next.
  private var missing: [Int: [Hydration: String]] = [:]
  fileprivate private(set) var comparing = Comparing.asked

  var isEmpty: Bool { missing.isEmpty }

  init(_ filters: [any Filter], _ resources: [Resource], _ context: EvaluationContext) {
    let hydrations = filters.flatMap(\.hydrations).uniqued
    for (index, resource) in resources.enumerated() {
      let setting = ReadSetting(scope: resource.scope, now: context.now)
      for hydration in hydrations {
        guard let read = hydration.nextCall(resource.document, setting) else { continue }
        missing[index, default: [:]][hydration] = "\(read.call.service):\(read.call.operation)"
      }
    }
  }

  /// The calls that a resource lacks, in their order by name; those of all resources where it is
  /// compared with them.
  func calls(about index: Int) -> [String] {
    let lists = comparing == .open ? Array(missing.values) : [missing[index] ?? [:]]
    return Set(lists.flatMap(\.values)).sorted()
  }

  /// The calls that a filter lacks about a resource.
  func calls(_ filter: any Filter, about index: Int) -> [String] {
    if filter.comparesResources, comparing == .open { return calls(about: index) }
    let known = missing[index] ?? [:]
    if filter.readsNotes { return calls(about: index) }
    return Set(filter.hydrations.compactMap { known[$0] }).sorted()
  }

  func lacks(_ filter: any Filter, about index: Int) -> Bool {
    if filter.comparesResources, comparing == .open { return true }
    guard let known = missing[index] else { return false }
    if filter.readsNotes { return true }
    return filter.hydrations.contains { known[$0] != nil }
  }

  /// Where a filter compares resources with one another and one of them is undecided, it can
  /// decide on none.
  func widened(
    for policy: Policy, _ resources: [Resource], _ context: EvaluationContext
  ) -> Needs {
    guard !isEmpty, policy.filters.contains(where: \.comparesResourcesWithin) else { return self }
    var needs = self
    needs.comparing = .leftOut
    needs.comparing = policy.decide(resources, context, needs).undecided.isEmpty ? .asked : .open
    return needs
  }
}

extension Filter {
  /// Whether what it says of a resource depends on the others that it is asked about.
  var comparesResources: Bool {
    !(self is any ResourceFilter || self is any FilterGroup || self is EventFilter)
  }

  /// Whether it looks at what other filters note: one that lacks an answer notes nothing.
  fileprivate var readsNotes: Bool { (self as? ValueFilter)?.key.seesAnnotations ?? false }

  fileprivate var comparesResourcesWithin: Bool {
    (self as? any FilterGroup)?.filters.contains(where: \.comparesResourcesWithin)
      ?? comparesResources
  }

  /// The same filter, which speaks for or against a match where it lacks something of a resource.
  ///
  /// - Parameter isNegated: Whether it stands in `not`, where to fail is to speak for a match.
  func assuming(_ needs: Needs, favours: Bool, isNegated: Bool = false) -> any Filter {
    func inner(_ group: any FilterGroup, _ isNegated: Bool) -> [any Filter] {
      group.filters.map { $0.assuming(needs, favours: favours, isNegated: isNegated) }
    }
    switch self {
    case let it as AndFilter:
      return AndFilter(position: position, filters: inner(it, isNegated))
    case let it as OrFilter:
      return OrFilter(position: position, filters: inner(it, isNegated))
    case let it as NotFilter:
      return NotFilter(position: position, filters: inner(it, !isNegated))
    default:
      return AssumingFilter(
        filter: self, passes: favours != isNegated, standsAside: !isNegated, needs: needs)
    }
  }
}

/// A filter that is asked about those resources only of which it lacks nothing.
private struct AssumingFilter: Filter {
  let filter: any Filter
  /// What becomes of the others.
  let passes: Bool
  /// What becomes of all while filters that compare are left out.
  let standsAside: Bool
  let needs: Needs

  var position: SourcePosition { filter.position }
  var hydrations: [Hydration] { filter.hydrations }

  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    if filter.comparesResources, needs.comparing == .leftOut { return standsAside ? set : [] }
    let known = set.filter { !needs.lacks(filter, about: $0) }
    if known.count == set.count { return filter.process(set, in: &run) }
    let kept = Set(filter.process(known, in: &run))
    return set.filter { index in
      kept.contains(index) || (passes && needs.lacks(filter, about: index))
    }
  }
}
