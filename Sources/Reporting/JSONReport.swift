import AWS
import Journal

/// report.json: the metrics and stories of one run, for programs. Members are sorted; durations
/// are whole microseconds and fractions millionths, so that the same run gives the same bytes.
enum JSONReport {
  /// Raised when a member changes its meaning or goes away.
  static let version: Int64 = 1

  static func write(_ run: RunResult, grid: ProngGrid? = nil) -> [UInt8] {
    var document: AWSObject = [
      "version": .integer(version),
      "scenario": .string(run.start.scenario),
      "title": .string(run.start.title),
      "seed": .string(String(run.start.seed)),
      "commandLine": .string(run.start.commandLine),
      "startedAt": .string(run.startedAt.iso8601),
      "endedAt": .string(run.endedAt.iso8601),
      "passes": .bool(run.passes),
      "expectations": .list(run.expectations.map { .object(expectation($0)) }),
      "metrics": .object(AWSObject(run.metrics.all.map { ($0.name, .object(value($0.value))) })),
      "violations": .list(run.metrics.violations.map { .object(violation($0)) }),
      "labels": .list(run.metrics.labels.map { .object(label($0)) }),
    ]
    if !run.start.without.isEmpty {
      document["without"] = .list(run.start.without.map(AWSValue.string))
    }
    document.set("prongs", grid.map { .object(prongs($0)) })
    return JSON.write(.object(document), sorted: true) + [UInt8(ascii: "\n")]
  }

  private static func prongs(_ grid: ProngGrid) -> AWSObject {
    [
      "variants": .list(
        grid.columns.map { column in
          [
            "without": .list(column.without.map(AWSValue.string)),
            "unstopped": .integer(Int64(column.unstopped)),
            "hindered": .integer(Int64(column.hindered)), "passes": .bool(column.passes),
          ]
        }),
      "steps": .list(
        grid.rows.map { row in
          [
            "step": .integer(Int64(row.step)), "kind": .string(row.kind.rawValue),
            "actor": .string(row.actor), "call": .string(row.call),
            "resource": .string(row.resource), "about": .string(row.about),
            "stoppedBy": .list(row.cells.map { $0.map(cell) ?? .null }),
          ]
        }),
    ]
  }

  private static func cell(_ cell: ProngGrid.Cell) -> AWSValue {
    var object: AWSObject = ["by": .string(cell.stop.name), "isHarm": .bool(cell.stop.isHarm)]
    object.set("exposureMicroseconds", cell.stop.exposure.map { .integer($0.microseconds) })
    object.set("reason", cell.reason.map(AWSValue.string))
    return .object(object)
  }

  private static func value(_ value: MetricValue) -> AWSObject {
    switch value {
    case .count(let number): ["count": .integer(Int64(number))]
    case .duration(let duration): ["microseconds": .integer(duration.microseconds)]
    case .atLeast(let duration): ["atLeastMicroseconds": .integer(duration.microseconds)]
    case .fraction(let parts): ["partsPerMillion": .integer(Int64(parts))]
    case .undefined: [:]
    }
  }

  private static func expectation(_ it: ExpectationResult) -> AWSObject {
    var object: AWSObject = [
      "metric": .string(it.metric), "comparator": .string(it.comparator.rawValue),
      "required": .object(value(it.required)), "actual": .object(value(it.actual)),
      "holds": .bool(it.holds), "wantsViolation": .bool(it.wantsViolation),
      "passes": .bool(it.passes),
    ]
    object.set("miss", it.miss.map(AWSValue.string))
    return object
  }

  private static func violation(_ it: ViolationStory) -> AWSObject {
    var object: AWSObject = [
      "violation": .string(it.violation), "checker": .string(it.checker),
      "resource": .string(it.subject.id), "account": .string(it.subject.scope.account),
      "region": .string(it.subject.scope.region), "about": .string(it.about),
      "opened": .string(it.opened.iso8601),
      "calls": .list(
        it.calls.map { call in
          var object: AWSObject = [
            "time": .string(call.time.iso8601), "call": .string(call.call),
            "rowsChanged": .integer(Int64(call.rowsChanged)),
          ]
          object.set("error", call.error.map(AWSValue.string))
          return .object(object)
        }),
    ]
    object.set("label", it.label.map(AWSValue.string))
    object.set("finding", it.finding.map(AWSValue.string))
    object.set("rule", it.rule.map(AWSValue.string))
    object.set("detected", it.detected.map { .string($0.iso8601) })
    object.set("detectedBy", it.detectedBy.map(AWSValue.string))
    object.set("held", it.heldReason.map(AWSValue.string))
    object.set("verified", it.verified.map { .string($0.iso8601) })
    object.set("closed", it.closed.map { .string($0.iso8601) })
    object.set("closedBy", it.closedBy.map(AWSValue.string))
    return object
  }

  private static func label(_ it: LabelStory) -> AWSObject {
    var object: AWSObject = [
      "label": .string(it.label.label), "kind": .string(it.label.kind.rawValue),
      "resource": .string(it.label.subject.id), "actor": .string(it.label.actor),
      "time": .string(it.time.iso8601), "verdict": .string(it.verdict.rawValue),
      "deliveries": .list(
        it.deliveries.map { delivery in
          var object: AWSObject = [
            "channel": .string(delivery.channel), "outcome": .string(delivery.outcome.rawValue),
            "eventName": .string(delivery.eventName),
          ]
          object.set("microseconds", delivery.latency.map { .integer($0.microseconds) })
          return .object(object)
        }),
    ]
    object.set("error", it.error.map(AWSValue.string))
    object["stoppedBy"] = .string(it.stop.name)
    object.set("reason", it.stopped?.reason.map(AWSValue.string))
    object.set("about", it.label.about.map(AWSValue.string))
    object.set("step", it.label.step.map { .integer(Int64($0)) })
    object.set("seen", it.seen.map { .string($0.iso8601) })
    object.set("seenBy", it.seenBy.map(AWSValue.string))
    return object
  }
}
