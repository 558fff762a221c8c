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

/// Filters that look at the items of a list of a bucket's, each of which must pass all of `attrs`,
/// and note those that do whole.
protocol NotingListFilter: ResourceFilter {
  var attributes: [any Filter] { get }
  var count: (op: FilterOperator, value: AWSValue)? { get }
  func items(of bucket: AWSObject) throws(FilterProblem) -> [AWSObject]
}

extension NotingListFilter {
  static var note: String { "c7n:ListItemMatches" }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let resource = run.resources[index]
    let matched = try matched(
      try items(of: resource.document), resource.scope, run.context)
    if let count { return try count.op.holds(count: matched.count, count.value) }
    guard !matched.isEmpty else { return false }
    run.notes[index].append(matched, to: Self.note)
    return true
  }

  /// The items that pass all filters, with what these noted on them.
  private func matched(_ items: [AWSObject], _ scope: Scope, _ context: EvaluationContext)
    throws(FilterProblem) -> [AWSValue]
  {
    let resources = items.enumerated().map { place, object in
      Resource(id: String(place), document: object, scope: scope)
    }
    var run = FilterRun(resources, context, groups: false)
    var kept = Array(resources.indices)
    for filter in attributes { kept = filter.process(kept, in: &run) }
    if let problem = run.problems.first { throw FilterProblem(problem.message) }
    return kept.map { .object(run.annotated($0)) }
  }
}

/// `intelligent-tiering`: a bucket's tierings one by one.
struct IntelligentTieringFilter: NotingListFilter {
  let position: SourcePosition
  let attributes: [any Filter]
  let count: (op: FilterOperator, value: AWSValue)?

  var hydrations: [Hydration] { [.bucketTierings] }

  func items(of bucket: AWSObject) throws(FilterProblem) -> [AWSObject] {
    (bucket["c7n:IntelligentTiering"]?.list ?? []).compactMap(\.object)
  }
}

/// `bucket-replication`: a bucket's replication rules one by one, with whether the destination is
/// there, and in which region.
///
/// c7n reads the region of somebody else's bucket off the refusal; here that region is unknown, and
/// a filter that asks for it can't decide.
struct BucketReplicationFilter: NotingListFilter {
  let position: SourcePosition
  let attributes: [any Filter]
  let count: (op: FilterOperator, value: AWSValue)?
  let asksForRegion: Bool

  var hydrations: [Hydration] { [.bucketReplication, .replicationDestinations] }

  static let member = "stormdrill:ReplicationDestinations"

  /// A rule's destination bucket.
  static func destination(_ rule: AWSValue) -> String {
    let parts = (rule.at("Destination", "Bucket")?.string ?? "")
      .split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 5 ? String(parts[5]) : ""
  }

  static func rules(of bucket: AWSObject) -> [AWSValue] {
    bucket["Replication"]?.at("ReplicationConfiguration", "Rules")?.list ?? []
  }

  func items(of bucket: AWSObject) throws(FilterProblem) -> [AWSObject] {
    let home = ResourceType.homeRegion(bucket)
    let found = bucket[Self.member]?.object ?? [:]
    var items: [AWSObject] = []
    for rule in Self.rules(of: bucket) {
      let name = Self.destination(rule)
      var item = rule.object ?? [:]
      item["DestinationBucketAvailable"] = .bool(found[name].map { !$0.isNull } ?? false)
      if let region = found[name]?.string {
        item["DestinationRegion"] = .string(region)
        item["CrossRegion"] = .bool(region != home)
      } else if asksForRegion, found[name] == true {
        throw FilterProblem("the region of bucket `\(name)` may not be read")
      }
      items.append(item)
    }
    return items
  }
}

extension Hydration {
  /// Asks for each destination of a bucket's replication in which region it is; null for one that
  /// isn't there, true for one that may not be asked.
  static let replicationDestinations = Hydration(BucketReplicationFilter.member) {
    document, setting in
    let member = BucketReplicationFilter.member
    let known = document[member]?.object ?? [:]
    let names = BucketReplicationFilter.rules(of: document)
      .map(BucketReplicationFilter.destination).filter { !$0.isEmpty }
    guard let name = names.first(where: { known[$0] == nil }) else { return nil }
    @Sendable func note(_ document: inout AWSObject, _ value: AWSValue) {
      var known = document[member]?.object ?? [:]
      known[name] = value
      document[member] = .object(known)
    }
    // An answer to HEAD has no code but its status.
    var read = ReadCall(
      APICall(
        service: "s3", operation: "HeadBucket", input: ["Bucket": .string(name)],
        scope: ResourceType.s3Bucket.homeScope(document, setting.scope)),
      absentCodes: ["404", "NoSuchBucket"]
    ) { document, pages in
      note(&document, pages == nil ? .null : pages?.first("BucketRegion") ?? true)
    }
    read.foldError = { document, error in
      guard ["403", "AccessDenied"].contains(error.code) else { return false }
      note(&document, true)
      return true
    }
    return read
  }
}
