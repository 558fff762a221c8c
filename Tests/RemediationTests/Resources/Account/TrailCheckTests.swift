import AWS
@testable import Remediation
import Testing

private let arn = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/t"
private let topic = "arn:aws:sns:eu-west-1:123456789012:alarm"

/// An account with one good trail, where the answers aren't changed.
private struct Trails {
  var trail: AWSObject = [
    "TrailARN": .string(arn), "HomeRegion": "us-east-1", "IsMultiRegionTrail": true,
    "IncludeGlobalServiceEvents": true, "LogFileValidationEnabled": true, "KmsKeyId": "k",
    "CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:123456789012:log-group:g:*",
  ]
  var status: AWSValue = ["IsLogging": true]
  var selectors: AWSValue = [
    "EventSelectors": [["IncludeManagementEvents": true, "ReadWriteType": "All"]]
  ]
  var filters: AWSValue = [
    "metricFilters": [
      [
        "filterPattern": "{ root }",
        "metricTransformations": [["metricName": "m", "metricNamespace": "n"]],
      ]
    ]
  ]
  var confirmed: AWSValue = "1"

  func run(_ options: AWSObject) throws -> StorageCase.Outcome {
    var filter: AWSObject = ["type": "check-cloudtrail"]
    for (key, value) in options { filter[key] = value }
    return try StorageCase(
      resource: "account", filters: [.object(filter)], document: ["account_id": "123456789012"],
      answers: [
        "DescribeTrails": ["trailList": [.object(trail)]], "GetTrailStatus": status,
        "GetEventSelectors": selectors, "DescribeMetricFilters": filters,
        "DescribeAlarmsForMetric": ["MetricAlarms": [["AlarmActions": [.string(topic)]]]],
        "GetTopicAttributes": ["Attributes": ["SubscriptionsConfirmed": confirmed]],
      ]
    ).run()
  }

  func isMissing(_ options: AWSObject = [:]) throws -> Bool { try run(options).match != nil }
}

@Suite struct TrailCheckTests {
  @Test func oneTrailWithAllOfItIsEnough() throws {
    let all: AWSObject = [
      "multi-region": true, "global-events": true, "kms": true, "kms-key": "k",
      "file-digest": true, "running": true, "include-management-events": true,
      "current-region": true, "log-metric-filter-pattern": "{ root }",
    ]
    let outcome = try Trails().run(all)
    #expect(outcome.match == nil && outcome.problems.isEmpty)
    #expect(
      outcome.calls.map(\.operation) == [
        "DescribeTrails", "GetTrailStatus", "GetEventSelectors", "DescribeMetricFilters",
        "DescribeAlarmsForMetric", "GetTopicAttributes",
      ])
  }

  @Test func whatTheTrailLacksMakesTheAccountMatch() throws {
    var trails = Trails()
    #expect(try trails.isMissing(["notifies": true]))
    #expect(try trails.isMissing(["kms-key": "other"]))
    trails.trail["IsMultiRegionTrail"] = false
    #expect(try trails.isMissing(["multi-region": true]))
    #expect(try trails.isMissing(["current-region": true]))
    #expect(try !trails.isMissing())
    trails = Trails()
    trails.status = ["IsLogging": true, "LatestDeliveryError": "AccessDenied"]
    #expect(try trails.isMissing())
    #expect(try !trails.isMissing(["running": false]))
  }

  @Test func trailsThatAreOutAnywayAreNotAskedAbout() throws {
    let outcome = try Trails().run(["kms-key": "other"])
    #expect(outcome.calls.map(\.operation) == ["DescribeTrails"])
  }

  @Test func advancedSelectorsRecordManagementUnlessReadsAreLeftOut() throws {
    func records(_ fields: AWSValue...) throws -> Bool {
      var trails = Trails()
      trails.selectors = ["AdvancedEventSelectors": [["FieldSelectors": .list(fields)]]]
      return try !trails.isMissing(["include-management-events": true])
    }
    let management: AWSValue = ["Field": "eventCategory", "Equals": ["Management"]]
    #expect(try records(management))
    #expect(try !records(management, ["Field": "readOnly", "Equals": ["true"]]))
    #expect(try !records(["Field": "eventCategory", "Equals": ["Data"]]))
  }

  @Test func anAlarmNeedsSomebodyWhoConfirmed() throws {
    var trails = Trails()
    let options: AWSObject = ["log-metric-filter-pattern": "{ root }"]
    trails.confirmed = "0"
    #expect(try trails.isMissing(options))
    trails = Trails()
    trails.filters = "ResourceNotFoundException"
    #expect(try trails.isMissing(options))
    #expect(try Trails().isMissing(["log-metric-filter-pattern": "{ other }"]))
    let regex: AWSValue = ["type": "value", "op": "regex", "value": ".*root.*"]
    #expect(try !Trails().isMissing(["log-metric-filter-pattern": regex]))
  }
}
