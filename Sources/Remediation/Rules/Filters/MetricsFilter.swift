import AWS
import Documents
import JMESPath

/// `metrics`: whether all data points that CloudWatch has of a metric meet a comparison, by default
/// `less-than`.
///
/// Departure: two filters on one metric with other periods or dimensions see their own data each;
/// Cloud Custodian shows both what the first has read.
struct MetricsFilter: ResourceFilter {
  let position: SourcePosition
  let query: MetricQuery
  let op: FilterOperator
  let value: AWSValue
  /// The data points are percentages of this member, times `multiplier`.
  let percentMember: String?
  let multiplier: AWSValue?
  /// Stands for a metric without any data; nil: such a resource doesn't match.
  let missing: AWSValue?

  var hydrations: [Hydration] { [query.hydration] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    var points = query.points(in: document)
    if points.isEmpty {
      guard let missing else { return false }
      points = [.object([query.statistic: missing])]
    }
    for point in points {
      var found = point
      if percentMember == nil, let extended = point["ExtendedStatistics"] { found = extended }
      guard var number = found[query.statistic] else {
        throw FilterProblem("a data point has no `\(query.statistic)`")
      }
      if let percentMember { number = try percent(number, percentMember, of: document) }
      if !(try op.holdsStrictly(number, value)) { return false }
    }
    return true
  }

  private func percent(_ number: AWSValue, _ member: String, of document: AWSObject)
    throws(FilterProblem) -> AWSValue
  {
    guard let whole = document[member].flatMap(PythonValue.number)?.asDouble,
      let part = PythonValue.number(number)?.asDouble
    else { throw FilterProblem("`\(member)` is no number") }
    let factor = multiplier.flatMap(PythonValue.number)?.asDouble ?? 0
    let divisor = factor == 0 ? whole : whole * factor
    guard divisor != 0 else { throw FilterProblem("`\(member)` is 0") }
    return .double(part / divisor * 100)
  }
}

/// Which metric, over which span of time.
struct MetricQuery: Sendable {
  enum Window: String, Sendable, CaseIterable {
    case auto
    case startOfDay = "start-of-day"
  }

  let namespace: String
  let metric: String
  let statistic: String
  /// As it is written, since Cloud Custodian's key for the data holds it.
  let days: AWSValue
  let window: Window
  /// Seconds; nil for the whole span.
  let period: Int64?
  /// Beside those of the resource.
  let dimensions: [AWSValue]
  let resourceDimensions: @Sendable (AWSObject) -> [AWSValue]

  static let member = "c7n.metrics"

  /// Cloud Custodian's name for the data.
  private var key: String {
    "\(namespace).\(metric).\(statistic).\(Python.text(days))"
  }
  private var ownMember: String {
    "stormdrill:metric \(key) \(window.rawValue) \(period ?? 0) \(JSON.text(.list(dimensions)))"
  }

  func points(in document: AWSObject) -> [AWSValue] {
    (document[ownMember] ?? document[Self.member]?[key])?.list ?? []
  }

  var hydration: Hydration {
    Hydration(ownMember) { document, setting in
      if document[ownMember] != nil || document[Self.member]?[key] != nil { return nil }
      let (start, end) = span(setting.now)
      let isStandard = MetricQuery.standardStatistics.contains(statistic)
      let call = APICall(
        service: "cloudwatch", operation: "GetMetricStatistics",
        input: [
          "Namespace": .string(namespace), "MetricName": .string(metric),
          "StartTime": .timestamp(start), "EndTime": .timestamp(end),
          "Period": .integer(period ?? (end - start).components.seconds),
          "Dimensions": .list(resourceDimensions(document) + dimensions),
          isStandard ? "Statistics" : "ExtendedStatistics": [.string(statistic)],
        ], scope: setting.scope)
      return ReadCall(call) { document, pages in
        let points = (pages ?? []).first("Datapoints") ?? []
        document[ownMember] = points
        var all = document[Self.member]?.object ?? [:]
        if all[key] == nil { all[key] = points }
        document[Self.member] = .object(all)
      }
    }
  }

  /// The end is the next second, minute, five minutes or hour, by how far CloudWatch keeps what is
  /// so fine (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html).
  private func span(_ now: Timestamp) -> (Timestamp, Timestamp) {
    let days = PythonValue.number(days)?.asDouble ?? 0
    let grain: Int64 = days <= 0.125 ? 1 : days <= 15 ? 60 : days <= 63 ? 300 : 3600
    let end = Timestamp(seconds: now.seconds - now.seconds % grain + grain)
    let length = Duration.microseconds(Int64((days * 86_400_000_000).rounded(.toNearestOrEven)))
    guard window == .startOfDay else { return (end - length, end) }
    func midnight(_ time: Timestamp) -> Timestamp {
      Timestamp(seconds: time.seconds - time.seconds % 86400)
    }
    return (midnight(end - length), midnight(end))
  }

  static let standardStatistics = ["Average", "Sum", "Maximum", "Minimum", "SampleCount"]

  /// Those, and percentiles such as `p99.9`.
  static func isStatistic(_ name: String) -> Bool {
    if standardStatistics.contains(name) { return true }
    guard name.hasPrefix("p") else { return false }
    let parts = name.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    let isDigits = parts.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
    guard isDigits, let first = parts.first else { return false }
    return parts.count == 1
      ? (1...4).contains(first.count)
      : parts.count == 2 && (1...3).contains(first.count) && parts[1].count <= 1
  }
}

extension FilterKind {
  /// - Parameters:
  ///   - namespace: the one that is meant where the filter names none; nil where it must.
  ///   - dimensions: those that name a resource.
  static func metrics(
    namespace: String?, dimensions: @escaping @Sendable (AWSObject) -> [AWSValue]
  ) -> FilterKind {
    FilterKind(name: "metrics") { loader, reader, _, _ in
      loader.metrics(&reader, namespace, dimensions)
    }
  }

  /// The commonest: one dimension, named as the member that names the resource.
  static func metrics(namespace: String?, dimension: String) -> FilterKind {
    metrics(namespace: namespace) { document in
      [["Name": .string(dimension), "Value": document[dimension] ?? .null]]
    }
  }
}

extension PolicyLoader {
  fileprivate mutating func metrics(
    _ reader: inout MappingReader, _ standard: String?,
    _ dimensions: @escaping @Sendable (AWSObject) -> [AWSValue]
  ) -> (any Filter)? {
    let before = errorCount(reader)
    let name = reader.requiredString("name")
    let namespace = reader.string("namespace").flatMap { $0.isEmpty ? nil : $0 } ?? standard
    if namespace == nil {
      reader.error("\(reader.subject) has no `namespace`", suggestion: "expected `namespace`")
    }
    func number(_ key: String) -> AWSValue? {
      reader.value(key, expected: "a number") { $0.double == nil ? nil : $0.value }
    }
    if reader.node("value") == nil {
      reader.error("\(reader.subject) has no `value`", suggestion: "expected `value`")
    }
    let value = number("value")
    let statistic = reader.string("statistics") ?? "Average"
    if !MetricQuery.isStatistic(statistic) {
      reader.error(
        at: reader.node("statistics")?.position, "there is no statistic `\(statistic)`",
        suggestion: Spelling.suggestion(
          for: statistic, among: MetricQuery.standardStatistics + ["p99"]))
    }
    let days = number("days") ?? 14
    if let node = reader.node("days"), let count = node.double, count > 455 || count <= -1e6 {
      reader.error(
        at: node.position, "CloudWatch keeps no data of \(node.scalarText ?? "") days",
        suggestion: "expected at most 455")
    }
    let period = reader.double("period")
    let own = reader.mapping("dimensions", of: "`dimensions`") { reader in
      (reader.node.mapping ?? []).compactMap { pair -> AWSValue? in
        let key = pair.key.scalarText ?? ""
        return reader.string(key).map { ["Name": .string(key), "Value": .string($0)] }
      }
    }
    let op = reader.choice("op", as: FilterOperator.self) ?? .lessThan
    let window = reader.choice("period-start", as: MetricQuery.Window.self) ?? .auto
    let percent = reader.string("percent-attr")
    let multiplier = number("attr-multiplier")
    let missing = number("missing-value")
    guard before == errorCount(reader), let value, let namespace else { return nil }
    return MetricsFilter(
      position: reader.position,
      query: MetricQuery(
        namespace: namespace, metric: name, statistic: statistic, days: days, window: window,
        period: period.map { Int64($0) }, dimensions: own ?? [], resourceDimensions: dimensions),
      op: op, value: value, percentMember: percent.flatMap { $0.isEmpty ? nil : $0 },
      multiplier: multiplier, missing: missing)
  }
}
