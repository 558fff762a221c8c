import AWS
import Documents
import JMESPath

/// What `check-cloudtrail` demands of one of the account's trails, and what has to be read to know
/// whether one has it: the one place that both the reads and the filter go by.
///
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
struct TrailDemand: Sendable {
  var isGlobal = false
  var isInRegion = false
  var isEncrypted = false
  var key: String?
  var isValidated = false
  var isMultiRegion = false
  var notifies = false
  var isRunning = true
  var recordsManagement = false
  /// `log-metric-filter-pattern`: a metric filter that alarms somebody.
  var pattern: ValueFilter?

  enum Progress {
    /// This must be read first; under which member's key it is kept.
    case lacks(APICall, Answer, absentCodes: [String])
    case decided([AWSObject])
  }

  /// The kinds of answers that are kept beside the trails, each by what was asked about.
  enum Answer: String {
    case status = "stormdrill:TrailStatuses"
    case selectors = "stormdrill:TrailSelectors"
    case filters = "stormdrill:MetricFilters"
    case alarms = "stormdrill:MetricAlarms"
    case topic = "stormdrill:Topics"
  }

  /// The trails that have all of it, as far as the document tells.
  func progress(_ document: AWSObject, _ context: EvaluationContext, _ scope: Scope)
    throws(FilterProblem) -> Progress
  {
    var trails = [document].items("c7n:cloudtrails").filter { isPlain($0, scope.region) }
    func call(_ service: String, _ operation: String, _ input: AWSObject) -> APICall {
      APICall(service: service, operation: operation, input: input, scope: scope)
    }
    func kept(_ answer: Answer, _ key: String) -> AWSValue? { document[answer.rawValue]?[key] }
    if isRunning {
      var running: [AWSObject] = []
      for trail in trails {
        let arn = trail["TrailARN"]?.string ?? ""
        guard let status = kept(.status, arn) else {
          return .lacks(
            call("cloudtrail", "GetTrailStatus", ["Name": .string(arn)]), .status,
            absentCodes: [])
        }
        let hasError = PythonValue.isTrue(status["LatestDeliveryError"] ?? .null)
        if PythonValue.isTrue(status["IsLogging"] ?? .null), !hasError { running.append(trail) }
      }
      trails = running
    }
    if recordsManagement {
      var recording: [AWSObject] = []
      for trail in trails {
        let arn = trail["TrailARN"]?.string ?? ""
        guard let selectors = kept(.selectors, arn) else {
          return .lacks(
            call("cloudtrail", "GetEventSelectors", ["TrailName": .string(arn)]), .selectors,
            absentCodes: [])
        }
        if try Self.recordsManagement(selectors) { recording.append(trail) }
      }
      trails = recording
    }
    guard let pattern else { return .decided(trails) }
    var alarming: [AWSObject] = []
    for trail in trails {
      guard let group = try Self.logGroup(trail) else { continue }
      guard let filters = kept(.filters, group) else {
        return .lacks(
          call("logs", "DescribeMetricFilters", ["logGroupName": .string(group)]), .filters,
          absentCodes: ["ResourceNotFoundException"])
      }
      var found: AWSObject?
      for case .object(let filter) in filters["metricFilters"]?.list ?? [] where found == nil {
        if try pattern.matches(filter, context) { found = filter }
      }
      guard let found else { continue }
      guard let metric = found["metricTransformations"]?.list?.first,
        let name = metric["metricName"], let space = metric["metricNamespace"]
      else { throw FilterProblem("a metric filter names no metric") }
      let key = "\(space.string ?? "") \(name.string ?? "")"
      guard let alarms = kept(.alarms, key) else {
        return .lacks(
          call(
            "cloudwatch", "DescribeAlarmsForMetric", ["MetricName": name, "Namespace": space]),
          .alarms, absentCodes: [])
      }
      let actions = (alarms["MetricAlarms"]?.list ?? [])
        .flatMap { $0["AlarmActions"]?.list ?? [] }.compactMap(\.string).uniqued.sorted()
      for action in actions {
        guard let topic = kept(.topic, action) else {
          return .lacks(
            call("sns", "GetTopicAttributes", ["TopicArn": .string(action)]), .topic,
            absentCodes: ["ParameterValueInvalid"])
        }
        let confirmed = topic.at("Attributes", "SubscriptionsConfirmed")?.string ?? "0"
        if topic != .null, confirmed != "0" { alarming.append(trail) }
      }
    }
    return .decided(alarming)
  }

  /// What listing alone tells.
  private func isPlain(_ trail: AWSObject, _ region: String) -> Bool {
    func has(_ member: String) -> Bool { PythonValue.isTrue(trail[member] ?? .null) }
    if isGlobal, !has("IncludeGlobalServiceEvents") { return false }
    if isInRegion, trail["HomeRegion"]?.string != region, !has("IsMultiRegionTrail") {
      return false
    }
    if isEncrypted, !has("KmsKeyId") { return false }
    if let key, !key.isEmpty, trail["KmsKeyId"]?.string != key { return false }
    if isValidated, !has("LogFileValidationEnabled") { return false }
    if isMultiRegion, !has("IsMultiRegionTrail") { return false }
    return !notifies || has("SnsTopicARN")
  }

  private static func recordsManagement(_ answer: AWSValue) throws(FilterProblem) -> Bool {
    if let selectors = answer["EventSelectors"]?.list {
      return selectors.contains {
        $0["IncludeManagementEvents"]?.bool == true && $0["ReadWriteType"] == "All"
      }
    }
    return (answer["AdvancedEventSelectors"]?.list ?? []).contains { selector in
      let fields = selector["FieldSelectors"]?.list ?? []
      let isManagement = fields.contains {
        $0["Field"] == "eventCategory" && $0["Equals"]?.list?.contains("Management") == true
      }
      return isManagement && !fields.contains { $0["Field"] == "readOnly" }
    }
  }

  /// The seventh part of `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*`.
  private static func logGroup(_ trail: AWSObject) throws(FilterProblem) -> String? {
    guard let arn = trail["CloudWatchLogsLogGroupArn"]?.string else { return nil }
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 6 else { throw FilterProblem("`\(arn)` names no log group") }
    return String(parts[6])
  }
}

/// `check-cloudtrail`: accounts without a trail that has all that is demanded.
struct TrailCheckFilter: ResourceFilter {
  let position: SourcePosition
  let demand: TrailDemand
  /// The filter as it is written, which decides what is read.
  let text: String

  var hydrations: [Hydration] {
    [
      .account("cloudtrail", "DescribeTrails", as: "c7n:cloudtrails") { $0["trailList"] ?? [] },
      Hydration("check-cloudtrail \(text)") { document, setting in
        let context = EvaluationContext(
          now: setting.now, account: setting.scope.account, region: setting.scope.region)
        guard
          case .lacks(let call, let answer, let codes)? =
            try? demand.progress(document, context, setting.scope)
        else { return nil }
        return ReadCall(call, absentCodes: codes) { document, pages in
          var kept = document[answer.rawValue]?.object ?? [:]
          kept[Self.key(call, answer)] = pages?.first.map { .object($0) } ?? .null
          document[answer.rawValue] = .object(kept)
        }
      },
    ]
  }

  private static func key(_ call: APICall, _ answer: TrailDemand.Answer) -> String {
    func text(_ member: String) -> String { call.input[member]?.string ?? "" }
    return switch answer {
    case .status: text("Name")
    case .selectors: text("TrailName")
    case .filters: text("logGroupName")
    case .alarms: "\(text("Namespace")) \(text("MetricName"))"
    case .topic: text("TopicArn")
    }
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let resource = run.resources[index]
    switch try demand.progress(resource.document, run.context, resource.scope) {
    case .decided(let trails): return trails.isEmpty
    case .lacks(let call, _, _):
      throw FilterProblem("the account was read without the answer to `\(call.operation)`")
    }
  }
}

extension FilterKind {
  static let checkTrails = FilterKind(name: "check-cloudtrail") { loader, reader, _, _ in
    var demand = TrailDemand()
    demand.isGlobal = reader.bool("global-events") ?? false
    demand.isInRegion = reader.bool("current-region") ?? false
    demand.isEncrypted = reader.bool("kms") ?? false
    demand.key = reader.string("kms-key")
    demand.isValidated = reader.bool("file-digest") ?? false
    demand.isMultiRegion = reader.bool("multi-region") ?? false
    demand.notifies = reader.bool("notifies") ?? false
    demand.isRunning = reader.bool("running") ?? true
    demand.recordsManagement = reader.bool("include-management-events") ?? false
    if let node = reader.node("log-metric-filter-pattern") {
      if let text = node.string {
        let key = Node(.string("filterPattern"), at: node.position)
        if !text.isEmpty {
          demand.pattern = loader.shortValue(
            Node.Pair(key: key, value: node), at: node.position, on: nil)
        }
      } else {
        var inner = MappingReader(node, of: "`log-metric-filter-pattern`")
        demand.pattern = loader.value(&inner, on: nil, defaultKey: "filterPattern")
        loader.diagnostics += inner.finish()
        if demand.pattern == nil { return nil }
      }
    }
    return TrailCheckFilter(
      position: reader.position, demand: demand,
      text: JSON.text(reader.node.value, sorted: true))
  }
}
