import AWS
import Journal
import Reporting
import Testing

@Suite struct ReportTests {
  private func files(_ run: RunResult?) throws -> [String: String] {
    let run = try #require(run)
    var files: [String: String] = [:]
    for file in ReportWriter.files(for: [run]) {
      files[file.path] = String(decoding: file.bytes, as: UTF8.self)
    }
    return files
  }

  private func html(_ run: RunResult?) throws -> String {
    try #require(try files(run)["family/name/report.html"])
  }

  @Test func eachRunHasItsFiveFilesAndAllHaveAnIndex() throws {
    var fixture = RunFixture()
    let names = try files(fixture.finish()).keys.sorted()
    #expect(
      names == [
        "family/name/journal.jsonl", "family/name/junit.xml", "family/name/report.html",
        "family/name/report.json", "family/name/summary.md", "index.html", "junit.xml",
        "summary.md",
      ])
  }

  @Test func theSameRunGivesTheSameBytes() throws {
    var one = RunFixture()
    one.attack()
    var two = RunFixture()
    two.attack()
    #expect(try files(one.finish()) == files(two.finish()))
  }

  @Test func aViolationsStoryNamesFeedCallAndExposure() throws {
    var fixture = RunFixture()
    fixture.attack()
    let page = try html(fixture.finish([("missed", .equal, .count(0))]))
    #expect(page.contains("\u{2713} Held"))
    #expect(page.contains("ec2:RevokeSecurityGroupIngress"))
    #expect(page.contains("event-queue"))
    #expect(page.contains("exposed for <b>1m 31s</b>"))
  }

  @Test func aFailedExpectationSaysByHowMuch() throws {
    var fixture = RunFixture()
    fixture.attack()
    let files = try files(
      fixture.finish([("time-to-remediate.max", .less, .duration(.seconds(60)))]))
    let page = try #require(files["family/name/report.html"])
    #expect(page.contains("\u{2717} Did not hold"))
    #expect(page.contains("over by 31s"))
    let junit = try #require(files["junit.xml"])
    #expect(junit.contains("failures=\"1\""))
    #expect(junit.contains("<failure message=\"1m 31s, over by 31s\"/>"))
    #expect(try #require(files["summary.md"]).contains("1 of 1 did not hold"))
  }

  @Test func whatNeverEndedIsShownAsSuch() throws {
    var fixture = RunFixture()
    fixture.attack(isFound: false)
    let page = try html(fixture.finish())
    #expect(page.contains("never found"))
    #expect(page.contains("open for 1h 50m when the run ended"))
    #expect(page.contains("over 1h 50m"))
  }

  @Test func aWantedViolationIsNoFailure() throws {
    var fixture = RunFixture(expectViolated: ["missed"])
    fixture.attack(isFound: false)
    let files = try files(
      fixture.finish([("missed", .equal, .count(0))], wantsViolation: true))
    #expect(try #require(files["family/name/report.html"]).contains("Violated as meant"))
    #expect(try #require(files["junit.xml"]).contains("failures=\"0\""))
  }

  @Test func namesWithMarkupAreShownNotObeyed() throws {
    var fixture = RunFixture(title: "<script>alert(1)</script>")
    fixture.attack(on: "sg-\"><img src=x>\u{1}")
    let files = try files(fixture.finish([("missed", .equal, .count(0))]))
    for (path, text) in files where path.hasSuffix(".html") || path.hasSuffix(".xml") {
      #expect(!text.contains("<script>"), "\(path)")
      #expect(!text.contains("<img"), "\(path)")
      #expect(!text.contains("\u{1}"), "\(path)")
    }
  }

  @Test func aFloodStaysALightPage() throws {
    var fixture = RunFixture()
    for window in 0..<180 {
      var calls = WorkloadCalls()
      calls.workload = "flood 1"
      calls.call = "sts:AssumeRole"
      calls.from = RunFixture.start + .seconds(Int64(window * 10))
      calls.until = calls.from + .seconds(10)
      calls.count = 4000
      calls.throttled = 1000
      fixture.add(Int64(window * 10), .workloadCalls(calls))
    }
    for scan in 0..<2000 {
      var it = Scan()
      it.rule = "rule"
      fixture.add(Int64(scan), .scan(it))
    }
    let page = try html(fixture.finish())
    #expect(page.utf8.count < 300_000)
    #expect(page.contains("LookupEvents&#39; ceiling"))
  }
}
