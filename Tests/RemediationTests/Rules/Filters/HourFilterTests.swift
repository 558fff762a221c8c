import AWS
@testable import Remediation
import Testing

/// It is Sunday, 15 March 2026, 12:00 UTC: 8 o'clock in New York.
@Suite struct HourFilterTests {
  private func isOff(
    _ tag: String?, _ more: AWSObject = [:], document: AWSObject = [:]
  ) throws -> Bool {
    var filter: AWSObject = ["type": "offhour", "offhour": 8, "default_tz": "et", "weekends": false]
    for (key, value) in more { filter[key] = value }
    var document = document
    if let tag { document["Tags"] = [["Key": "Maid_Offhours", "Value": .string(tag)]] }
    return try InstanceCase(filters: [.object(filter)], document: document).matches()
  }

  @Test func resourcesOptInByTheirTag() throws {
    #expect(try isOff(""))
    #expect(try isOff("on"))
    #expect(try !isOff("off"))
    #expect(try !isOff(nil))
    #expect(try isOff(nil, ["opt-out": true]))
    #expect(try !isOff("OFF", ["opt-out": true]))
    #expect(try isOff(nil, ["fallback-schedule": "off=(u,8)"]))
    #expect(try !isOff("", ["weekends": true]))
    #expect(try !isOff("", ["weekends-only": true]))
  }

  @Test func theTagsScheduleGoesBeforeThePolicys() throws {
    #expect(try isOff("off=(u,8)", ["offhour": 20]))
    #expect(try isOff("off=[(m-f,19),(s-u,8)];on=(m-f,7)"))
    #expect(try isOff("off=(f-m,8)"))
    #expect(try !isOff("off=(m-f,8)"))
    #expect(try !isOff("off=(u,9)"))
    #expect(try isOff("off=(u,5);tz=pt"))
    #expect(try isOff("tz=europe/berlin", ["offhour": 13]))
    #expect(try isOff("offu3du28u,8u29"))
    #expect(try isOff("\"off=(u,8);\""))
  }

  @Test func whatCannotBeReadMatchesNothing() throws {
    for tag in [
      "off=(x,8)", "off=(u,24)", "off=(u)", "up=(u,8)", "off=(u,8);on", "off=(u,8) on=(u,8)",
      "tz=nowhere",
    ] {
      #expect(try !isOff(tag), "\(tag)")
    }
    let odd = try InstanceCase(
      filters: [["type": "offhour", "offhour": 8, "default_tz": "et"]],
      document: ["Tags": [["Key": "maid_offhours", "Value": "tz=utc+3"]]]
    ).run()
    #expect(odd.problems.map(\.message) == ["time zone `utc+3` is not supported"])
  }

  @Test func daysAreSkipped() throws {
    #expect(try !isOff("", ["skip-days": ["2026-03-15"]]))
    #expect(try isOff("", ["skip-days": ["2026-03-14"]]))
    // It is the next day already there.
    #expect(try isOff("tz=pacific/auckland", ["offhour": 1, "skip-days": ["2026-03-15"]]))
  }

  @Test func onlyWhatRunsGoesOffUnlessSaidOtherwise() throws {
    let stopped: AWSObject = ["State": ["Name": "stopped"]]
    #expect(try !isOff("", document: stopped))
    #expect(try isOff("", ["state-filter": false], document: stopped))
    let on: AWSValue = ["type": "onhour", "onhour": 8, "default_tz": "et", "opt-out": true]
    #expect(try !InstanceCase(filters: [on], document: stopped).matches())
    let all: AWSValue = [
      "type": "onhour", "onhour": 8, "default_tz": "et", "opt-out": true, "weekends": false,
    ]
    #expect(try InstanceCase(filters: [all], document: stopped).matches())
  }

  @Test func mistakesAreTold() {
    func complaint(_ more: AWSObject) -> String? {
      var filter: AWSObject = ["type": "offhour", "offhour": 8, "default_tz": "et"]
      for (key, value) in more { filter[key] = value }
      return InstanceCase.complaint(filters: [.object(filter)])
    }
    #expect(complaint([:]) == nil)
    #expect(complaint(["default_tz": "mars"]) == "there is no time zone `mars`")
    #expect(
      complaint(["default_tz": "africa/casablanca"])
        == "time zone `africa/casablanca` is not supported")
    #expect(complaint(["offhour": 24]) != nil)
    #expect(complaint(["skip-days": ["15.3.2026"]]) == "`15.3.2026` is no day")
    #expect(complaint(["onhour": 7])?.contains("onhour") == true)
  }
}
