import AWS
import Documents

/// A value filter on something that belongs to a resource: a trail's status, a user's policies,
/// access keys or groups.
struct NestedValueFilter: ResourceFilter {
  enum Look: Sendable {
    /// At the member itself, an object.
    case at
    /// At each item of the member, a list: one that matches is enough.
    case any
    /// The same, and those that match are noted under a key of their own.
    case noting(String, block: Block, marks: [(String, AWSValue)] = [], narrows: Bool = false)
    /// At the resource, by a fixed key.
    case resource
  }

  let position: SourcePosition
  let member: String
  let look: Look
  let value: ValueFilter
  let hydrations: [Hydration]

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    switch look {
    case .resource: return try value.matches(document, run.context)
    case .at:
      guard let object = document[member]?.object else {
        throw FilterProblem("the resource was read without `\(member)`")
      }
      return try value.matches(object, run.context)
    case .any:
      for item in document[member]?.list ?? [] {
        if case .object(let object) = item, try value.matches(object, run.context) { return true }
      }
      return false
    case .noting(let key, let block, let marks, let narrows):
      // There is nothing of the kind, which leaves no note either.
      if document[member] == .null { return false }
      var items = document[member]?.list ?? []
      if narrows, let before = run.notes[index].others[key]?.list { items = before }
      var matched: [AWSValue] = []
      for item in items {
        guard case .object(var object) = item, try value.matches(object, run.context) else {
          continue
        }
        for (name, mark) in marks { object[name] = mark }
        matched.append(.object(object))
      }
      let before = run.notes[index].others[key]?.list
      run.notes[index].others[key] = .list(block.merge(matched, before))
      return !matched.isEmpty
    }
  }
}

/// The group of filters that a filter stands in directly: how its notes join those before.
enum Block: Sendable {
  case and, or, not

  /// Under `and` and `not` what both noted, under `or` what either did.
  func merge(_ values: [AWSValue], _ before: [AWSValue]?) -> [AWSValue] {
    guard let before else { return values }
    switch self {
    case .and, .not: return values.filter { Python.has(before, $0) }
    case .or:
      if before.isEmpty { return values }
      if values.isEmpty { return before }
      return values + before.filter { !Python.has(values, $0) }
    }
  }
}
