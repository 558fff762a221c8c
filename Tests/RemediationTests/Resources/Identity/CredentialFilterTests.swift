import AWS
import Testing

@testable import Remediation

@Suite struct CredentialFilterTests {
  private static let header =
    "user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,"
    + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
    + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    + "cert_1_active,cert_1_last_rotated"
  private static let lines = [
    header,
    "<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00+00:00,not_supported,"
      + "no_information,true,false,N/A,N/A,false,N/A,N/A,false,N/A",
    "annabel,x,2020-01-01T00:00:00+00:00,true,N/A,true,false,N/A,N/A,false,N/A,N/A,false,N/A",
    "ann,x,2020-01-01T00:00:00+00:00,true,no_information,false,"
      + "true,2025-01-01T00:00:00+00:00,2026-03-14T00:00:00+00:00,"
      + "false,2026-03-01T00:00:00+00:00,N/A,false,N/A",
  ]

  private func report(_ time: String = "2026-03-15T11:00:00Z") -> APIOutcome {
    .success([
      "Content": .bytes(Array(Self.lines.joined(separator: "\n").utf8)),
      "GeneratedTime": Timestamp(iso8601: time).map { .timestamp($0) } ?? .null,
    ])
  }

  private func error(_ code: String) -> APIOutcome {
    .failure(AWSError(code, "none", status: 410))
  }

  private func credential(_ key: AWSValue, _ more: (String, AWSValue)...) -> AWSValue {
    [.object(AWSObject([("type", "credential"), ("key", key)] + more))]
  }

  @Test func wordsOfTheReportBecomeValues() throws {
    let answers = ["GetCredentialReport": [report()]]
    for (key, value, matches) in [
      ("password_enabled", true, true), ("mfa_active", true, false),
      ("password_last_used", "absent", true), ("user", "ann", true),
      ("certs", "absent", true), ("arn", "x", true),
    ] as [(AWSValue, AWSValue, Bool)] {
      let run = try IdentityRun(
        "iam-user", filters: credential(key, ("value", value)), IdentityRun.user, answers)
      #expect(run.matches == matches, "\(key)")
    }
    let keys = try IdentityRun(
      "iam-user",
      filters: credential("access_keys", ("value_type", "size"), ("value", 2)),
      IdentityRun.user, answers)
    #expect(keys.matches)
    #expect(keys.annotations?.at("c7n:credential-report", "mfa_active") == false)
  }

  @Test func matchingKeysAreNoted() throws {
    let run = try IdentityRun(
      "iam-user",
      filters: credential(
        "access_keys.last_rotated", ("value_type", "age"), ("op", "gt"), ("value", 90)),
      IdentityRun.user, ["GetCredentialReport": [report()]])
    let noted = run.annotations?["c7n:matched-keys"]?.list ?? []
    #expect(noted.map { $0["last_rotated"] } == ["2025-01-01T00:00:00+00:00"])
    #expect(noted.first?["c7n:match-type"] == "credential")
    let none = try IdentityRun(
      "iam-user", filters: credential("access_keys.active", ("value", "x")), IdentityRun.user,
      ["GetCredentialReport": [report()]])
    #expect(!none.matches)
  }

  @Test func anOldReportIsGeneratedAnewAndThenTakenAsItIs() throws {
    let run = try IdentityRun(
      "iam-user", filters: credential("mfa_active", ("value", false)), IdentityRun.user,
      [
        "GetCredentialReport": [
          report("2026-03-14T11:59:59Z"), error("ReportInProgress"), report("2026-03-14T11:00:00Z"),
        ],
        "GenerateCredentialReport": [.success(["State": "STARTED"])],
      ])
    #expect(run.matches)
    #expect(
      run.operations == [
        "GetCredentialReport", "GenerateCredentialReport", "GetCredentialReport",
        "GetCredentialReport",
      ])
    let kept = try IdentityRun(
      "iam-user", filters: credential("mfa_active", ("value", false), ("report_max_age", 172800)),
      IdentityRun.user, ["GetCredentialReport": [report("2026-03-14T11:59:59Z")]])
    #expect(kept.operations == ["GetCredentialReport"])
  }

  @Test func noReportIsGeneratedAgainstTheRulesWish() throws {
    let run = try IdentityRun(
      "iam-user",
      filters: credential("mfa_active", ("value", false), ("report_generate", false)),
      IdentityRun.user, ["GetCredentialReport": [error("ReportNotPresent")]])
    #expect(run.problems == ["there is no credential report, or none that is new enough"])
    #expect(run.operations == ["GetCredentialReport"])
  }

  @Test func aReportThatNeverComesFailsTheRead() throws {
    let run = try IdentityRun(
      "iam-user", filters: credential("mfa_active", ("value", false)), IdentityRun.user,
      ["GetCredentialReport": [error("ReportInProgress")]])
    guard case .failed(let error) = run.completion else {
      Issue.record("the read goes on")
      return
    }
    #expect(error.code == "EngineNeverReady")
    #expect(run.calls.count == CredentialReport.attempts)
  }

  @Test func whomTheReportDoesNotNameDoesNotMatch() throws {
    for name in ["an", "nobody", "user"] {
      var user = IdentityRun.user
      user["UserName"] = .string(name)
      let run = try IdentityRun(
        "iam-user", filters: credential("password_last_used", ("value", "absent")), user,
        ["GetCredentialReport": [report()]])
      #expect(!run.matches, "\(name)")
      #expect(run.problems.isEmpty)
    }
  }

  @Test func namesMayHoldCommas() {
    let text = "user,arn\n\"a,b\",x\r\na,y\r\n"
    #expect(CredentialReport.row(of: "a,b", in: .string(text))?["arn"] == "x")
    #expect(CredentialReport.row(of: "a", in: .string(text))?["arn"] == "y")
    #expect(CredentialReport.row(of: "b", in: .string(text)) == nil)
    #expect(CredentialReport.row(of: "b", in: "arn,user\nx,b")?["arn"] == "x")
    #expect(CredentialReport.row(of: "a", in: nil) == nil)
  }

  @Test func whatTheReportDoesNotHaveIsRefused() {
    #expect(
      IdentityRun.refusal("iam-user", filters: credential("mfa-active", ("value", true)))
        .contains("did you mean `mfa_active`"))
    for key in ["value_regex", "default", "value_path"] {
      #expect(
        IdentityRun.refusal("iam-user", filters: credential("user", (key, "x")))
          .contains("unknown key `\(key)`"))
    }
    #expect(
      IdentityRun.refusal("iam-role", filters: credential("user", ("value", "x")))
        .contains("there is no filter `credential` on aws.iam-role"))
  }

  // MARK: Removing keys

  private static let keys: APIOutcome = .success([
    "AccessKeyMetadata": [
      [
        "UserName": "ann", "AccessKeyId": "AKIAOLD", "Status": "Active",
        "CreateDate": "2025-01-01T00:00:00Z",
      ],
      [
        "UserName": "ann", "AccessKeyId": "AKIANEW", "Status": "Inactive",
        "CreateDate": "2026-03-01T00:00:00Z",
      ],
    ]
  ])

  @Test func theKeyThatTheReportNamesIsDisabledAndComesBack() throws {
    let run = try IdentityRun(
      "iam-user",
      filters: credential(
        "access_keys.last_rotated", ("value_type", "age"), ("op", "gt"), ("value", 90)),
      actions: [["type": "remove-keys", "matched": true, "disable": true]], IdentityRun.user,
      ["GetCredentialReport": [report()], "ListAccessKeys": [Self.keys]])
    #expect(run.steps == ["UpdateAccessKey"])
    let step = try #require(run.plan.steps.first)
    #expect(
      step.call.input == ["UserName": "ann", "AccessKeyId": "AKIAOLD", "Status": "Inactive"])
    #expect(step.undo.first?.input["Status"] == "Active")
    #expect(step.irreversible == nil)
  }

  @Test func keysGoByAgeAndDoNotComeBack() throws {
    let answers = ["ListAccessKeys": [Self.keys]]
    let old = try IdentityRun(
      "iam-user", actions: [["type": "remove-keys", "age": 90]], IdentityRun.user, answers)
    #expect(old.plan.steps.map { $0.call.input["AccessKeyId"] } == ["AKIAOLD"])
    #expect(old.plan.steps.first?.irreversible == "a deleted access key doesn't come back")
    #expect(old.plan.steps.first?.undo.isEmpty == true)
    let all = try IdentityRun(
      "iam-user", actions: [["type": "remove-keys", "disable": true]], IdentityRun.user, answers)
    #expect(all.steps == ["UpdateAccessKey"])
    #expect(all.plan.remarks == ["access key AKIANEW of ann is inactive already"])
  }

  @Test func removeKeysTakesOneKindOfNote() {
    let both: AWSValue = [
      ["type": "credential", "key": "access_keys.active", "value": true],
      ["or": [["type": "access-key", "key": "Status", "value": "Active"]]],
    ]
    let action: AWSValue = [["type": "remove-keys", "matched": true]]
    #expect(
      IdentityRun.refusal("iam-user", filters: both, actions: action)
        .contains("can't stand beside both"))
    #expect(
      IdentityRun.refusal(
        "iam-user", actions: [["type": "remove-keys", "matched": true, "age": 3]]
      ).contains("`matched` and `age` can't be mixed"))
  }
}
