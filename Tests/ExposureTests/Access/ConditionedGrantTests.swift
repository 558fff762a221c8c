import AWS
import Exposure
import PolicyLanguage
import Testing

/// Who reads objects by a policy that allows everyone under a condition.
@Suite struct ConditionedGrantTests {
  enum Outcome: Equatable {
    case isPublic
    /// Open to these, and not public.
    case open([Party])
    case closed
  }

  @Test(arguments: [
    // Addresses.
    (#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#, Outcome.isPublic),
    (#"{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}}"#, .isPublic),
    (#"{"IpAddress":{"aws:SourceIp":"2000::/3"}}"#, .isPublic),
    (#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, .closed),
    (#"{"IpAddress":{"aws:SourceIp":"9.9.9.0/24"}}"#, .open([.anyone])),
    (#"{"IpAddressIfExists":{"aws:SourceIp":"9.9.9.0/24"}}"#, .isPublic),
    (#"{"NotIpAddress":{"aws:SourceIp":"9.9.9.0/24"}}"#, .isPublic),
    (#"{"NotIpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#, .isPublic),  // By a VPC endpoint.
    (#"{"NotIpAddress":{"aws:SourceIp":["0.0.0.0/0","::/0"]},"Null":{"aws:SourceIp":"false"}}"#,
      .closed),
    (#"{"ForAllValues:IpAddress":{"aws:SourceIp":"9.9.9.0/24"}}"#, .isPublic),
    // Networks of the owner.
    (#"{"StringEquals":{"aws:SourceVpce":"vpce-1"}}"#, .closed),
    (#"{"StringEquals":{"aws:SourceVpc":["vpc-1","vpc-2"]}}"#, .closed),
    (#"{"StringLike":{"aws:SourceVpce":"*"}}"#, .isPublic),
    (#"{"StringLike":{"aws:SourceVpce":"vpce-1"}}"#, .closed),
    (#"{"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"}}"#, .isPublic),
    (#"{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}"#, .isPublic),
    (#"{"ForAllValues:StringEquals":{"aws:SourceVpce":"vpce-1"}}"#, .isPublic),
    (#"{"ForAnyValue:StringEquals":{"aws:SourceVpce":"vpce-1"}}"#, .closed),
    (#"{"Null":{"aws:SourceVpce":"true"}}"#, .isPublic),
    (#"{"Null":{"aws:SourceVpce":"false"}}"#, .isPublic),
    (#"{"Null":{"aws:SourceVpce":"true"},"StringEquals":{"aws:SourceVpce":"vpce-1"}}"#, .closed),
    // Who asks.
    (#"{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}"#, .closed),
    (#"{"StringEquals":{"aws:PrincipalAccount":"444455556666"}}"#,
      .open([.account("444455556666")])),
    (#"{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}"#, .isPublic),
    (#"{"StringLike":{"aws:PrincipalAccount":"1111*"}}"#, .isPublic),
    (#"{"StringEquals":{"aws:PrincipalOrgID":"o-partner123"}}"#,
      .open([.organization("o-partner123")])),
    (#"{"StringNotEquals":{"aws:PrincipalOrgID":"o-ourown1234"}}"#, .isPublic),
    (#"{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-ourown1234"}}"#, .isPublic),
    (#"{"StringLike":{"aws:PrincipalOrgID":"o-*"}}"#, .isPublic),
    (#"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-partner123/r-1/*"}}"#,
      .open([.organization("o-partner123")])),
    (#"{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-partner123/r-1/*"}}"#, .isPublic),
    (#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}"#, .isPublic),
    (#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/Admin"}}"#, .isPublic),
    (#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}"#, .closed),
    (#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:role/x*"}}"#,
      .open([.account("444455556666")])),
    (#"{"StringLike":{"aws:PrincipalArn":"*:role/Admin"}}"#, .isPublic),
    (#"{"StringLike":{"aws:userid":"*:alice"}}"#, .isPublic),
    (#"{"StringLike":{"aws:userid":"AROAOURROLE7OURROLE7O:*"}}"#, .closed),
    (#"{"StringEquals":{"aws:userid":"AIDACKCEVSQ6C2EXAMPLE"}}"#, .closed),
    (#"{"StringEquals":{"aws:username":"alice"}}"#, .isPublic),
    (#"{"StringEquals":{"aws:PrincipalTag/team":"blue"}}"#, .isPublic),
    (#"{"StringEquals":{"aws:PrincipalType":"Account"}}"#, .isPublic),
    ("""
    {"Bool":{"aws:PrincipalIsAWSService":"true"},
    "StringEquals":{"aws:SourceAccount":"111122223333"}}
    """, .closed),
    (#"{"Bool":{"aws:PrincipalIsAWSService":"true"}}"#, .open([.service("*")])),
    // Services that act for somebody.
    (#"{"StringEquals":{"aws:SourceAccount":"111122223333"}}"#, .closed),
    (#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}}"#, .closed),
    (#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::our-bucket"}}"#, .closed),
    (#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:us-east-1:*:*"}}"#, .open([.service("*")])),
    (#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:*:*:*"}}"#, .open([.service("*")])),
    (#"{"StringEquals":{"aws:SourceAccount":"444455556666"}}"#, .open([.account("444455556666")])),
    (#"{"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}}"#, .isPublic),
    // What the caller says himself.
    (#"{"StringLike":{"aws:Referer":"https://example.com/*"}}"#, .isPublic),
    (#"{"StringEquals":{"aws:UserAgent":"secret"}}"#, .isPublic),
    (#"{"Bool":{"aws:SecureTransport":"true"}}"#, .isPublic),
    (#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#, .isPublic),
    (#"{"NumericLessThan":{"s3:max-keys":"10"}}"#, .isPublic),
    (#"{"NumericLessThan":{"k:n":"10"},"NumericGreaterThan":{"k:n":"9"}}"#, .isPublic),
    (#"{"NumericLessThan":{"k:n":"9"},"NumericGreaterThan":{"k:n":"9"}}"#, .closed),
    (#"{"DateLessThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}}"#, .isPublic),
    (#"{"StringLike":{"k:s":"a*b"},"StringNotLike":{"k:s":"a?*b"}}"#, .isPublic),
    (#"{"StringLike":{"k:s":"a*"},"StringNotLike":{"k:s":["a","a?*"]}}"#, .closed),
    (#"{"StringEqualsIgnoreCase":{"k:s":"abc"},"StringNotEquals":{"k:s":"abc"}}"#, .isPublic),
    (#"{"StringEquals":{"aws:ResourceAccount":"111122223333"}}"#, .isPublic),
    (#"{"StringEquals":{"aws:ResourceAccount":"999988887777"}}"#, .closed),
    (#"{"StringEquals":{"aws:PrincipalOrgID":"${aws:ResourceOrgID}"}}"#, .closed),
    (#"{"StringEquals":{"aws:PrincipalTag/a":"${s3:ExistingObjectTag/a}"}}"#, .isPublic),
    (#"{"StringEquals":{"s3:DataAccessPointAccount":"111122223333"}}"#, .closed),
  ])
  func everyoneUnderACondition(condition: String, outcome: Outcome) throws {
    let report = try bucketReport(statement(condition: condition))
    switch outcome {
    case .isPublic: #expect(report.isPublic)
    case .open(let parties):
      #expect(!report.isPublic)
      #expect(report.parties() == parties)
    case .closed:
      #expect(report.accesses == [])
      #expect(report.blocked.contains { $0.capability == .read })
    }
  }

  @Test func reasonsTellHowEachConditionIsPassed() throws {
    let condition = """
      {"StringNotEquals":{"aws:SourceVpce":"vpce-1"},"StringLike":{"aws:Referer":"https://a/*"}}
      """
    let report = try bucketReport(statement(condition: condition))
    let access = try #require(report.accesses.first)
    let grant = try #require(access.grants.first)
    #expect(access.party == .anyone)
    #expect(
      grant.origin
        == .statement(StatementReference(policy: .resource, statement: 0, sid: nil)))
    #expect(grant.passages.map(\.key) == ["aws:SourceVpce", "aws:Referer"])
    #expect(grant.passages[0].way == .withoutKey)
    guard case .withValues(let values) = grant.passages[1].way else {
      Issue.record("the referer is passed without a value")
      return
    }
    #expect(values.allSatisfy { $0.hasPrefix("https://a/") })
    #expect(grant.sources == Internet.standard.publicSpace)
    #expect(grant.witness?.action == "s3:GetObject")
  }

  @Test func blockedGrantNamesTheConditionsThatNobodyOutsideMeets() throws {
    let condition = """
      {"StringEquals":{"aws:SourceVpce":"vpce-1","aws:Referer":"https://a/"}}
      """
    let report = try bucketReport(statement(condition: condition))
    #expect(report.blocked.map(\.by) == [.conditions(["aws:SourceVpce"])])
    #expect(report.blocked.map(\.party) == [.anyone])
  }

  @Test func timeOfTheQuestionCloses() throws {
    let open = statement(
      condition: #"{"DateLessThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}}"#)
    let late = ExposureSettings(now: .init(seconds: 1_600_000_000))
    let early = ExposureSettings(now: .init(seconds: 1_500_000_000))
    #expect(try !bucketReport(open, settings: late).isExposed)
    #expect(try bucketReport(open, settings: early).isPublic)
  }

  @Test func rangesOfSeveralStatementsAddUp() throws {
    let report = try bucketReport(
      statement(condition: #"{"IpAddress":{"aws:SourceIp":"17.0.0.0/8"}}"#),
      statement(condition: #"{"IpAddress":{"aws:SourceIp":"18.0.0.0/8"}}"#))
    #expect(report.isPublic)
    #expect(report.accesses.first?.grants.count == 2)
  }
}
