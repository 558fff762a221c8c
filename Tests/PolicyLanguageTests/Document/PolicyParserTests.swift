import AWS
import PolicyLanguage
import Testing

@Suite struct PolicyParserTests {
  @Test func everyElementIsRead() throws {
    let document = try PolicyDocument.parse(
      """
      {"Version":"2012-10-17","Id":"p","Statement":[
        {"Sid":"1","Effect":"Allow","Principal":{"AWS":["111122223333",
          "arn:aws:iam::444455556666:role/a/b"],"Service":"cloudtrail.amazonaws.com"},
         "Action":["s3:Get*","s3:PutObject"],"NotResource":"arn:aws:s3:::b/x",
         "Condition":{"Bool":{"aws:SecureTransport":true},
                      "NumericLessThan":{"s3:max-keys":[10,"20"]}}},
        {"Effect":"Deny","NotPrincipal":{"CanonicalUser":
          "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
         "NotAction":"s3:*","Resource":"*"}]}
      """)
    #expect(document.version == .v2012)
    #expect(document.id == "p")
    let first = document.statements[0]
    #expect(first.sid == "1")
    #expect(
      first.principals?.principals == [
        .account("111122223333"), .arn("arn:aws:iam::444455556666:role/a/b"),
        .service("cloudtrail.amazonaws.com"),
      ])
    #expect(first.actions.patterns.map(\.text) == ["s3:Get*", "s3:PutObject"])
    #expect(first.resources?.isNegated == true)
    #expect(first.conditions.map(\.key) == ["aws:SecureTransport", "s3:max-keys"])
    #expect(first.conditions.map(\.values) == [["true"], ["10", "20"]])
    let second = document.statements[1]
    #expect(second.effect == .deny)
    #expect(second.principals?.isNegated == true)
    #expect(second.actions.isNegated)
  }

  @Test(arguments: [
    ("nonsense", "Policies must be valid JSON and the first byte must be '{'"),
    ("{\"Version\":", "This policy contains invalid Json"),
    ("{\"Version\":\"2012-10-17\"}", "Missing required field Statement"),
    ("{\"Statement\":[]}", "Could not parse the policy: Statement is empty!"),
    ("{\"Version\":\"2020-01-01\",\"Statement\":[]}",
      "The policy must contain a valid version string"),
    ("{\"Statments\":[]}", "Unknown field Statments"),
    ("{\"Statement\":{\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}",
      "Missing required field Effect"),
    ("{\"Statement\":{\"Effect\":\"Permit\",\"Principal\":\"*\",\"Action\":\"s3:*\"}}",
      "Invalid effect: Permit"),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}",
      "Missing required field Principal"),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"*\"}}",
      "Missing required field Action"),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\"}}",
      "Missing required field Resource"),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"bob\",\"Action\":\"s3:*\","
      + "\"Resource\":\"*\"}}", "Invalid principal in policy"),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:"
      + "user/*\"},\"Action\":\"s3:*\",\"Resource\":\"*\"}}", "Invalid principal in policy"),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"GetObject\","
      + "\"Resource\":\"*\"}}", "Policy has invalid action"),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\","
      + "\"Resource\":\"bucket\"}}", "Policy has invalid resource"),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\","
      + "\"Resource\":\"*\",\"Condition\":{\"StringEqual\":{\"aws:a\":\"b\"}}}}",
      "Invalid Condition type : StringEqual"),
  ])
  func brokenBucketPolicyGetsS3sMessage(json: String, message: String) {
    let error = #expect(throws: PolicyError.self) { try PolicyDocument.parse(json) }
    #expect(error?.message == message)
  }

  @Test(arguments: [
    ("{", "Syntax errors in policy."),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\"}}",
      "Policy statement must contain actions."),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}}",
      "Policy statement must contain resources."),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\","
      + "\"Resource\":\"*\"}}", "Policy document should not specify a principal."),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"List\",\"Resource\":\"*\"}}",
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
    ("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"b\"}}",
      "Resource b must be in ARN format or \"*\"."),
    ("{\"Statement\":[{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},"
      + "{\"Sid\":\"A\",\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
      "Statement IDs (SID) in a single policy must be unique."),
  ])
  func brokenIdentityPolicyGetsIAMsMessage(json: String, message: String) {
    let error = #expect(throws: PolicyError.self) {
      try PolicyDocument.parse(json, as: .identity)
    }
    #expect(error?.message == message)
  }

  @Test func trustPolicyHasNoResource() {
    let json = """
      {"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},\
      "Action":"sts:AssumeRole","Resource":"*"}}
      """
    let error = #expect(throws: PolicyError.self) { try PolicyDocument.parse(json, as: .trust) }
    #expect(error?.message == "Has prohibited field Resource")
  }

  @Test(arguments: [
    ("\"Principal\":\"*\",\"Action\":\"s3:GetObject\"",
      "AssumeRole policy may only specify STS AssumeRole actions."),
    ("\"NotPrincipal\":{\"AWS\":\"111122223333\"},\"Action\":\"sts:AssumeRole\"",
      "Has prohibited field NotPrincipal"),
  ])
  func trustPolicySpeaksOfAssumingAlone(members: String, message: String) {
    let json = "{\"Statement\":{\"Effect\":\"Allow\",\(members)}}"
    let error = #expect(throws: PolicyError.self) { try PolicyDocument.parse(json, as: .trust) }
    #expect(error?.message == message)
  }

  @Test func everyActionMayBeWrittenWithAColon() throws {
    let document = try identity(action: "\"*:*\"")
    #expect(document.decision(for: request()).isAllowed)
  }

  /// Nothing here goes by the square of the size, nor deeper than the reader's limit.
  @Test func hugeAndDeepDocumentsAreReadOrRefused() throws {
    let statement = "{\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}"
    let many = Array(repeating: statement, count: 10_000).joined(separator: ",")
    let document = try PolicyDocument.parse("{\"Statement\":[\(many)]}", as: .identity)
    #expect(document.statements.count == 10_000)
    #expect(document.decision(for: request()) == .implicitDeny(.resource))
    let deep = String(repeating: "[", count: 100_000)
    let error = #expect(throws: PolicyError.self) {
      try PolicyDocument.parse("{\"Statement\":\(deep)", as: .identity)
    }
    #expect(error?.problem == .invalidJSON(offset: 13 + JSON.depthLimit - 1))
  }
}
