import PolicyLanguage
import Testing

/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
@Suite struct PublicStatusTests {
  @Test(arguments: [
    ("\"*\"", true), (#"{"AWS":"*"}"#, true), (#"{"AWS":["111122223333","*"]}"#, true),
    (#"{"AWS":"111122223333"}"#, false), (#"{"Service":"cloudtrail.amazonaws.com"}"#, false),
    (#"{"AWS":"arn:aws:iam::444455556666:user/eve"}"#, false),
  ])
  func fixedPrincipalIsNotPublic(principal: String, isPublic: Bool) throws {
    #expect(try policy(principal: principal).isPublic == isPublic)
  }

  @Test(arguments: [
    (#"{"StringEquals":{"aws:SourceVpc":"vpc-91237329"}}"#, false),
    (#"{"StringLike":{"aws:SourceVpc":"vpc-*"}}"#, true),
    (#"{"StringLike":{"aws:SourceVpc":"vpc-91237329"}}"#, false),
    (#"{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-91237329"}}"#, true),
    (#"{"StringNotEquals":{"aws:SourceVpc":"vpc-91237329"}}"#, true),
    (#"{"ForAllValues:StringEquals":{"aws:SourceVpc":"vpc-91237329"}}"#, true),
    (#"{"StringEquals":{"aws:SourceVpce":["vpce-1","vpce-2"]}}"#, false),
    (#"{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#, false),
    (#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#, true),
    (#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/1"}}"#, true),
    (#"{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","128.0.0.0/1"]}}"#, true),
    (#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, false),
    (#"{"IpAddress":{"aws:SourceIp":"2000::/3"}}"#, true),
    (#"{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#, true),
    (#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:us-east-1:111122223333:t"}}"#, false),
    (#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:us-east-1:*:t"}}"#, true),
    (#"{"StringEquals":{"aws:SourceAccount":"111122223333"}}"#, false),
    (#"{"StringEquals":{"aws:PrincipalOrgID":"o-1234567890"}}"#, false),
    (#"{"StringLike":{"aws:userid":"AROLEID:*"}}"#, true),
    (#"{"StringEquals":{"aws:userid":"AIDACKCEVSQ6C2EXAMPLE"}}"#, false),
    (#"{"StringEquals":{"aws:PrincipalAccount":"${aws:SourceAccount}"}}"#, true),
    (#"{"StringEquals":{"aws:Referer":"https://example.com"}}"#, true),
    (#"{"Bool":{"aws:SecureTransport":"true"}}"#, true),
    (#"{"StringLike":{"s3:DataAccessPointArn":"arn:aws:s3:eu-west-1:111122223333:accesspoint/*"}}"#,
      false),
    (#"{"StringLike":{"s3:DataAccessPointArn":"arn:aws:s3:eu-west-1:*:accesspoint/a"}}"#, true),
  ])
  func everyoneUnderAConditionIsPublicUnlessItFixesWho(condition: String, isPublic: Bool) throws {
    #expect(try policy(condition: condition).isPublic == isPublic)
  }

  @Test func oneOfSeveralConditionsIsEnough() throws {
    let condition = """
      {"Bool":{"aws:SecureTransport":"true"},"StringEquals":{"aws:SourceVpce":"vpce-1"}}
      """
    #expect(try !policy(condition: condition).isPublic)
  }

  @Test func denialsAreNeverPublicAndDoNotHideAPublicGrant() throws {
    #expect(try !policy(effect: "Deny").isPublic)
    let both = try PolicyDocument.parse(
      """
      {"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"},
      {"Sid":"open","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}
      """)
    #expect(
      PublicStatus(of: both)
        == .public(StatementReference(policy: .resource, statement: 1, sid: "open")))
  }

  @Test func allowWithNotPrincipalIsPublic() throws {
    let document = try PolicyDocument.parse(
      """
      {"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:*",
      "Resource":"*"}}
      """)
    #expect(document.isPublic)
  }
}
