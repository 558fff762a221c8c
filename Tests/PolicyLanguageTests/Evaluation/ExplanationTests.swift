import AWS
import PolicyLanguage
import Testing

@Suite struct ExplanationTests {
  @Test func explanationDecidesAsTheEvaluatorDoes() throws {
    var cases = RandomCase(seed: 3)
    var seen: [String: Int] = [:]
    for number in 0..<4000 {
      let (access, request) = try cases.draw()
      let decision = access.decision(for: request)
      #expect(access.explanation(for: request).decision == decision, "case \(number)")
      seen[decision.name, default: 0] += 1
    }
    // A lopsided draw would prove little.
    #expect(seen.count == 3, "\(seen)")
    #expect(seen.values.allSatisfy { $0 > 250 }, "\(seen)")
  }

  @Test func sameCaseIsExplainedInTheSameBytes() throws {
    var (once, again) = (RandomCase(seed: 7), RandomCase(seed: 7))
    for _ in 0..<100 {
      let (access, request) = try once.draw()
      let (sameAccess, sameRequest) = try again.draw()
      let explanation = access.explanation(for: request)
      #expect(explanation == sameAccess.explanation(for: sameRequest))
      #expect(explanation.text == sameAccess.explanation(for: sameRequest).text)
    }
  }

  private func access() throws -> AccessPolicies {
    var access = AccessPolicies(resourceAccount: "111122223333")
    access.identity = [
      AttachedPolicy(
        name: "Home",
        document: try PolicyDocument.parse(
          """
          {"Version":"2012-10-17","Statement":[
          {"Sid":"Own","Effect":"Allow","Action":"s3:*",
          "Resource":"arn:aws:s3:::bucket/${aws:username}/*"},
          {"Effect":"Allow","Action":["ec2:*","sqs:*"],"Resource":"*"},
          {"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{
          "StringEquals":{"aws:SourceVpce":["vpce-1","vpce-2"]},
          "IpAddress":{"aws:SourceIp":"10.0.0.0/8"},
          "StringLike":{"s3:ExistingObjectTag/team":"${aws:PrincipalTag/team}"}}}]}
          """, as: .identity))
    ]
    return access
  }

  @Test func everyElementThatDoesNotMatchIsShownWithBothSides() throws {
    let request = request(
      on: "arn:aws:s3:::bucket/bob/x", ["aws:SourceIp": ["203.0.113.9"], "k:a": ["1"]])
    let explanation = try access().explanation(for: request)
    #expect(explanation.decision == .implicitDeny(.identity))
    let identity = try #require(explanation.kinds.first { $0.kind == .identity })
    #expect(identity.verdict == .silent(level: nil))
    #expect(
      identity.policies.first?.statements.map(\.mismatches) == [
        [.resource(element: "Resource", patterns: ["arn:aws:s3:::bucket/${aws:username}/*"])],
        [.action(element: "Action", patterns: ["ec2:*", "sqs:*"])],
        [
          .condition(
            ConditionMismatch(
              operatorName: "StringEquals", key: "aws:SourceVpce", values: ["vpce-1", "vpce-2"],
              given: nil, unresolved: [])),
          .condition(
            ConditionMismatch(
              operatorName: "IpAddress", key: "aws:SourceIp", values: ["10.0.0.0/8"],
              given: ["203.0.113.9"], unresolved: [])),
          .condition(
            ConditionMismatch(
              operatorName: "StringLike", key: "s3:ExistingObjectTag/team",
              values: ["${aws:PrincipalTag/team}"], given: nil,
              unresolved: ["aws:principaltag/team"])),
        ],
      ])
  }

  @Test func textReadsFromTheDecisionDown() throws {
    var access = try access()
    access.serviceControl = try [[identity()], [identity(action: "\"ec2:*\"")]].attached
    #expect(
      access.explanation(for: request(on: "arn:aws:s3:::bucket/alice/x")).text == """
        implicitDeny: no service control policy at level 2 from the root allows s3:GetObject
          principal  arn:aws:iam::111122223333:user/alice
          action     s3:GetObject
          resource   arn:aws:s3:::bucket/alice/x

        resource control policies: not asked, none applies

        service control policies: don't allow at level 2 from the root
          level 1, policy: allows
            statement 1, Allow: matches
          level 2, policy: silent
            statement 1, Allow: doesn't match
              Action `ec2:*`

        VPC endpoint policy: not asked, none applies

        resource-based policy: not asked, there is none

        identity-based policies: allow
          policy `Home`: allows
            statement 1 `Own`, Allow: matches
            statement 2, Allow: doesn't match
              Action `ec2:*`, `sqs:*`
            statement 3, Allow: doesn't match
              Condition StringEquals aws:SourceVpce `vpce-1`, `vpce-2`: the request has no such key
              Condition IpAddress aws:SourceIp `10.0.0.0/8`: the request has no such key
              Condition StringLike s3:ExistingObjectTag/team `${aws:PrincipalTag/team}`: \
        the request has no such key; without a value: `aws:principaltag/team`

        permissions boundary: not asked, there is none

        session policies: not asked, there is none
        """)
  }

  @Test func jsonCarriesTheSame() throws {
    let explanation = try access().explanation(for: request(on: "arn:aws:s3:::bucket/alice/x"))
    let json = explanation.json
    #expect(json["decision"] == "allowed")
    #expect(json["kind"] == "identity")
    #expect(json["policy"] == "Home")
    #expect(json["statement"] == 1)
    #expect(json["sid"] == "Own")
    let identity = json["kinds"]?.list?.first { $0["kind"] == "identity" }
    let second = identity?["policies"]?.list?.first?["statements"]?.list?[1]
    #expect(
      second == [
        "statement": 2, "effect": "Allow", "matches": false,
        "mismatches": [["element": "Action", "policy": ["ec2:*", "sqs:*"]]],
      ])
  }

  @Test func otherAccountIsToldThatBothSidesMustAllow() throws {
    var access = try access()
    access.resourceAccount = "444455556666"
    #expect(
      access.explanation(for: request(on: "arn:aws:s3:::bucket/alice/x")).summary
        == "no resource-based policy allows s3:GetObject; the principal is of another account "
        + "than the resource, so both sides must allow")
  }
}
