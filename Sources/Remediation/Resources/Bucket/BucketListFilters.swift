import AWS
import Documents

/// `bucket-notification`: a value filter on each of a bucket's notifications of a kind; the ids of
/// those that match are noted.
struct BucketNotificationFilter: ResourceFilter {
  static let note = "c7n:MatchedNotificationConfigurationIds"
  /// The members of a notification configuration that c7n knows, by its kinds.
  static let members = [
    "lambda": "LambdaFunctionConfigurations", "sns": "TopicConfigurations",
    "sqs": "QueueConfigurations",
  ]

  let position: SourcePosition
  let member: String
  let value: ValueFilter

  var hydrations: [Hydration] { [.bucketNotification] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    var matched: [AWSValue] = []
    for item in run.resources[index].document.at("Notification", member)?.list ?? [] {
      guard case .object(let object) = item, try value.matches(object, run.context) else {
        continue
      }
      guard let id = object["Id"] else { throw FilterProblem("a notification has no `Id`") }
      matched.append(id)
    }
    guard !matched.isEmpty else { return false }
    run.notes[index].append(matched, to: Self.note)
    return true
  }
}

/// `lock-configuration`: a value filter on a bucket's object lock; a bucket without one does not
/// match, whatever is asked.
struct LockConfigurationFilter: ResourceFilter {
  let position: SourcePosition
  let value: ValueFilter

  var hydrations: [Hydration] { [.bucketLock] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let lock = run.resources[index].document["c7n:ObjectLockConfiguration"]?.object else {
      return false
    }
    return try value.matches(lock, run.context)
  }
}

/// `intelligent-tiering`: looks at a bucket's tierings one by one, each of which must pass all of
/// `attrs`; those that do are noted whole.
struct IntelligentTieringFilter: ResourceFilter {
  static let note = "c7n:ListItemMatches"

  let position: SourcePosition
  let attributes: [any Filter]
  let count: (op: FilterOperator, value: AWSValue)?

  var hydrations: [Hydration] { [.bucketTierings] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let resource = run.resources[index]
    let items = resource.document["c7n:IntelligentTiering"]?.list ?? []
    let matched = try Self.matched(items, attributes, resource.scope, run.context)
    if let count { return try count.op.holds(count: matched.count, count.value) }
    guard !matched.isEmpty else { return false }
    run.notes[index].append(matched, to: Self.note)
    return true
  }

  /// The items that pass all filters, with what these noted on them.
  private static func matched(
    _ items: [AWSValue], _ filters: [any Filter], _ scope: Scope, _ context: EvaluationContext
  ) throws(FilterProblem) -> [AWSValue] {
    let objects = items.compactMap(\.object)
    guard objects.count == items.count else {
      throw FilterProblem("the list has items that are no objects")
    }
    let resources = objects.enumerated().map { place, object in
      Resource(id: String(place), document: object, scope: scope)
    }
    var run = FilterRun(resources, context, groups: false)
    var kept = Array(resources.indices)
    for filter in filters { kept = filter.process(kept, in: &run) }
    if let problem = run.problems.first { throw FilterProblem(problem.message) }
    return kept.map { .object(run.annotated($0)) }
  }
}
