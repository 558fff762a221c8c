import AWS
import Documents

/// One filter of a policy, compiled: pure over documents that already hold what it needs.
protocol Filter: Sendable {
  var position: SourcePosition { get }
  /// What it needs to know beside what listing tells.
  var hydrations: [Hydration] { get }
  /// Those of the resources that pass, in their order.
  func process(_ set: [Int], in run: inout FilterRun) -> [Int]
  /// Whether an object inside of a resource passes, for the filters that stand in `list-item`.
  func accepts(_ item: AWSObject, _ context: EvaluationContext) throws(FilterProblem) -> Bool
}

extension Filter {
  var hydrations: [Hydration] { [] }

  func accepts(_ item: AWSObject, _ context: EvaluationContext) throws(FilterProblem) -> Bool {
    throw FilterProblem("this filter can't look at the items of a list")
  }
}

/// A filter that looks at each resource by itself.
protocol ResourceFilter: Filter {
  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool
}

extension ResourceFilter {
  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    var kept: [Int] = []
    kept.reserveCapacity(set.count)
    for index in set {
      do throws(FilterProblem) {
        if try matches(index, in: &run) { kept.append(index) }
      } catch {
        run.report(error, about: index, at: position)
      }
    }
    return kept
  }
}

/// The resources that a policy looks at, with what its filters leave on them.
struct FilterRun {
  let resources: [Resource]
  let context: EvaluationContext
  var notes: [Notes]
  private(set) var problems: [EvaluationProblem] = []
  /// The resources that some filter could not decide on: none of them matches, whatever the groups
  /// around that filter make of the others.
  private(set) var undecided: Set<Int> = []
  /// For each resource the last one that has its id: groups of filters see resources by their id.
  /// nil where each id is there once.
  let lastOfID: [Int]?

  /// So that a policy that fails everywhere doesn't fill memory.
  static let problemLimit = 1000

  init(_ resources: [Resource], _ context: EvaluationContext, groups: Bool) {
    self.resources = resources
    self.context = context
    notes = Array(repeating: Notes(), count: resources.count)
    guard groups, resources.count > 1 else {
      lastOfID = nil
      return
    }
    var last: [String: Int] = Dictionary(minimumCapacity: resources.count)
    for (index, resource) in resources.enumerated() { last[resource.id] = index }
    lastOfID =
      last.count == resources.count ? nil : resources.map { last[$0.id] ?? 0 }
  }

  mutating func report(_ problem: FilterProblem, about index: Int, at position: SourcePosition) {
    undecided.insert(index)
    guard problems.count < Self.problemLimit else { return }
    problems.append(
      EvaluationProblem(
        resource: resources[index].id, position: position, message: problem.message))
  }

  /// Reports what kept a filter from deciding on a whole set, once.
  mutating func report(
    _ problem: FilterProblem, about set: [Int], at position: SourcePosition
  ) {
    guard let first = set.first else { return }
    undecided.formUnion(set)
    report(problem, about: first, at: position)
  }

  /// A resource's document with the annotations on it, as later filters see it.
  func annotated(_ index: Int) -> AWSObject {
    var document = resources[index].document
    for (key, value) in notes[index].object { document[key] = value }
    return document
  }
}
