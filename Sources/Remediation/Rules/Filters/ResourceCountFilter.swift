import AWS
import Documents
import JMESPath

/// `value` with `value_type: resource_count`: all resources pass, or none, by how many they are.
struct ResourceCountFilter: Filter {
  let position: SourcePosition
  let op: FilterOperator
  let value: AWSValue

  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    if set.isEmpty { return [] }
    do throws(FilterProblem) {
      return try op.holds(count: set.count, value) ? set : []
    } catch {
      run.report(error, about: set, at: position)
      return []
    }
  }
}

/// `event`: compares a part of the record that triggered the policy; without one, all pass.
struct EventFilter: Filter {
  let value: ValueFilter

  var position: SourcePosition { value.position }

  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    guard let event = run.context.event, !set.isEmpty else { return set }
    do throws(FilterProblem) {
      return try value.matches(event.object ?? [:], run.context) ? set : []
    } catch {
      run.report(error, about: set, at: position)
      return []
    }
  }
}

/// `list-item`: looks at the items of a list one by one, each of which must pass all of `attrs`.
struct ListItemFilter: ResourceFilter {
  let position: SourcePosition
  let keyText: String
  let key: JMESPathExpression
  let attributes: [any Filter]
  let count: (op: FilterOperator, value: AWSValue)?
  /// The member of the items, where those that match are noted themselves, behind all that were
  /// read, and not their places.
  var itemMember: String?
  var hydrations: [Hydration]
  /// Of the first items, which resources share.
  private let placeNames: [AWSValue]

  init(
    position: SourcePosition, keyText: String, key: JMESPathExpression, attributes: [any Filter],
    count: (op: FilterOperator, value: AWSValue)?, itemMember: String? = nil,
    hydrations: [Hydration] = []
  ) {
    self.position = position
    self.keyText = keyText
    self.key = key
    self.attributes = attributes
    self.count = count
    self.itemMember = itemMember
    self.hydrations = hydrations
    placeNames = (0..<16).map { Self.name($0, in: keyText) }
  }

  private static func name(_ place: Int, in key: String) -> AWSValue {
    .string("\(key)[\(place)]")
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let found: AWSValue
    do throws(JMESPathError) {
      found = try key.evaluate(.object(run.resources[index].document))
    } catch {
      throw FilterProblem("key `\(keyText)`: \(error.message)")
    }
    guard PythonValue.isTrue(found) else { return try hasCount(0) }
    guard case .list(let items) = found else {
      throw FilterProblem("key `\(keyText)` finds something that is no list")
    }
    let context = run.context
    var matched: [Int] = []
    for (place, item) in items.enumerated() {
      guard case .object(let object) = item else {
        throw FilterProblem("key `\(keyText)` finds a list with items that are no objects")
      }
      if try accepts(object, context) { matched.append(place) }
    }
    if count != nil { return try hasCount(matched.count) }
    guard !matched.isEmpty else { return false }
    if let itemMember {
      run.notes[index].others[itemMember] = .list(items + matched.map { items[$0] })
      return true
    }
    let places = matched.map { $0 < placeNames.count ? placeNames[$0] : Self.name($0, in: keyText) }
    run.notes[index].append(places, to: "c7n:ListItemMatches")
    return true
  }

  func accepts(_ item: AWSObject, _ context: EvaluationContext) throws(FilterProblem) -> Bool {
    for filter in attributes where !(try filter.accepts(item, context)) { return false }
    return true
  }

  private func hasCount(_ found: Int) throws(FilterProblem) -> Bool {
    guard let count else { return false }
    return try count.op.holds(count: found, count.value)
  }
}
