import PolicyLanguage
import Testing

@Suite struct PolicyTextTests {
  private func position(_ text: String, as grammar: PolicyGrammar = .identity) -> TextPosition? {
    let error = #expect(throws: PolicyError.self) {
      try PolicyDocument.parse(text, as: grammar)
    }
    return error?.position(in: text)
  }

  private let head = "{\"Version\":\"2012-10-17\",\n \"Statement\":[{\"Effect\":\"Allow\",\n"

  @Test func brokenPartIsFoundByLineAndColumn() {
    #expect(
      position(head + "  \"Action\":[\"s3:Get*\",\n    \"List\"],\"Resource\":\"*\"}]}")
        == TextPosition(line: 4, column: 5))
    #expect(
      position(head + "  \"Action\":\"*\",\"Resource\":\"é\",\"Sid\":\"a b\"}]}")
        == TextPosition(line: 3, column: 37))
    #expect(
      position(
        head + "  \"Action\":\"*\",\"Resource\":\"*\",\n\"Condition\":{\"Bool\":{\"Secure\":1}}}]}")
        == TextPosition(line: 4, column: 31))
  }

  @Test func brokenJSONIsFoundWhereReadingStops() {
    #expect(
      position("{\"Version\":\n  \"2012-10-17\" \"Statement\"}")
        == TextPosition(line: 2, column: 16))
  }

  @Test func missingPartIsFoundAtItsStatement() {
    #expect(
      position(head + "\"Action\":\"*\"}]}") == TextPosition(line: 2, column: 15))
    #expect(position("{\"Version\":\"2012-10-17\"}") == TextPosition(line: 1, column: 1))
  }

  @Test func principalsPartIsFound() {
    let text = """
      {"Statement":{"Effect":"Allow","Principal":{"AWS":["*","bob"]},
      "Action":"s3:*","Resource":"*"}}
      """
    #expect(position(text, as: .resource) == TextPosition(line: 1, column: 56))
  }

  /// The example of https://docs.aws.amazon.com/cli/latest/reference/iam/simulate-custom-policy.html
  @Test func statementsStandWhereThePolicySimulatorSees() {
    let text =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\","
      + "\"Resource\":\"*\",\"Condition\":{\"DateGreaterThan\":{\"aws:CurrentTime\":"
      + "\"2018-08-16T12:00:00Z\"}}}}"
    let statements = PolicyText(text).statements
    #expect(statements.map(\.start) == [TextPosition(line: 1, column: 38)])
    #expect(statements.map(\.end) == [TextPosition(line: 1, column: 167)])
  }

  /// What AWS answers for its AdministratorAccess, which is indented by two.
  @Test func statementsOfAListBeginBehindWhatStandsBefore() {
    let text = """
      {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Action": "*",
            "Resource": "*"
          }, {"Sid": "a]}\\""}
        ]
      }
      """
    let statements = PolicyText(text).statements
    #expect(
      statements.map(\.start)
        == [TextPosition(line: 3, column: 17), TextPosition(line: 8, column: 6)])
    #expect(
      statements.map(\.end)
        == [TextPosition(line: 8, column: 6), TextPosition(line: 8, column: 24)])
  }

  @Test func contextKeysAreListedAsWrittenAndOnce() throws {
    let document = try PolicyDocument.parse(
      """
      {"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/${*}x"},
      {"Effect":"Deny","Action":"*","Resource":"*","Condition":{
      "StringNotLike":{"AWS:UserName":["a"],"s3:prefix":"${aws:PrincipalTag/team, 'none'}"},
      "NumericLessThan":{"s3:max-keys":"${aws:userid}"}}}]}
      """, as: .identity)
    #expect(
      document.contextKeys
        == ["aws:username", "s3:prefix", "aws:PrincipalTag/team", "s3:max-keys"])
  }
}
