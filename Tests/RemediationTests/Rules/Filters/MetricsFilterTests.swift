import AWS
@testable import Remediation
import Testing

@Suite struct MetricsFilterTests {
  private func run(_ more: AWSObject, _ points: AWSValue, _ document: AWSObject = [:]) throws
    -> InstanceCase.Outcome
  {
    var filter: AWSObject = ["type": "metrics", "name": "CPUUtilization", "value": 30]
    for (key, value) in more { filter[key] = value }
    return try InstanceCase(
      filters: [.object(filter)], document: document,
      answers: ["GetMetricStatistics": ["Datapoints": points]]
    ).run()
  }

  @Test func allDataPointsMustMeetTheComparison() throws {
    #expect(try run([:], [["Average": 3.0], ["Average": 29.5]]).match != nil)
    #expect(try run([:], [["Average": 3.0], ["Average": 31.0]]).match == nil)
    #expect(try run(["op": "ge"], [["Average": 30.0]]).match != nil)
    let extended: AWSValue = [["ExtendedStatistics": ["p99": 3.0]]]
    #expect(try run(["statistics": "p99"], extended).match != nil)
  }

  @Test func withoutDataNothingMatchesUnlessAValueIsGiven() throws {
    #expect(try run([:], []).match == nil)
    #expect(try run(["missing-value": 0], []).match != nil)
    #expect(try run(["missing-value": 40], []).match == nil)
  }

  @Test func theWindowEndsWithTheNextGrainThatIsKept() throws {
    func window(_ more: AWSObject) throws -> [AWSValue?] {
      let input = try run(more, []).calls[0].input
      return [input["StartTime"], input["EndTime"], input["Period"]]
    }
    func time(_ text: String) throws -> AWSValue {
      .timestamp(try #require(Timestamp(iso8601: text)))
    }
    #expect(
      try window([:]) == [
        time("2026-03-01T12:01:00Z"), time("2026-03-15T12:01:00Z"), .integer(14 * 86400),
      ])
    #expect(
      try window(["days": 90, "period": 3600]) == [
        time("2025-12-15T13:00:00Z"), time("2026-03-15T13:00:00Z"), 3600,
      ])
    #expect(
      try window(["days": 1, "period-start": "start-of-day"]) == [
        time("2026-03-14T00:00:00Z"), time("2026-03-15T00:00:00Z"), 86400,
      ])
  }

  @Test func percentagesAreOfAMember() throws {
    let more: AWSObject = ["percent-attr": "Count", "attr-multiplier": 2]
    #expect(try run(more, [["Average": 5.0]], ["Count": 10]).match != nil)
    #expect(try run(more, [["Average": 7.0]], ["Count": 10]).match == nil)
    #expect(try run(more, [["Average": 7.0]]).problems.count == 1)
  }

  @Test func mistakesAreTold() {
    func complaint(_ filter: AWSValue) -> String? { InstanceCase.complaint(filters: [filter]) }
    #expect(complaint(["type": "metrics", "name": "a"])?.contains("`value`") == true)
    #expect(
      complaint(["type": "metrics", "name": "a", "value": 1, "statistics": "Mean"])
        == "there is no statistic `Mean`")
    #expect(complaint(["type": "metrics", "name": "a", "value": 1, "days": 456]) != nil)
  }
}
