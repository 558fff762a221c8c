import AWS
import Emulator
import TestKit
import Testing

struct CredentialReportTests {
  /// By column, the cells of a line; what it begins with names it.
  private func line(_ name: String, _ answer: AWSObject) throws -> [String: String] {
    guard case .bytes(let bytes)? = answer["Content"] else { return [:] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let header = try #require(lines.first).split(separator: ",").map(String.init)
    let cells = try #require(lines.first { $0.hasPrefix("\(name),") })
      .split(separator: ",").map(String.init)
    return Dictionary(zip(header, cells)) { $1 }
  }

  @Test func reportIsThereAMomentAfterItWasAskedFor() throws {
    let world = try World.fresh()
    let absent = world.error("iam", "GetCredentialReport")
    #expect(absent?.code == "ReportNotPresent")
    #expect(absent?.status == 410)
    #expect(try world.call("iam", "GenerateCredentialReport")["State"] == "STARTED")
    #expect(world.error("iam", "GetCredentialReport")?.code == "ReportInProgress")
    #expect(try world.call("iam", "GenerateCredentialReport")["State"] == "INPROGRESS")
    let record = try #require(
      try world.records().last { $0.eventName == "GetCredentialReport" })
    #expect(record.errorCode == "CredentialReportNotReadyException")
    let later = Client.start + .seconds(3)
    let report = try world.call("iam", "GetCredentialReport", at: later)
    #expect(report["ReportFormat"] == "text/csv")
    #expect(report["GeneratedTime"] == .timestamp(Client.start))
  }

  @Test func reportTellsOfEveryUsersCredentials() throws {
    let world = try World.fresh()
    let user = try world.user("alice")
    try world.call("iam", "CreateUser", ["UserName": "bob"])
    try world.call(
      "iam", "CreateLoginProfile", ["UserName": "bob", "Password": "Correct-Horse-9"])
    try Client(world, region: "eu-west-1", at: Client.start + .minutes(5)).signed(user)
      .call("sts", "GetCallerIdentity")
    let asked = Client.start + .minutes(10)
    try world.call("iam", "GenerateCredentialReport", at: asked)
    let report = try world.call("iam", "GetCredentialReport", at: asked + .seconds(3))
    let alice = try line("alice", report)
    #expect(alice["arn"] == "arn:aws:iam::123456789012:user/alice")
    #expect(alice["password_enabled"] == "false")
    #expect(alice["access_key_1_active"] == "true")
    #expect(alice["access_key_1_last_used_region"] == "eu-west-1")
    #expect(alice["access_key_1_last_used_service"] == "sts")
    #expect(alice["access_key_2_active"] == "false")
    let bob = try line("bob", report)
    #expect(bob["password_enabled"] == "true")
    #expect(bob["password_last_used"] == "no_information")
    #expect(bob["access_key_1_last_rotated"] == "N/A")
    #expect(try line("<root_account>", report)["password_enabled"] == "not_supported")
  }

  @Test func reportStaysAsItIsForFourHours() throws {
    let world = try World.fresh()
    try world.call("iam", "GenerateCredentialReport")
    try world.call("iam", "CreateUser", ["UserName": "late"])
    let soon = Client.start + .hours(3)
    #expect(
      try world.call("iam", "GenerateCredentialReport", at: soon)["State"] == "COMPLETE")
    let stale = try world.call("iam", "GetCredentialReport", at: soon)
    guard case .bytes(let bytes)? = stale["Content"] else {
      Issue.record("no report: \(stale)")
      return
    }
    #expect(!String(decoding: bytes, as: UTF8.self).contains("late"))
    let later = Client.start + .hours(4)
    #expect(try world.call("iam", "GenerateCredentialReport", at: later)["State"] == "STARTED")
    let fresh = try world.call("iam", "GetCredentialReport", at: later + .seconds(3))
    #expect(try line("late", fresh)["user"] == "late")
  }
}
