import Documents
import Remediation
import Testing

/// What the loader says of common mistakes, word by word.
@Suite struct LoaderMessageTests {
  private func problems(_ body: String) -> [String] {
    PolicyFile.load(text: "policies: [{name: p, \(body)}]", file: "p.yml").diagnostics
      .map(\.description)
  }

  @Test func typesOfCloudCustodianThatAreNotSupportedAreToldFromThoseThatDontExist() throws {
    let rds = try #require(problems("resource: rds").first)
    #expect(
      rds.hasPrefix(
        "p.yml:1:32: error: resource type `rds` of Cloud Custodian is not supported; "
          + "supported are `aws.security-group`, `aws.s3`, "))
    #expect(rds.hasSuffix(", `aws.account`"))
    #expect(
      problems("resource: aws.securitygroup") == [
        "p.yml:1:32: error: there is no resource type `aws.securitygroup`; "
          + "did you mean `aws.security-group`?"
      ])
    #expect(problems("resource: xyz").first?.contains("; supported are `aws.") == true)
    #expect(
      problems("resource: azure.vm").first?.contains("is of another provider than AWS; supported")
        == true)
  }

  @Test func portsInQuotesAreRefusedWithTheNumberThatIsMeant() {
    #expect(
      problems("resource: security-group, filters: [{type: ingress, Ports: ['22', 80]}]") == [
        "p.yml:1:82: error: `\"22\"` in `Ports` is a string: ports are whole numbers, which it "
          + "never equals; expected 22 without quotes"
      ])
    #expect(
      problems("resource: security-group, filters: [{type: ingress, OnlyPorts: [20-25]}]") == [
        "p.yml:1:86: error: `20-25` is no port number; `OnlyPorts` takes single ports; for a range "
          + "use `FromPort` and `ToPort`"
      ])
  }

  @Test(arguments: [
    ("AWS.EC2", "aws.ec2"), ("s3-bucket", "aws.s3"), ("'AWS::EC2::VPC'", "aws.vpc"),
  ])
  func typesInOtherWritingAreRecognised(name: String, meant: String) {
    #expect(problems("resource: \(name)").first?.hasSuffix("did you mean `\(meant)`?") == true)
  }

  @Test(arguments: [
    (
      "filters: [{ingress: {Ports: [22]}}]",
      "error: `ingress` can't be compared with a mapping; expected `{type: ingress, ...}`"
    ),
    (
      "filters: [{unused: true}]",
      "warning: `unused` as a key compares a member of that name, and asks no filter; "
        + "expected `unused`, or `{type: unused, ...}`"
    ),
    ("filters: [{type: or}]", "error: `or` is no type of a filter; expected `or: [...]`"),
    (
      "filters: ['tag:Name']",
      "error: `tag:Name` alone is no filter; expected `\"tag:Name\": present`"
    ),
    (
      "actions: [{tag: {a: b}}]",
      "error: an action has no `type`; expected `{type: tag, ...}`, with what stands below it "
        + "beside `type`"
    ),
    (
      "start: 2020-01-01",
      "error: `start` is read as a date, and must be a string; expected quotes around it"
    ),
  ])
  func commonSlipsAreToldWithWhatWasMeant(body: String, expected: String) {
    let told = problems("resource: security-group, \(body)")
    #expect(told.count == 1 && told[0].hasSuffix(expected), "\(told)")
  }

  @Test(arguments: [
    ("a: b: c", "1:5: error: not YAML: a `:` where no key can be; expected a line no deeper"),
    ("\ta: 1", "1:1: error: not YAML: a tab can't indent a line; expected spaces"),
    ("a: @b", "1:4: error: not YAML: text can't begin with `@`; expected quotes around it"),
    ("a: [1, 2", "1:4: error: not YAML: the list that opens here"),
    ("a:\n  b: {c: 1", "2:6: error: not YAML: the mapping that opens here"),
    ("a: 1\nb: \"x\nc: 2", "2:4: error: not YAML: the quotes that open here are never closed"),
    ("a: 1\n---\nb: 1", "2:1: error: not YAML: a second document begins here"),
    ("a:\n- 1\nb", "3:1: error: not YAML: a line that is no `key: value` among such lines"),
    ("a:\n    b: 1\n  c: 1", "3:3: error: not YAML: a line that is neither part of what stands"),
    ("a: - b", "1:4: error: not YAML: a list can't begin on the line of its key"),
    ("a: \"\\q\"", "1:5: error: not YAML: an escape that double quotes don't know"),
    ("- name: x", "1:1: error: the policies stand in a list by themselves; expected them below"),
    ("a: {{ b }}", "error: a mapping can't be a key; expected a string; text with braces"),
  ])
  func brokenYAMLIsToldInPlainWordsWhereItBegins(text: String, expected: String) {
    let told = PolicyFile.load(text: text, file: "p.yml").diagnostics.map(\.description)
    #expect(told.first?.contains(expected) == true, "\(told)")
  }

  @Test func marksAnnounceWhatTheTypeCanDo() throws {
    let text = try #require(
      problems("resource: s3, filters: [{type: marked-for-op, op: nonsense}]").first)
    #expect(text.contains("there is no action `nonsense` on aws.s3 to mark for; expected one of"))
    #expect(text.contains("`delete`") && !text.contains("`attach-encrypt`"))
    #expect(
      problems("resource: s3, actions: [{type: mark-for-op, op: delte}]").first?
        .hasSuffix("did you mean `delete`?") == true)
  }

  @Test(arguments: ["", "\n\n", "# nothing\n  # yet\n", "---\n"])
  func aFileWithoutAnythingSaysWhatIsExpected(text: String) {
    #expect(
      PolicyFile.load(text: text, file: "p.yml").diagnostics.map(\.description) == [
        "p.yml:1:1: error: the file has no policies: it is empty, or comments only; "
          + "expected a list `policies`"
      ])
  }

  @Test(arguments: [
    (
      "a: &a [1, *a]",
      "p.yml:1:11: error: alias `*a` stands inside of what its own anchor `&a` names; "
        + "expected no value that holds itself"
    ),
    (
      "a: *b", "p.yml:1:4: error: alias `*b` refers to no anchor; expected an anchor `&b` before it"
    ),
    (
      "a: *b\nc: &b 1",
      "p.yml:1:4: error: alias `*b` refers to no anchor; expected it behind its anchor `&b`"
    ),
    (
      "c: 1\r\na: *b\r\n",
      "p.yml:2:4: error: alias `*b` refers to no anchor; expected an anchor `&b` before it"
    ),
  ])
  func aliasesThatLeadNowhereSayWhy(text: String, expected: String) {
    #expect(
      PolicyFile.load(text: text, file: "p.yml").diagnostics.map(\.description) == [expected])
  }
}
