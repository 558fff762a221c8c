import AWS
@testable import Remediation
import Testing

@Suite struct ZoneRuleTests {
  private func hour(_ zone: String, _ time: String) throws -> String {
    let moment = try #require(Timestamp(iso8601: time))
    guard case .rule(let rule) = ZoneName.meaning(of: zone) else { return "none" }
    let wall = rule.wallTime(at: moment)
    return "\(wall.day) \(wall.hour):\(wall.minute) \(rule.regime(at: moment).name)"
  }

  @Test func clocksChangeWhereTheRuleSaysSo() throws {
    // The second Sunday of March 2026 is the 8th; the clock goes from 2 to 3 there at 7 UTC.
    #expect(try hour("et", "2026-03-08T06:59:00Z") == "8 1:59 EST")
    #expect(try hour("et", "2026-03-08T07:00:00Z") == "8 3:0 EDT")
    #expect(try hour("et", "2026-11-01T05:59:00Z") == "1 1:59 EDT")
    #expect(try hour("et", "2026-11-01T06:00:00Z") == "1 1:0 EST")
    // The last Sunday, and south of the equator.
    #expect(try hour("Europe/Berlin", "2026-03-29T00:59:00Z") == "29 1:59 CET")
    #expect(try hour("Europe/Berlin", "2026-03-29T01:00:00Z") == "29 3:0 CEST")
    #expect(try hour("aet", "2026-04-04T15:59:00Z") == "5 2:59 AEDT")
    #expect(try hour("aet", "2026-04-04T16:00:00Z") == "5 2:0 AEST")
    #expect(try hour("aet", "2026-12-31T23:00:00Z") == "1 10:0 AEDT")
  }

  @Test func oddRulesAreRead() throws {
    // In Ireland winter is the exception; on Lord Howe half an hour.
    #expect(try hour("ist", "2026-01-01T12:00:00Z") == "1 12:0 GMT")
    #expect(try hour("ist", "2026-07-01T12:00:00Z") == "1 13:0 IST")
    #expect(try hour("australia/lord_howe", "2026-01-01T12:00:00Z") == "1 23:0 +11")
    #expect(try hour("australia/lord_howe", "2026-07-01T12:00:00Z") == "1 22:30 +1030")
    #expect(try hour("asia/kathmandu", "2026-07-01T12:00:00Z") == "1 17:45 +0545")
    // The Thursday before the last Sunday or thereabouts: 26 hours after Thursday began.
    #expect(try hour("Asia/Jerusalem", "2026-03-26T23:59:00Z") == "27 1:59 IST")
    #expect(try hour("Asia/Jerusalem", "2026-03-27T00:00:00Z") == "27 3:0 IDT")
  }

  @Test func namesAreFoundAsCloudCustodianFindsThem() throws {
    #expect(try hour("us/eastern", "2026-07-01T12:00:00Z") == "1 8:0 EDT")
    #expect(try hour("america/new_york", "2026-07-01T12:00:00Z") == "1 8:0 EDT")
    // Unusual capitals are found only when they are written small.
    #expect(try hour("US/Eastern", "2026-07-01T12:00:00Z") == "none")
    #expect(try hour("ET", "2026-07-01T12:00:00Z") == "none")
    #expect(try hour("nowhere", "2026-07-01T12:00:00Z") == "none")
    guard case .unsupported = ZoneName.meaning(of: "africa/casablanca") else {
      Issue.record("Morocco has a rule")
      return
    }
  }

  @Test func everyLineOfTheTableHasARule() {
    for line in ZoneTable.text.split(separator: "\n") {
      let words = line.split(separator: " ")
      #expect(words.count > 1, "\(line)")
      #expect(ZoneRule(posix: String(words.first ?? "")) != nil, "\(line)")
    }
    #expect(ZoneName.all.count == 593)
    for broken in [
      "", "EST", "E5", "EST5EDT", "EST5EDT,M13.1.0,M11.1.0", "EST5EDT,M3.2.0", "<+03",
    ] {
      #expect(ZoneRule(posix: broken) == nil, "\(broken)")
    }
  }
}
