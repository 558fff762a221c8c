import Exposure
import PolicyLanguage
import Testing

@Suite struct PrincipalAndDenialTests {
  @Test(arguments: [
    (#"{"AWS":"*"}"#, false, [Party.anyone]),
    (#"{"AWS":"444455556666"}"#, false, [.account("444455556666")]),
    (#"{"AWS":["111122223333","arn:aws:iam::444455556666:role/x"]}"#, false,
      [.account("444455556666")]),
    (#"{"AWS":"arn:aws:iam::444455556666:user/eve"}"#, false, [.account("444455556666")]),
    (#"{"AWS":"arn:aws:sts::444455556666:assumed-role/x/y"}"#, false, [.account("444455556666")]),
    (#"{"AWS":"111122223333"}"#, false, []),
    (#"{"AWS":"AIDACKCEVSQ6C2EXAMPLE"}"#, false, []),
    (#"{"AWS":"111122223333"}"#, true, [.anyone]),
    (#"{"Service":"cloudtrail.amazonaws.com"}"#, false, [.service("cloudtrail.amazonaws.com")]),
    (#"{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
      false,
      [.canonicalUser("79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be")]),
  ])
  func principalIsWhoGetsIn(principal: String, not: Bool, parties: [Party]) throws {
    let report = try bucketReport(statement(principal: principal, not: not))
    #expect(report.parties() == parties)
    #expect(report.undecided == [])
  }

  @Test(arguments: [
    // (what is denied, who still reads)
    (statement("Deny"), [Party]()),
    (statement("Deny", action: "\"s3:*\"", resource: "\"*\""), []),
    (statement("Deny", resource: "\"arn:aws:s3:::b/private/*\""), [.anyone]),
    (statement("Deny", action: "\"s3:Put*\""), [.anyone]),
    (statement("Deny", condition: #"{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}"#), []),
    (statement("Deny", condition: #"{"StringNotEqualsIfExists":{"aws:SourceVpce":"vpce-1"}}"#),
      []),
    (statement("Deny", condition: #"{"StringEquals":{"aws:SourceVpce":"vpce-1"}}"#), [.anyone]),
    (statement("Deny", condition: #"{"Bool":{"aws:SecureTransport":"false"}}"#), [.anyone]),
    (statement(
      "Deny", condition: #"{"StringNotEquals":{"aws:PrincipalOrgID":"o-ourown1234"}}"#),
      [.organization("o-ourown1234")]),
    // A denial by address misses those who have none.
    (statement("Deny", condition: #"{"IpAddress":{"aws:SourceIp":["0.0.0.0/0","::/0"]}}"#),
      [.anyone]),
    (statement("Deny", condition: #"{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#), []),
    (statement("Deny", condition: #"{"StringEquals":{"aws:PrincipalAccount":"anonymous"}}"#),
      [.anyAccount]),
    (statement(
      "Deny", not: true, condition: nil), [.anyone]),
    (statement("Deny", principal: #"{"AWS":"111122223333"}"#, not: true), []),
    (statement("Deny", principal: #"{"AWS":"444455556666"}"#, not: true),
      [.account("444455556666")]),
  ])
  func denialTakesBackWhatItCovers(denial: String, parties: [Party]) throws {
    let report = try bucketReport(statement(), denial)
    #expect(report.parties() == parties)
    #expect(report.undecided == [])
  }

  @Test func blockedGrantNamesTheDenial() throws {
    let denial = statement(
      "Deny", condition: #"{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}"#)
    let report = try bucketReport(statement(), denial)
    let reference = StatementReference(policy: .resource, statement: 1, sid: nil)
    #expect(report.blocked.map(\.by) == [.denial(reference)])
  }

  @Test func severalDenialsTogetherCover() throws {
    let report = try bucketReport(
      statement(), statement("Deny", condition: #"{"StringLike":{"aws:Referer":"*"}}"#),
      statement("Deny", condition: #"{"Null":{"aws:Referer":"true"}}"#))
    #expect(!report.isExposed)
    #expect(report.blocked.map(\.by) == [.denials])
  }

  @Test func denialOfEachActionButOneLeavesThatOne() throws {
    let report = try bucketReport(
      statement(action: "\"s3:*\"", resource: "\"*\""),
      #"{"Effect":"Deny","Principal":"*","NotAction":"s3:PutBucketPolicy","Resource":"*"}"#)
    #expect(report.accesses.map(\.capability) == [.administer])
    #expect(report.accesses.first?.grants.first?.witness?.action == "s3:PutBucketPolicy")
  }

  @Test func resourceControlPolicyTakesBackToo() throws {
    let perimeter = try PolicyDocument.parse(
      """
      {"Version":"2012-10-17","Statement":[{"Sid":"ours","Effect":"Deny","Principal":"*",
      "Action":"*","Resource":"*","Condition":{"StringNotEqualsIfExists":
      {"aws:PrincipalOrgID":"o-ourown1234"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}]}
      """, as: .control)
    let named = AttachedPolicy(name: "perimeter", arn: nil, document: perimeter)
    let settings = ExposureSettings(resourceControl: [[named]])
    let report = try bucketReport(statement(), settings: settings)
    // The perimeter spares services, whomever they act for.
    #expect(report.parties() == [.service("*"), .organization("o-ourown1234")])
    let reference = StatementReference(
      policy: .resourceControl(level: 0, 0), statement: 0, sid: "ours", name: "perimeter")
    #expect(report.blocked.first?.by == .denial(reference))
  }

  @Test func capabilitiesAreToldApart() throws {
    let report = try bucketReport(
      statement(),
      statement(action: "\"s3:List*\"", resource: "\"arn:aws:s3:::b\""),
      statement(
        principal: #"{"AWS":"444455556666"}"#, action: #"["s3:PutObject","s3:PutBucketPolicy"]"#,
        resource: #"["arn:aws:s3:::b","arn:aws:s3:::b/*"]"#))
    #expect(report.publicCapabilities == [.read, .list])
    #expect(report.sharedWith == [.account("444455556666")])
    #expect(report.parties(.administer) == [.account("444455556666")])
    #expect(report.parties(.write) == [.account("444455556666")])
    // What the account has as part of everyone isn't told again.
    #expect(report.parties(.read) == [.anyone])
  }

  @Test func whoComesFromFurtherThanEveryoneIsToldBesideThem() throws {
    let denial = statement(
      "Deny",
      condition: """
        {"NotIpAddress":{"aws:SourceIp":"9.9.9.0/24"},\
        "StringNotEquals":{"aws:PrincipalAccount":"444455556666"}}
        """)
    let report = try bucketReport(statement(), denial)
    #expect(report.parties() == [.anyone, .account("444455556666")])
    #expect(!report.isPublic)
  }

  @Test func grantOnAnotherBucketIsNone() throws {
    let report = try bucketReport(statement(resource: "\"arn:aws:s3:::other/*\""))
    #expect(!report.isExposed)
    #expect(report.blocked.isEmpty)
  }

  @Test func manyKeysAndDenialsEndInBoundedTime() throws {
    let denials = (0..<40).map { number in
      statement(
        "Deny",
        condition: """
          {"StringNotLike":{"k:a\(number % 9)":"a*\(number)*b"},\
          "StringLike":{"k:b\(number % 7)":"*\(number)?*"}}
          """)
    }
    let text = ([statement()] + denials).joined(separator: ",")
    let document = try PolicyDocument.parse("{\"Statement\":[\(text)]}")
    let report = ExposureReport.of(
      BucketConfiguration(name: "b", policy: document), owner: owner)
    #expect(report.isPublic || !report.undecided.isEmpty)
  }
}
