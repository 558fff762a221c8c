import AWS
import Documents
import Remediation
import Synchronization
import Testing

@Suite struct ValueSourceTests {
  /// Answers from a table and counts who asks for what.
  final class Web: Sendable {
    let pages: [String: String]
    let asked = Mutex<[ValueRequest]>([])

    init(_ pages: [String: String]) { self.pages = pages }

    func load(_ filters: String, count: Int = 1) -> (
      policies: [Policy], diagnostics: [Diagnostic]
    ) {
      let policies = (0..<count).map {
        "  - {name: p\($0), resource: vpc, filters: [\(filters)]}\n"
      }
      return PolicyFile.load(
        text: "policies:\n" + policies.joined(), file: "p.yml",
        values: { request in
          self.asked.withLock { $0.append(request) }
          return self.pages[request.url].map { .success($0) }
            ?? .failure(ValueProblem("HTTP status 404"))
        })
    }
  }

  private static func filter(_ source: String) -> String {
    "{type: value, key: X, op: in, value_from: {\(source)}}"
  }

  @Test(arguments: [
    ("url: a.json", "[\"x\", 1]", ["x"]),
    ("url: a.json, expr: 'a[].b'", "{\"a\": [{\"b\": \"x\"}]}", ["x"]),
    ("url: a.txt", " x \ny\n", ["x", "y"]), ("url: a.csv", "x,z\n\"y\",\n", ["x", "y", "z"]),
    ("url: a.csv, expr: 0", "x,z\ny,w\n", ["x", "y"]),
    ("url: a.csv, expr: '[0]'", "x,z\ny,w\n", ["x", "z"]),
    ("url: a.csv2dict, expr: k", "k,l\nx,1\ny,2\n", ["x", "y"]),
    ("url: a.csv2dict", "k,l\nx,1\ny,z\n", ["x", "y", "z"]),
    ("url: 'https://h/x', format: txt, headers: {authorization: t}", "x", ["x"]),
    ("url: 's3://b/k.json', format: txt", "y", ["y"]),
  ]) func everyFormatIsRead(source: String, body: String, matching: [String]) throws {
    let url = source.split(separator: ",")[0].dropFirst(5).filter { $0 != "'" }
    let (policies, diagnostics) = Web([url: body]).load(Self.filter(source))
    #expect(diagnostics.isEmpty)
    let policy = try #require(policies.first)
    let documents: [AWSObject] = ["w", "x", "y", "z"].map {
      ["VpcId": .string($0), "X": .string($0)]
    }
    let evaluation = policy.evaluate(resources(documents, of: policy.resourceType), context())
    #expect(evaluation.matches.map(\.resource.id) == matching)
  }

  @Test func eachIsFetchedOnceWhoeverAsks() {
    let web = Web(["a.txt": "x"])
    let sources = "url: a.txt}}, " + Self.filter("url: a.txt, headers: {a: b}").dropLast(2)
      + "}}, " + Self.filter("url: none.txt").dropLast(2)
    let (policies, diagnostics) = web.load(
      "{type: value, key: X, op: in, value_from: {" + sources + "}}", count: 20)
    #expect(policies.isEmpty)
    #expect(diagnostics.count == 20)
    #expect(web.asked.withLock { $0.map(\.url) } == ["a.txt", "a.txt", "none.txt"])
    #expect(
      diagnostics.first?.description.contains("`none.txt` can't be read: HTTP status 404") == true)
  }

  /// What isn't there concerns the policies that name it; a mistake in the file concerns the file.
  @Test func onlyWhatIsOutsideOfTheFileIsSaidToBe() throws {
    let (policies, diagnostics) = PolicyFile.load(
      text: """
        policies:
          - {name: gone, resource: vpc, filters: [\(Self.filter("url: gone.txt"))]}
          - {name: torn, resource: vpc, filters: [\(Self.filter("url: torn.json"))]}
          - {name: wrong, resource: vpc, filters: [\(Self.filter("url: a.jsonl"))]}
          - {name: right, resource: vpc, filters: [\(Self.filter("url: a.txt"))]}
        """, file: "p.yml",
      values: { request in
        switch request.url {
        case "a.txt": .success("x")
        case "torn.json": .success("{")
        default: .failure(ValueProblem("no such file"))
        }
      })
    #expect(policies.map(\.name) == ["right"])
    #expect(diagnostics.map(\.isOutside) == [true, true, false])
    #expect(diagnostics.map(\.position.line) == [2, 3, 4])
    #expect(diagnostics[0].message.hasSuffix("no such file, so policy `gone` is left out"))
    #expect(diagnostics[1].message.hasSuffix(", so policy `torn` is left out"))
    #expect(!diagnostics[2].message.contains("left out"))
  }

  @Test func anAddressMayDependOnThePlace() throws {
    let web = Web(["a-123456789012.txt": "sample", "a-210987654321.txt": "x"])
    let (policies, diagnostics) = web.load(Self.filter("url: 'a-{account_id}.txt'"))
    #expect(diagnostics.isEmpty)
    let policy = try #require(policies.first)
    func evaluation(_ account: String) -> Evaluation {
      policy.evaluate(
        resources([["VpcId": "v", "X": "x"]], of: policy.resourceType),
        EvaluationContext(now: Timestamp(seconds: 0), account: account, region: "us-east-1"))
    }
    #expect(evaluation("210987654321").matches.count == 1)
    #expect(evaluation("123456789012").matches.isEmpty)
    let failing = evaluation("111111111111")
    #expect(failing.matches.isEmpty)
    #expect(failing.problems.first?.message.contains("can't be read") == true)
  }

  @Test(arguments: [
    ("url: dynamodb, query: select x", "can't ask DynamoDB"), ("format: txt", "has no `url`"),
    ("url: a.txt, query: x", "`query` is for `url: dynamodb` only"),
    ("url: a.jsonl", "can't read the format `jsonl`"), ("url: a", "the format of `a` is not known"),
    ("url: 'ftp://x/a.txt'", "can't read from `ftp`"), ("url: [a]", "`url` can't be a list"),
    ("url: a.json", "is no JSON: mistake at byte 0"), ("url: a.txt, expr: {}", "`expr` can't be"),
    ("url: a.txt, headers: {a: 1}", "a header can't be"), ("url: a.csv, expr: 7", "a column 7"),
    ("url: a.json, format: yaml", "can't read the format `yaml`"),
  ]) func whatCanNotBeReadIsNamed(source: String, problem: String) {
    let web = Web(["a.txt": "x", "a.json": "nope", "a.csv": "x,y"])
    let diagnostics = web.load(Self.filter(source)).diagnostics
    #expect(diagnostics.count == 1, "\(diagnostics)")
    #expect(diagnostics.first?.message.contains(problem) == true, "\(diagnostics)")
  }

  @Test func whatNobodyAsksForInACheckIsAWarning() {
    let (policies, diagnostics) = PolicyFile.load(
      text: "policies: [{name: a, resource: vpc, filters: ["
        + "\(Self.filter("url: 's3://b/a.txt'"))]}]",
      file: "p.yml", values: { _ in .failure(.notAsked) })
    #expect(policies.count == 1)
    #expect(diagnostics.map(\.severity) == [.warning])
  }
}
