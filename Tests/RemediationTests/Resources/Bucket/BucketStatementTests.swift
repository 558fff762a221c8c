import AWS
@testable import Remediation
import Testing

private let first: AWSObject = [
  "Sid": "First", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*",
]
private let denyHTTP: AWSObject = [
  "Sid": "DenyHTTP", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
  "Resource": "arn:aws:s3:::{bucket_name}/*",
  "Condition": ["Bool": ["aws:SecureTransport": "false"]],
]

private func text(_ statements: AWSObject...) -> AWSValue {
  .string(
    JSON.text(
      ["Version": "2012-10-17", "Statement": .list(statements.map { .object($0) })] as AWSObject))
}

private func statements(_ call: APICall) throws -> [AWSValue] {
  try JSON.parse(call.input["Policy"]?.string ?? "")["Statement"]?.list ?? []
}

@Suite struct BucketStatementTests {
  @Test func aStatementIsMissedByItsID() throws {
    for name in ["missing-statement", "missing-policy-statement"] {
      let own = try BucketCase(
        filters: [["type": .string(name), "statement_ids": ["First", "DenyHTTP"]]])
      #expect(
        own.matches(
          bucket("none"), bucket("one", ("Policy", text(first))),
          bucket("both", ("Policy", text(first, denyHTTP)))) == ["none", "one"])
    }
  }

  @Test func theStatementThatRefusesPlainObjectsIsKnownWhateverItsID() throws {
    let own = try BucketCase(filters: ["no-encryption-statement"])
    let full = EncryptionStatement.of(bucket: "b")
    var bare = full
    bare["Sid"] = nil
    var other = full
    other["Action"] = "s3:*"
    #expect(
      own.matches(
        bucket("none"), bucket("full", ("Policy", text(first, full))),
        bucket("bare", ("Policy", text(bare))), bucket("other", ("Policy", text(other))),
        // The id of the first statement is looked for in the second.
        bucket("after", ("Policy", text(first, bare)))) == ["none", "other", "after"])
  }

  @Test func aStatementIsAddedForEachBucketAndGoesAgain() throws {
    let own = try BucketCase(
      actions: [["type": "set-statements", "statements": [.object(denyHTTP)]]])
    let step = try own.plan(bucket("b", ("Policy", text(first)))).steps[0]
    let after = try statements(step.call)
    #expect(after.map { $0["Sid"] } == ["First", "DenyHTTP"])
    #expect(after[1]["Resource"] == "arn:aws:s3:::b/*")
    #expect(step.undo[0].input["Policy"] == text(first))
    let bare = try own.plan(bucket()).steps[0]
    #expect(bare.call.name == "s3:PutBucketPolicy")
    #expect(bare.undo.map(\.name) == ["s3:DeleteBucketPolicy"])
    var there = denyHTTP
    there["Resource"] = "arn:aws:s3:::b/*"
    let done = try own.plan(bucket("b", ("Policy", text(there))))
    #expect(done.steps.isEmpty && done.remarks.count == 1)
  }

  @Test func statementsAreRemovedAndAddedAtOnce() throws {
    let own = try BucketCase(
      actions: [
        ["type": "set-statements", "remove": ["First"], "statements": [.object(denyHTTP)]]
      ])
    let step = try own.plan(bucket("b", ("Policy", text(first)))).steps[0]
    #expect(try statements(step.call).map { $0["Sid"] } == ["DenyHTTP"])
    #expect(step.removed == [.object(first)])
    let all = try BucketCase(actions: [["type": "set-statements", "remove": "*"]])
    #expect(try all.plan(bucket("b", ("Policy", text(first)))).names == ["s3:DeleteBucketPolicy"])
    let matched = try BucketCase(
      filters: ["cross-account"], actions: [["type": "set-statements", "remove": "matched"]])
    let kept = try matched.plan(bucket("b", ("Policy", text(denyHTTP, first)))).steps[0]
    #expect(try statements(kept.call).map { $0["Sid"] } == ["DenyHTTP"])
  }

  @Test func encryptionIsRequiredOnce() throws {
    let own = try BucketCase(actions: ["encryption-policy"])
    let bare = try own.plan(bucket()).steps[0]
    #expect(
      try JSON.parse(bare.call.input["Policy"]?.string ?? "")["Version"] == "2012-10-17")
    #expect(try statements(bare.call) == [.object(EncryptionStatement.of(bucket: "b"))])
    var old = EncryptionStatement.of(bucket: "b")
    old["Action"] = "s3:*"
    let step = try own.plan(bucket("b", ("Policy", text(old, first)))).steps[0]
    #expect(try statements(step.call).map { $0["Action"] } == ["s3:GetObject", "s3:PutObject"])
    let full = EncryptionStatement.of(bucket: "b")
    #expect(try own.plan(bucket("b", ("Policy", text(full)))).steps.isEmpty)
  }

  @Test func nothingIsWrittenOverWhatCouldNotBeRead() throws {
    let actions: [AWSValue] = [
      "encryption-policy", "set-public-block", ["type": "tag", "tags": ["a": "b"]],
    ]
    for action in actions {
      let own = try BucketCase(actions: [action])
      let (document, _) = try own.complete(["Name": "b", "Location": [:]]) { _ in
        .error("AccessDenied")
      }
      #expect(document["c7n:DeniedMethods"]?.list?.count == 1)
      let plan = try own.plan(document)
      #expect(plan.steps.isEmpty && plan.remarks.count == 1)
    }
    let broken = try BucketCase(actions: ["encryption-policy"])
    #expect(try broken.plan(bucket("b", ("Policy", "x"))).steps.isEmpty)
  }

  @Test func refusalsCanBeAskedFor() throws {
    let own = try BucketCase(filters: [
      ["type": "value", "key": "\"c7n:DeniedMethods\"", "op": "contains", "value": "get_bucket_acl"]
    ])
    func matches(_ refused: String) throws -> Bool {
      let (document, calls) = try own.complete(["Name": "b"]) { call in
        call.operation == refused ? .error("AccessDenied") : .success([:])
      }
      #expect(calls.count == 10)
      return own.matches(document) == ["b"]
    }
    #expect(try matches("GetBucketAcl"))
    #expect(try !matches("GetBucketPolicy"))
  }

  @Test func statementsMustBeWhole() {
    func refusal(_ change: (inout AWSObject) -> Void) -> String {
      var statement = denyHTTP
      change(&statement)
      return BucketCase.refusal(
        actions: [["type": "set-statements", "statements": [.object(statement)]]])
    }
    #expect(refusal { _ in } == "")
    #expect(refusal { $0["Sid"] = nil } == "a statement has no `Sid`")
    #expect(refusal { $0["Effect"] = "Maybe" } == "`Effect` can't be `Maybe`")
    #expect(
      refusal { $0["NotAction"] = "s3:Get*" } == "a statement has both `Action` and `NotAction`")
    #expect(
      refusal { $0["Resource"] = nil } == "a statement has neither `Resource` nor `NotResource`")
    let unlike = refusal {
      $0["Principal"] = nil
      $0["NotPrincipal"] = "*"
    }
    #expect(unlike == "`NotPrincipal` can't be `*`")
  }
}
