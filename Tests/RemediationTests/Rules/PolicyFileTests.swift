import AWS
import Documents
import Remediation
import Testing

private func problems(_ text: String) -> [String] {
  PolicyFile.load(text: text, file: "p.yml").diagnostics.map(\.description)
}

@Suite struct PolicyFileTests {
  @Test func oneBadPolicyHidesNoOther() {
    let (policies, diagnostics) = PolicyFile.load(
      text: """
        vars: {ports: &ports [22]}
        policies:
          - name: first
            resource: aws.security-group
            filters: [{type: ingress, Ports: *ports}]
          - name: second
            resource: aws.s3
            filtres: []
          - name: third
            resource: s3
            description: buckets
            max-resources-percent: 50
            filters: [global-grants]
            actions: [delete-global-grants]
        """, file: "p.yml")
    #expect(policies.map(\.name) == ["first", "third"])
    #expect(policies.last?.resourceType.name == "aws.s3")
    #expect(policies.last?.summary == "buckets")
    #expect(policies.last?.limit?.percent == 50)
    #expect(
      diagnostics.map(\.description) == [
        "p.yml:8:5: error: unknown key `filtres` in a policy; did you mean `filters`?"
      ])
  }

  @Test func everyProblemHasItsPlaceAndWhatWouldBeRight() {
    #expect(
      problems(
        """
        policies:
          - name: 1st
            resource: security-grup
          - name: b
            resource: security-group
            mode: {type: cloudtrial}
            filters:
              - {type: ingres, Ports: [22]}
              - {type: ingress, Port: [22], Cidr: {op: inn, value: x}}
              - {type: value, key: A, op: regex, value: "a(b"}
              - {type: value, key: "nope(A)", value: 1}
              - {type: value, key: A}
              - {tag:X: [1]}
              - 7
            actions:
              - {type: remove-permissions, ingress: match}
              - {type: notify, to: [a], transport: {type: asq, queue: q}}
              - stop
        """) == [
          "p.yml:2:11: error: a policy can't be named `1st`; "
            + "expected letters, digits and single hyphens, a letter first",
          "p.yml:3:15: error: there is no resource type `security-grup`; "
            + "did you mean `aws.security-group`?",
          "p.yml:6:18: error: unknown mode `cloudtrial`; did you mean `cloudtrail`?",
          "p.yml:8:16: error: there is no filter `ingres` on aws.security-group; "
            + "did you mean `ingress`?",
          "p.yml:9:25: error: unknown key `Port` in filter `ingress`; did you mean `Ports`?",
          "p.yml:9:48: error: `op` can't be `inn`; did you mean `in`?",
          "p.yml:10:49: error: `a(b` is no regular expression of Python's: "
            + "a parenthesis is not closed",
          "p.yml:11:28: error: there is no function `nope`; expected one of `abs`, `avg`, `ceil`, "
            + "`contains`, `ends_with`, `floor`, `from_json`, `join`, `keys`, `length`, `map`, "
            + "`max`, `max_by`, `merge`, `min`, `min_by` and others",
          "p.yml:12:9: error: filter `value` has no `value`; "
            + "expected `value`, `value_from` or `value_path`",
          "p.yml:13:17: error: `tag:X` can't be compared with a list; "
            + "expected a single value, or a filter with `type: value`",
          "p.yml:14:9: error: a filter can't be a whole number; expected a mapping",
          "p.yml:16:45: error: `ingress` can't be `match`; "
            + "expected `matched` or `all`",
          "p.yml:17:51: error: transport `asq` is not supported; "
            + "expected `sqs` with `queue`, `sns` with `topic`, `webhook` with `url`, or "
            + "`file` with `path`",
          "p.yml:18:9: error: there is no action `stop` on aws.security-group; `aws.ec2` has it",
        ])
  }

  @Test func aWarningLeavesTheFilterInPlace() throws {
    let (policies, diagnostics) = PolicyFile.load(
      text: "policies: [{name: p, resource: vpc, filters: [{type: value, key: a-b, value: 1}]}]",
      file: "p.yml")
    #expect(diagnostics.map(\.severity) == [.warning])
    let policy = try #require(policies.first)
    let evaluation = policy.evaluate(
      resources([["VpcId": "a", "a-b": 1], ["VpcId": "b"]], of: policy.resourceType), context())
    #expect(evaluation.matches.map(\.resource.id) == ["a"])
    #expect(evaluation.problems.map(\.resource) == ["b"])
  }

  @Test func namesAreUniqueAndFilesHavePolicies() {
    #expect(problems("a: 1").first?.contains("has no `policies`") == true)
    #expect(problems("a: 1").last?.contains("unknown key `a`") == true)
    #expect(
      problems("policies: [{name: a, resource: s3}, {name: a, resource: s3}]").first
        == "p.yml:1:44: error: a policy is named `a` already; expected another name than on line 1")
    #expect(problems("[]").first?.contains("the policies stand in a list") == true)
    #expect(problems("policies: [{name: a, resource: s3, title: b}]").count == 1)
    #expect(problems("policies: [{name: a, resource: s3, source: config}]").count == 1)
    #expect(problems("policies: [{name: a, resource: [s3, vpc]}]").count == 1)
  }

  @Test(arguments: [
    ("(?R)", "no `(?R`"), ("a\\", "ends in a backslash"), ("\\h", "no escape `\\h`"),
    ("a(?i)b", "at its start"), ("(*ACCEPT)", "nothing to repeat"), ("[a", "a set is not closed"),
  ]) func regularExpressionsThatPythonReadsOtherwiseAreRefused(pattern: String, why: String) {
    let text = JSON.text(
      [
        "policies": [
          [
            "name": "p", "resource": "vpc",
            "filters": [
              ["type": "value", "key": "X", "op": "regex", "value": .string(pattern)]
            ],
          ]
        ]
      ] as AWSObject)
    let found = PolicyFile.load(text: text, file: "p.json").diagnostics
    #expect(found.count == 1)
    #expect(found.first?.message.contains(why) == true, "\(found)")
  }

  @Test func eventsAndTheirIdsAreRead() throws {
    let (policies, diagnostics) = PolicyFile.load(
      text: """
        policies:
          - name: p
            resource: s3
            mode:
              type: cloudtrail
              role: arn:aws:iam::123456789012:role/x
              events:
                - CreateBucket
                - {source: s3.amazonaws.com, event: PutBucketAcl,
                   ids: detail.requestParameters.bucketName}
        """, file: "p.yml")
    #expect(diagnostics.isEmpty)
    let mode = try #require(policies.first).mode
    func ids(_ name: String, _ source: String = "s3.amazonaws.com") -> [String] {
      mode.resourceIDs(
        in: CloudTrailRecord([
          "eventName": .string(name), "eventSource": .string(source),
          "requestParameters": ["bucketName": "b"],
        ]))
    }
    #expect(ids("CreateBucket") == ["b"])
    #expect(ids("PutBucketAcl") == ["b"])
    #expect(ids("PutBucketAcl", "ec2.amazonaws.com") == [])
    #expect(ids("PutBucketPolicy") == [])
  }

  @Test func hostileFilesAreBounded() {
    let nested =
      String(repeating: "{not: [", count: 300) + "{Name: x}" + String(repeating: "]}", count: 300)
    #expect(!problems("policies: [{name: a, resource: s3, filters: [\(nested)]}]").isEmpty)
    let (policies, diagnostics) = PolicyFile.load(
      text: String(repeating: "[", count: 100_000), file: "p.yml")
    #expect(policies.isEmpty)
    #expect(!diagnostics.isEmpty)
  }
}
