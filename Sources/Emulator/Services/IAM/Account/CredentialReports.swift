import AWS

extension IAMService {
  /// Starts a report on everybody's credentials; one that is younger than four hours stands.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
  enum GenerateCredentialReport: OperationHandler {
    static func perform(_ input: NoInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      if let report = try call.iam.credentialReport(call.account),
        !report.isOlder(than: CredentialReport.lifetime, at: call.now)
      {
        return ["State": report.isReady(at: call.now) ? "COMPLETE" : "INPROGRESS"]
      }
      let report = CredentialReport(
        generated: call.iamDate, content: try call.credentialReportContent())
      try call.iam.put(report, call.account)
      return [
        "State": "STARTED",
        "Description": "No report exists. Starting a new report generation task",
      ]
    }
  }

  /// The report as it was generated: what changed since isn't in it.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html
  enum GetCredentialReport: OperationHandler {
    static func perform(_ input: NoInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      guard let report = try call.iam.credentialReport(call.account) else {
        throw AWSError("ReportNotPresent", "No report exists.", status: 410)
      }
      guard report.isReady(at: call.now) else {
        throw AWSError("ReportInProgress", "Report is still being generated.", status: 404)
      }
      return [
        "Content": .bytes(Array(report.content.utf8)), "ReportFormat": "text/csv",
        "GeneratedTime": .timestamp(report.generated),
      ]
    }
  }
}

/// An account's credential report, which takes a moment to be made.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
struct CredentialReport: Hashable, Sendable {
  var generated: Timestamp
  var content: String

  /// How long no other is generated.
  static let lifetime = Duration.hours(4)
  /// AWS names no time; small accounts have theirs within seconds.
  private static let preparation = Duration.seconds(3)

  func isReady(at now: Timestamp) -> Bool { isOlder(than: Self.preparation, at: now) }

  func isOlder(than age: Duration, at now: Timestamp) -> Bool { now >= generated + age }

  static let columns = [
    "user", "arn", "user_creation_time", "password_enabled", "password_last_used",
    "password_last_changed", "password_next_rotation", "mfa_active", "access_key_1_active",
    "access_key_1_last_rotated", "access_key_1_last_used_date", "access_key_1_last_used_region",
    "access_key_1_last_used_service", "access_key_2_active", "access_key_2_last_rotated",
    "access_key_2_last_used_date", "access_key_2_last_used_region",
    "access_key_2_last_used_service", "cert_1_active", "cert_1_last_rotated", "cert_2_active",
    "cert_2_last_rotated",
  ]

  /// `2026-01-31T09:00:00+00:00`; `N/A` for what isn't there.
  static func cell(_ time: Timestamp?) -> String {
    time.map { "\(Timestamp(seconds: $0.seconds).iso8601.dropLast())+00:00" } ?? "N/A"
  }

  static func cell(_ flag: Bool) -> String { flag ? "true" : "false" }
}

extension IAMStore {
  func credentialReport(_ account: String) throws(AWSError) -> CredentialReport? {
    try database.row(
      "SELECT generated, content FROM iam_credential_report WHERE account = ?", .text(account)
    ).map {
      CredentialReport(generated: Timestamp(microseconds: $0.integer(0)), content: $0.text(1))
    }
  }

  /// In days; nil where passwords don't expire.
  fileprivate func maximumPasswordAge(_ account: String) throws(AWSError) -> Int64? {
    let row = try database.row(
      "SELECT policy FROM iam_password_policy WHERE account = ?", .text(account))
    return row.flatMap { try? JSON.parse($0.text(0)) }?["MaxPasswordAge"]?.integer
  }

  func put(_ report: CredentialReport, _ account: String) throws(AWSError) {
    try database.run(
      """
      INSERT INTO iam_credential_report (account, generated, content) VALUES (?, ?, ?)
      ON CONFLICT (account) DO UPDATE SET generated = excluded.generated,
        content = excluded.content
      """,
      .text(account), .integer(report.generated.microseconds), .text(report.content))
  }
}

extension Call {
  /// A line for the root user and one for each user, by name.
  ///
  /// Nobody signs in to this world's console, so no password was ever used; there are no signing
  /// certificates either.
  fileprivate func credentialReportContent() throws(AWSError) -> String {
    let root = "arn:\(scope.partition):iam::\(account):root"
    var lines = [CredentialReport.columns]
    lines.append(
      ["<root_account>", root, "N/A", "not_supported", "no_information", "not_supported"]
        + ["not_supported", "false"] + (try keyCells(ofUser: nil)) + certificateCells)
    let days = try iam.maximumPasswordAge(account)
    for user in try iam.users(account, limit: .max) {
      let profile = try iam.loginProfile(ofUser: user.name, account)
      let devices = try iam.mfaDevices(ofUser: user.name, account)
      lines.append(
        [user.name, user.arn, CredentialReport.cell(user.created)] + passwordCells(profile, days)
          + [CredentialReport.cell(!devices.isEmpty)] + (try keyCells(ofUser: user.name))
          + certificateCells)
    }
    return lines.map { $0.map(Self.quoted).joined(separator: ",") }.joined(separator: "\n")
  }

  private func passwordCells(_ profile: LoginProfile?, _ days: Int64?) -> [String] {
    guard let profile else { return ["false", "N/A", "N/A", "N/A"] }
    let next = days.map { profile.created + .hours(24 * $0) }
    return [
      "true", "no_information", CredentialReport.cell(profile.created),
      CredentialReport.cell(next),
    ]
  }

  private func keyCells(ofUser name: String?) throws(AWSError) -> [String] {
    let keys = try iam.accessKeys(ofUser: name, account)
      .sorted { ($0.created, $0.id) < ($1.created, $1.id) }
    var cells: [String] = []
    for key in keys {
      let use = try iam.lastUse(ofKey: key.id)
      cells += [
        CredentialReport.cell(key.isActive), CredentialReport.cell(key.created),
        CredentialReport.cell(use?.time), use?.region ?? "N/A", use?.service ?? "N/A",
      ]
    }
    for _ in keys.count..<max(keys.count, 2) { cells += ["false", "N/A", "N/A", "N/A", "N/A"] }
    return cells
  }

  private var certificateCells: [String] { ["false", "N/A", "false", "N/A"] }

  /// A user's name may hold a comma.
  private static func quoted(_ cell: String) -> String {
    cell.utf8.contains(UInt8(ascii: ",")) ? "\"\(cell)\"" : cell
  }
}
