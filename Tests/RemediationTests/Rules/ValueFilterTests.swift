import AWS
import Remediation
import Testing

/// The ids among a, b, c ... of the values that `X` has, that pass a filter.
private func matched(_ filter: AWSObject, _ values: [AWSValue?]) throws -> String {
  let evaluation = try evaluate(
    ["name": "p", "resource": "vpc", "filters": [.object(filter)]],
    values.enumerated().map { index, value in
      var document: AWSObject = ["VpcId": .string(String(UnicodeScalar(UInt8(97 + index))))]
      document.set("X", value)
      return document
    })
  return evaluation.matches.map(\.resource.id).joined()
}

private func value(_ pairs: (String, AWSValue)...) -> AWSObject {
  AWSObject([("type", "value"), ("key", "X")] + pairs)
}

/// What Cloud Custodian 0.9.53 answers.
@Suite struct ValueFilterTests {
  @Test func sentinelsComeBeforeOperators() throws {
    let values: [AWSValue?] = [nil, .null, "", [], 0, false, "a"]
    #expect(try matched(["X": "absent"], values) == "ab")
    #expect(try matched(["X": "present"], values) == "cdefg")
    #expect(try matched(["X": "not-null"], values) == "g")
    #expect(try matched(["X": "empty"], values) == "abcdef")
    #expect(try matched(["X": .null], values) == "ab")
    #expect(try matched(value(("op", "ne"), ("value", "present")), values) == "abcdefg")
  }

  @Test(arguments: [
    ("eq", 1, "abc"), ("ne", 1, "defg"), ("gt", 0, "abcd"), ("lt", 2, "abc"), ("ge", 2, "d"),
    ("in", [1, "x"], "abce"), ("ni", [1, "x"], "dfg"), ("not-in", [1, "x"], "dfg"),
    ("contains", "x", "ef"), ("intersect", ["x", "y"], "ef"), ("difference", ["x"], "f"),
    ("regex", "X", "e"), ("regex-case", "X", ""), ("glob", "?", "e"), ("mod", 2, "abc"),
  ] as [(String, AWSValue, String)])
  func operatorsBehaveAsPythons(op: String, wanted: AWSValue, ids: String) throws {
    let values: [AWSValue?] = [1, true, 1.0, 2, "x", ["x", "z"], nil]
    #expect(try matched(value(("op", .string(op)), ("value", wanted)), values) == ids)
  }

  @Test(arguments: [
    ("size", "gt", 1, ["ab", ["a"], ["a", "b"], nil, ["k": 1]], "ac"),
    ("unique_size", "eq", 1, ["aa", ["a", "a"], [1, true], nil, [["a"]]], "abc"),
    ("integer", "eq", 12, [" 12 ", 12, "12.0", "1_2", "x", nil], "abd"),
    ("float", "lt", 1.5, ["1.4", "nope", 2, true], "abd"),
    ("normalize", "eq", "prod", [" PROD ", "Prod", "dev", 1], "ab"),
    ("swap", "in", "a", [["a", "b"], "cat", "dog", nil], "ab"),
    ("version", "lt", "1.10", ["1.9", "1.10", "2", "a"], "a"),
    ("cidr_size", "le", 8, ["10.0.0.0/8", "10.0.0.0/16", "::/0", "0.0.0.0/0"], "acd"),
    ("date", "gt", "2023-11-01", ["2023-11-02", "Nov 1, 2023 01:00 AM", "2022/01/01", "x"], "ab"),
    ("age", "gt", 2, ["2023-11-01", "2023-11-14T00:00:00Z", 1_690_000_000, nil], "ac"),
    ("expiration", "le", 1, ["2023-11-15", "2023-12-01", "2023-11-01", nil], "ac"),
  ] as [(String, String, AWSValue, [AWSValue?], String)])
  func valueTypesConvertBothSides(
    type: String, op: String, wanted: AWSValue, values: [AWSValue?], ids: String
  ) throws {
    let filter = value(("value_type", .string(type)), ("op", .string(op)), ("value", wanted))
    #expect(try matched(filter, values) == ids)
  }

  @Test func cidrsContainEachOther() throws {
    let values: [AWSValue?] = ["10.1.0.0/16", "192.168.0.0/16", "10.0.0.1", "::/0", "10.0.0.1/8"]
    let inside = value(
      ("value_type", "cidr"), ("op", "in"), ("value", ["10.0.0.0/8", "1.1.1.1"]))
    #expect(try matched(inside, values) == "ac")
    let outside = value(
      ("value_type", "cidr"), ("op", "not-in"), ("value", ["10.0.0.0/8", "1.1.1.1"]))
    // IPv6 ranges and ranges with host bits can't be read, and are in nothing.
    #expect(try matched(outside, values) == "bde")
  }

  @Test func valuesComeFromOtherMembersAndFiles() throws {
    let path = value(("op", "in"), ("value_path", "Y"))
    let evaluation = try evaluate(
      ["name": "p", "resource": "vpc", "filters": [.object(path)]],
      [["VpcId": "a", "X": 1, "Y": [1]], ["VpcId": "b", "X": 2, "Y": [1]]])
    #expect(evaluation.matches.map(\.resource.id) == ["a"])
    let text = """
      policies:
        - name: p
          resource: vpc
          filters:
            - {type: value, key: VpcId, op: in, value_from: {url: "file:ids.csv", expr: 1}}
            - {type: value, key: X, op: not-in, value_from: {url: "file:x.json", expr: "a[].b"}}
      """
    let files = ["file:ids.csv": "n,a\nm,\"b\"\n", "file:x.json": "{\"a\": [{\"b\": 1}]}"]
    let loaded = PolicyFile.load(text: text, file: "p.yml") { request in
      files[request.url].map { .success($0) } ?? .failure(ValueProblem("no such file"))
    }
    let policy = try #require(loaded.policies.first, "\(loaded.diagnostics)")
    let found = policy.evaluate(
      resources(
        [["VpcId": "a", "X": 1], ["VpcId": "b", "X": 2], ["VpcId": "c"]], of: policy.resourceType),
      context())
    #expect(found.matches.map(\.resource.id) == ["b"])
  }

  @Test func tagsAreFoundByTheirKeys() throws {
    let documents: [AWSObject] = [
      ["VpcId": "a", "Tags": [["Key": "Cost_Center", "Value": "1"]]], ["VpcId": "b"],
    ]
    func ids(_ filter: AWSObject) throws -> [String] {
      try evaluate(["name": "p", "resource": "vpc", "filters": [.object(filter)]], documents)
        .matches.map(\.resource.id)
    }
    #expect(try ids(["tag:Cost_Center": "1"]) == ["a"])
    #expect(try ids(["tag:costcenter": "1"]) == [])
    #expect(
      try ids([
        "type": "value", "key": "tag:costcenter", "value": "1",
        "tag_key_transforms": ["lower", "nounderscores"],
      ]) == ["a"])
  }

  @Test func whatPythonWouldRaiseIsAProblemAndNoMatch() throws {
    let evaluation = try evaluate(
      ["name": "p", "resource": "vpc", "filters": [["type": "value", "key": "length(X)",
        "value": 1]]],
      [["VpcId": "a", "X": 1], ["VpcId": "b", "X": "x"]])
    #expect(evaluation.matches.map(\.resource.id) == ["b"])
    #expect(evaluation.problems.map(\.resource) == ["a"])
    #expect(evaluation.problems.first?.message.contains("length") == true)
  }

  @Test(arguments: [
    ["not": [["type": "value", "key": "length(X)", "value": 1]]],
    ["or": [["type": "value", "key": "length(X)", "value": 1], ["VpcId": "a"]]],
    ["type": "tag-count", "op": "in", "count": 1],
    ["not": [["type": "list-item", "key": "L", "attrs": [], "count": 0, "count_op": "contains"]]],
  ] as [AWSObject])
  func whatCannotBeDecidedNeverMatches(filter: AWSObject) throws {
    let policy: AWSObject = ["name": "p", "resource": "vpc", "filters": [.object(filter)]]
    let evaluation = try evaluate(policy, [["VpcId": "a", "X": 1, "L": [["a": 1]]]])
    #expect(evaluation.matches.isEmpty)
    #expect(evaluation.problems.map(\.resource) == ["a"])
  }

  @Test func whatHasNoValueGroupsWithAnEmptyText() throws {
    let filter: AWSObject = [
      "type": "reduce", "group-by": "X", "null-order": "first", "order": "reverse", "limit": 1,
    ]
    #expect(try matched(filter, ["", nil, "x"]) == "cb")
  }

  @Test func whatAnExpressionRaisesSortsAsNoValue() throws {
    let filter: AWSObject = ["type": "reduce", "sort-by": "sort(X)[0]", "limit": 2]
    #expect(try matched(filter, [1, ["b"], ["a"], nil]) == "cb")
  }

  @Test func everyBranchIsAskedAboutTheItemsOfAList() throws {
    let either: AWSValue = ["or": [["a": 1], ["type": "value", "key": "length(b)", "value": 1]]]
    let evaluation = try evaluate(
      [
        "name": "p", "resource": "vpc",
        "filters": [["type": "list-item", "key": "L", "attrs": [either]]],
      ], [["VpcId": "a", "L": [["a": 1, "b": 2]]], ["VpcId": "b", "L": [["a": 1, "b": "x"]]]])
    #expect(evaluation.matches.map(\.resource.id) == ["b"])
    #expect(evaluation.problems.map(\.resource) == ["a"])
  }

  @Test(arguments: [
    ("{region}", "a"), ("us-{partition}", "b"), ("{region}{x}", "c"), ("{{x}}", "d"), ("{x}", "d"),
    ("{op}{account_id}", "e"), ("a{2}", ""),
  ] as [(String, String)])
  func fieldsAreFilledInAsPythonDoes(text: String, ids: String) throws {
    let values: [AWSValue?] = [
      "us-east-1", "us-aws", "{region}{x}", "{x}", "{op}123456789012", "aa",
    ]
    #expect(try matched(value(("value", .string(text))), values) == ids)
  }

  @Test func accountsThatAreAllowedMayBeFilledIn() throws {
    let policy = """
      {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "*"},
                     {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::1:root"}}]}
      """
    let evaluation = try evaluate(
      [
        "name": "p", "resource": "s3",
        "filters": [["type": "cross-account", "whitelist_patterns": ["arn:{partition}:iam::*"]]],
      ], [["Name": "a", "Policy": .string(policy)]])
    #expect(evaluation.matches.isEmpty)
  }

  @Test func aGroupThatTakesNoPartCapturesNothing() throws {
    let filter = value(("value_regex", "(x)?y"), ("value", "absent"))
    #expect(try matched(filter, ["y", "xy", "z", 1]) == "acd")
  }

  @Test func daysThatAreNotInTheCalendarAreNoDates() throws {
    let filter = value(
      ("value_type", "age"), ("op", "ge"), ("value", 1))
    #expect(try matched(filter, ["2023-02-28", "2023-02-30", "2023-02-31T10:00:00Z"]) == "a")
  }

  @Test func setsAreMadeOfWhatIsFoundFirst() throws {
    let filter = value(
      ("value_type", "cidr"), ("op", "intersect"), ("value", "10.0.0.0/30"))
    let evaluation = try evaluate(
      ["name": "p", "resource": "vpc", "filters": [.object(filter)]],
      [["VpcId": "a", "X": ["10.0.0.1"]]])
    #expect(evaluation == Evaluation(matches: [], problems: []))
  }

  @Test func regularExpressionsAreBoundedAndPythons() throws {
    let evil = value(("op", "regex"), ("value", "^(a+)+$"))
    let text = String(repeating: "a", count: 40) + "!"
    let evaluation = try evaluate(
      ["name": "p", "resource": "vpc", "filters": [.object(evil)]],
      [["VpcId": "a", "X": .string(text)]])
    #expect(evaluation.matches.isEmpty)
    #expect(evaluation.problems.first?.message.contains("given up") == true)
    #expect(try matched(value(("op", "regex"), ("value", "a\\Z")), ["a", "a\n", "ab"]) == "a")
    #expect(try matched(value(("op", "regex"), ("value", "[[:a]+$")), ["[:", "a", "b"]) == "ab")
    let some = value(("op", "regex-case"), ("value", "\\u00fc{,2}$"))
    #expect(try matched(some, ["üü", "Ü", ""]) == "ac")
  }
}
