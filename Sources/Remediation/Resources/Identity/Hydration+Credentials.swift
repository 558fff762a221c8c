import AWS

extension Hydration {
  static let userSSHKeys = identityList(
    .user, "ListSSHPublicKeys", "SSHPublicKeys", as: IdentityMember.sshKeys)
  static let userSigningCertificates = identityList(
    .user, "ListSigningCertificates", "Certificates", as: IdentityMember.signingCertificates)
  /// One user's own, which the action to delete them asks for.
  static let userOwnServiceCredentials = identityList(
    .user, "ListServiceSpecificCredentials", "ServiceSpecificCredentials",
    as: IdentityMember.ownServiceCredentials)

  /// `c7n:LoginProfile`: whether the user has a password.
  static let userLoginProfile = Hydration.member(
    IdentityMember.loginProfile, absent: false, absentCodes: ["NoSuchEntity"],
    call: { document, setting in
      ResourceType.iam("GetLoginProfile", IdentityKind.user.input(document), setting.scope)
    }, value: { .bool($0.first("LoginProfile")?["UserName"] != nil) })

  /// `c7n:ServiceSpecificCredentials`: asked for all users at once, so that a scan asks once; null
  /// for a user who has none.
  static let userServiceCredentials = Hydration(IdentityMember.serviceCredentials) {
    document, setting in
    guard document[IdentityMember.serviceCredentials] == nil else { return nil }
    return ReadCall(
      ResourceType.iam("ListServiceSpecificCredentials", ["AllUsers": true], setting.scope),
      pagination: .marker
    ) { document, pages in
      let own = (pages ?? []).items("ServiceSpecificCredentials")
        .filter { $0["UserName"] == document["UserName"] }
      document[IdentityMember.serviceCredentials] =
        own.isEmpty ? .null : .list(own.map { .object($0) })
    }
  }

  /// The user's line of the account's credential report, as the dialect converts it; null for a
  /// user whom the report doesn't name.
  ///
  /// Where there is no report, or only one older than wished, it is generated and waited for
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html). A new
  /// one comes every four hours at most, so what comes then is taken whatever its age.
  static func credentialReport(_ settings: CredentialReport.Settings) -> Hydration {
    Hydration("credential report \(settings)") { document, setting in
      guard document[CredentialReport.member] == nil else { return nil }
      let state = document[IdentityMember.credentialReport]
      switch state?["State"]?.string {
      case nil: return storedReport(settings, setting)
      case "outdated": return settings.generates ? newReport(setting) : nil
      case "generated": return awaitedReport(settings, setting)
      default: return nil
      }
    }
  }

  private static func storedReport(_ settings: CredentialReport.Settings, _ setting: ReadSetting)
    -> ReadCall
  {
    let oldest = setting.now - settings.maximumAge
    return ReadCall(
      ResourceType.iam("GetCredentialReport", [:], setting.scope),
      absentCodes: ["ReportNotPresent", "ReportExpired"],
      polling: ReadCall.Polling(
        every: settings.delay, attempts: CredentialReport.attempts, codes: ["ReportInProgress"])
    ) { document, pages in
      let time = pages?.first("GeneratedTime").flatMap(DateForm.date)
      let isFresh = pages != nil && (time.map { $0 >= oldest } ?? true)
      document[IdentityMember.credentialReport] =
        isFresh ? CredentialReport.read(pages, for: document) : ["State": "outdated"]
    }
  }

  private static func newReport(_ setting: ReadSetting) -> ReadCall {
    ReadCall(
      ResourceType.iam("GenerateCredentialReport", [:], setting.scope), outdatesAnswers: true
    ) { document, _ in
      document[IdentityMember.credentialReport] = ["State": "generated"]
    }
  }

  private static func awaitedReport(_ settings: CredentialReport.Settings, _ setting: ReadSetting)
    -> ReadCall
  {
    ReadCall(
      ResourceType.iam("GetCredentialReport", [:], setting.scope),
      polling: ReadCall.Polling(
        every: settings.delay, attempts: CredentialReport.attempts,
        codes: ["ReportInProgress", "ReportNotPresent", "ReportExpired"])
    ) { document, pages in
      document[IdentityMember.credentialReport] = CredentialReport.read(pages, for: document)
    }
  }
}
