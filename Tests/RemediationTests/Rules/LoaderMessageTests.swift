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
  ])
  func aliasesThatLeadNowhereSayWhy(text: String, expected: String) {
    #expect(
      PolicyFile.load(text: text, file: "p.yml").diagnostics.map(\.description) == [expected])
  }
}
