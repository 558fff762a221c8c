import AWS
import Exposure
import PolicyLanguage
import Testing

@Suite struct ReportTextTests {
  @Test func linesSayWhoByWhatAndHow() throws {
    let report = try bucketReport(
      statement(condition: #"{"IpAddress":{"aws:SourceIp":"9.9.9.0/24"}}"#),
      statement(
        action: "\"s3:PutObject\"",
        condition: #"{"StringEquals":{"aws:SourceVpce":"vpce-1"}}"#))
    #expect(
      report.lines == [
        "anyone can read from 9.9.9.0/24 by statement 0, passing aws:SourceIp with 9.9.9.0",
        "anyone cannot write by statement 1: nobody outside meets its condition on aws:SourceVpce",
      ])
  }

  @Test func documentHasTheWitness() throws {
    let report = try bucketReport(statement(principal: #"{"AWS":"444455556666"}"#))
    let access = try #require(report.document["Accesses"]?.list?.first)
    #expect(access["Party"] == "account 444455556666")
    let grant = try #require(access["Grants"]?.list?.first)
    #expect(grant["Statement"] == 0)
    #expect(grant.at("Witness", "Action") == "s3:GetObject")
    #expect(report.document["IsPublic"] == false)
  }

  @Test func documentOfAPortNamesRules() {
    let document = PortExposure(
      of: .tcp(22), through: [group(tcp(20, 25, "0.0.0.0/0"))]
    ).document
    #expect(document["IsOpen"] == true)
    #expect(
      document["Grants"] == [
        [
          "GroupId": "sg-web", "Permission": 0, "Source": "0.0.0.0/0", "Traffic": "tcp 20-25",
        ]
      ])
  }
}

/// As large as policies get.
@Suite struct LargePolicyTests {
  private func list(_ items: [String]) -> String {
    items.map { "\"\($0)\"" }.joined(separator: ",")
  }

  @Test func hundredsOfRangesAndEndpointsAreDecided() throws {
    let ranges = list((0..<400).map { "9.\($0 / 4).\($0 % 4 * 64).0/24" })
    let endpoints = list((0..<300).map { "vpce-0123456789ab\($0 + 1000)" })
    let report = try bucketReport(
      statement(
        condition: """
          {"IpAddress":{"aws:SourceIp":[\(ranges)]},\
          "StringNotEquals":{"aws:SourceVpce":[\(endpoints)]}}
          """),
      statement(
        principal: #"{"AWS":"444455556666"}"#, action: "\"s3:PutObject\"",
        condition: "{\"StringEquals\":{\"aws:SourceVpce\":[\(endpoints)]}}"),
      statement(
        action: "\"s3:ListBucket\"", resource: "\"arn:aws:s3:::b\"",
        condition: "{\"StringEquals\":{\"aws:SourceVpce\":[\(endpoints)]}}"))
    #expect(report.undecided == [])
    #expect(report.parties() == [.anyone])
    #expect(!report.isPublic)
    #expect(report.parties(.write) == [.account("444455556666")])
    #expect(report.parties(.list) == [])
    #expect(report.accesses.first?.grants.first?.sources?.ipv4.count == UInt128(400 * 256))
  }

  @Test func aHundredStatementsForAHundredAccountsAreToldApart() throws {
    let statements = (0..<100).map { number in
      statement(principal: "{\"AWS\":\"4444555500\(number + 10)\"}".padded(number))
    }
    let text = "{\"Statement\":[\(statements.joined(separator: ","))]}"
    let report = ExposureReport.of(
      BucketConfiguration(name: "b", policy: try PolicyDocument.parse(text)), owner: owner)
    #expect(report.sharedWith.count == 100)
    #expect(report.undecided == [])
  }
}

extension String {
  /// Accounts have twelve digits, whatever the number's.
  fileprivate func padded(_ number: Int) -> String {
    number + 10 < 100 ? self : replacing("4444555500", with: "444455550")
  }
}
