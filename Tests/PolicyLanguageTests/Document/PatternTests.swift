import PolicyLanguage
import Testing

@Suite struct PatternTests {
  @Test(arguments: [
    ("*", "", true), ("*", "anything", true), ("a*", "a", true), ("a*", "ba", false),
    ("*a", "ba", true), ("a*c", "abbc", true), ("a*c", "abbd", false), ("a?c", "abc", true),
    ("a?c", "ac", false), ("?", "é", true), ("a**b", "axb", true), ("", "", true),
    ("", "a", false), ("abc", "ABC", false), ("*.*", "a.b", true), ("a*b*c", "aXbYbZc", true),
    ("arn:aws:s3:::b/*/x", "arn:aws:s3:::b/1/2/x", true),
  ])
  func wildcardsStandForCharacters(pattern: String, subject: String, matches: Bool) {
    #expect(Pattern(pattern).matches(subject) == matches)
  }

  @Test func actionsCompareWithoutCase() {
    #expect(Pattern("s3:getobject", ignoresCase: true).matches("S3:GetObject"))
    #expect(!Pattern("s3:getobject").matches("s3:GetObject"))
  }

  /// A backtracking matcher needs 2^30 steps for it; this one about 30 * 6,000.
  @Test func pathologicalPatternTakesBoundedTime() {
    let pattern = Pattern(String(repeating: "*a", count: 30) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 6000)))
  }

  @Test func pathologicalResourcesAndConditionsTakeBoundedTime() throws {
    let stars = String(repeating: "*a", count: 1000) + "b"
    let policy = try policy(
      resource: "\"arn:aws:s3:::\(stars)\"",
      condition: "{\"StringNotLike\":{\"k:a\":\"\(stars)\"}}")
    let subject = String(repeating: "a", count: 2000)
    let hostile = request(on: "arn:aws:s3:::\(subject)", ["k:a": [subject]])
    #expect(policy.decision(for: hostile) == .implicitDeny(.resource))
  }

  @Test func wildcardNeverCutsACharacter() {
    #expect(!Pattern("*?b?").matches("éb"))
    #expect(Pattern("*?b").matches("aéb"))
    #expect(!Pattern("???").matches("éé"))
  }

  @Test func fixedMeansNeitherWildcardNorVariable() {
    #expect(Pattern("vpc-1").isFixed)
    #expect(!Pattern("vpc-*").isFixed)
    #expect(Pattern("vpc-*", wildcards: false).isFixed)
    #expect(!Pattern("${aws:SourceVpc}", variables: true).isFixed)
  }
}

@Suite struct PolicyVariableTests {
  @Test func usernameIsReplacedInResource() throws {
    let policy = try policy(resource: "\"arn:aws:s3:::bucket/${aws:username}/*\"")
    let own = request(on: "arn:aws:s3:::bucket/alice/notes")
    let other = request(on: "arn:aws:s3:::bucket/bob/notes")
    #expect(policy.decision(for: own).isAllowed)
    #expect(policy.decision(for: other) == .implicitDeny(.resource))
  }

  @Test func version2008TakesVariablesAsText() throws {
    let policy = try policy(
      resource: "\"arn:aws:s3:::bucket/${aws:username}/*\"", version: "2008-10-17")
    #expect(!policy.decision(for: request(on: "arn:aws:s3:::bucket/alice/notes")).isAllowed)
  }

  @Test func variableWithoutValueMatchesNothingUnlessItHasADefault() throws {
    let bare = try policy(resource: "\"arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*\"")
    let defaulted = try policy(
      resource: "\"arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'company-wide'}/*\"")
    let target = request(on: "arn:aws:s3:::bucket/company-wide/x")
    #expect(!bare.decision(for: target).isAllowed)
    #expect(defaulted.decision(for: target).isAllowed)
    let tagged = request(
      on: "arn:aws:s3:::bucket/blue/x", ["aws:PrincipalTag/team": ["blue"]])
    #expect(defaulted.decision(for: tagged).isAllowed)
  }

  @Test func specialVariablesAreLiteralCharacters() throws {
    let policy = try policy(resource: "\"arn:aws:s3:::bucket/a${*}b${?}c${$}\"")
    #expect(policy.decision(for: request(on: "arn:aws:s3:::bucket/a*b?c$")).isAllowed)
    #expect(!policy.decision(for: request(on: "arn:aws:s3:::bucket/aXbYc$")).isAllowed)
  }

  @Test func wildcardInAVariablesValueIsLiteral() throws {
    let policy = try policy(resource: "\"arn:aws:s3:::bucket/${aws:PrincipalTag/t}\"")
    let hostile = ["aws:PrincipalTag/t": ["*"]]
    #expect(!policy.decision(for: request(on: "arn:aws:s3:::bucket/x", hostile)).isAllowed)
    #expect(policy.decision(for: request(on: "arn:aws:s3:::bucket/*", hostile)).isAllowed)
  }
}
