import AWS
import Documents

/// A filter that is made of others.
protocol FilterGroup: Filter {
  var filters: [any Filter] { get }
}

extension FilterGroup {
  var hydrations: [Hydration] { filters.flatMap(\.hydrations) }
}

/// `and`: each filter sees what the ones before it let through. What they noted is taken back from
/// resources that fail, as far as it stands under `c7n` keys.
struct AndFilter: FilterGroup {
  let position: SourcePosition
  let filters: [any Filter]

  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    let before = run.notes
    var kept = set
    for filter in filters {
      kept = filter.process(kept, in: &run)
      if kept.isEmpty { break }
    }
    var passed = Array(repeating: false, count: run.notes.count)
    for index in kept { passed[run.lastOfID?[index] ?? index] = true }
    for index in set where !passed[run.lastOfID?[index] ?? index] {
      run.notes[index].restoreOwn(from: before[index])
    }
    return kept
  }

  func accepts(_ item: AWSObject, _ context: EvaluationContext) throws(FilterProblem) -> Bool {
    for filter in filters where !(try filter.accepts(item, context)) { return false }
    return true
  }
}

/// `or`: each filter sees all resources; those that any lets through pass. Resources of one id
/// count as the last of them.
struct OrFilter: FilterGroup {
  let position: SourcePosition
  let filters: [any Filter]

  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    var passed = Array(repeating: false, count: run.notes.count)
    for filter in filters {
      for index in filter.process(set, in: &run) { passed[run.lastOfID?[index] ?? index] = true }
    }
    return run.inOrder(set) { passed[$0] }
  }

  func accepts(_ item: AWSObject, _ context: EvaluationContext) throws(FilterProblem) -> Bool {
    // All are asked, since one of them may have a problem with the item.
    var accepted = false
    for filter in filters where try filter.accepts(item, context) { accepted = true }
    return accepted
  }
}

/// `not`: what its filters together would let through fails, all else passes. Nothing that they
/// noted under `c7n` keys stays.
struct NotFilter: FilterGroup {
  let position: SourcePosition
  let filters: [any Filter]

  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    let before = run.notes
    var kept = set
    for filter in filters {
      kept = filter.process(kept, in: &run)
      if kept.isEmpty { break }
    }
    for index in set { run.notes[index].restoreOwn(from: before[index]) }
    var failed = Array(repeating: false, count: run.notes.count)
    for index in kept { failed[run.lastOfID?[index] ?? index] = true }
    return run.inOrder(set) { !failed[$0] }
  }

  func accepts(_ item: AWSObject, _ context: EvaluationContext) throws(FilterProblem) -> Bool {
    for filter in filters where !(try filter.accepts(item, context)) { return true }
    return false
  }
}

extension FilterRun {
  /// Those of a set that pass, each id once.
  fileprivate func inOrder(_ set: [Int], where passes: (Int) -> Bool) -> [Int] {
    guard let lastOfID else { return set.filter(passes) }
    var seen: Set<Int> = []
    return set.compactMap { index in
      let last = lastOfID[index]
      return passes(last) && seen.insert(last).inserted ? last : nil
    }
  }
}
