import AWS

/// Members of an account's document that Cloud Custodian keeps elsewhere.
enum AccountMember {
  static let analyzers = "stormdrill:Analyzers"
  static let securityHub = "stormdrill:SecurityHub"
  static let macieSession = "stormdrill:MacieSession"
  static let detectors = "stormdrill:Detectors"
  static let defaultEncryption = "stormdrill:EbsEncryptionByDefault"
  static let defaultKey = "stormdrill:EbsDefaultKmsKey"
  /// A list of the one configuration there may be.
  static let invocationLogging = "stormdrill:InvocationLogging"
  static let imageBlock = "stormdrill:ImageBlockPublicAccessState"
}

/// What one call tells of an account.
extension Hydration {
  static let accountSummary = account("iam", "GetAccountSummary", as: "c7n:iam_summary") {
    $0["SummaryMap"] ?? [:]
  }
  static let passwordPolicy = account(
    "iam", "GetAccountPasswordPolicy", as: "c7n:password_policy",
    absent: ["PasswordPolicyConfigured": false], codes: ["NoSuchEntity"]
  ) { answer in
    var policy = answer["PasswordPolicy"]?.object ?? [:]
    policy["PasswordPolicyConfigured"] = true
    return .object(policy)
  }
  static let rootMFADevices = Hydration.member(
    "c7n:VirtualMFADevices", pagination: .marker,
    call: { _, setting in ResourceType.iam("ListVirtualMFADevices", [:], setting.scope) },
    value: { pages in
      .list(
        pages.items("VirtualMFADevices")
          .filter { ($0.at("User", "Arn")?.string ?? "").split(separator: ":").last == "root" }
          .map { .object($0) })
    })
  static let accountAnalyzers = account(
    "accessanalyzer", "ListAnalyzers", as: AccountMember.analyzers
  ) { $0["analyzers"] ?? [] }
  static let securityHub = account(
    "securityhub", "DescribeHub", as: AccountMember.securityHub,
    codes: ["InvalidAccessException"]
  ) { .object($0) }
  static let accountPublicBlock = Hydration.member(
    "c7n:s3-public-block", absent: [:], absentCodes: ["NoSuchPublicAccessBlockConfiguration"],
    call: { document, setting in
      APICall(
        service: "s3control", operation: "GetPublicAccessBlock",
        input: ["AccountId": document["account_id"] ?? .string(setting.scope.account)],
        scope: setting.scope)
    }, value: { $0.first?["PublicAccessBlockConfiguration"] ?? [:] })
  static let mapReducePublicBlock = account(
    "emr", "GetBlockPublicAccessConfiguration", as: "c7n:emr-block-public-access"
  ) { .object($0) }
  static let metadataDefaults = account(
    "ec2", "GetInstanceMetadataDefaults", as: "c7n:EC2MetadataDefaults"
  ) { $0["AccountLevel"] ?? [:] }
  static let imageBlock = account(
    "ec2", "GetImageBlockPublicAccessState", as: AccountMember.imageBlock
  ) { $0["ImageBlockPublicAccessState"] ?? "unblocked" }
  static let defaultEncryption = account(
    "ec2", "GetEbsEncryptionByDefault", as: AccountMember.defaultEncryption
  ) { $0["EbsEncryptionByDefault"] ?? .null }
  static let traceEncryption = account(
    "xray", "GetEncryptionConfig", as: "c7n:XrayEncryptionConfig"
  ) { $0["EncryptionConfig"] ?? [:] }
  static let shieldSubscription = account(
    "shield", "DescribeSubscription", as: "c7n:ShieldSubscription",
    codes: ["ResourceNotFoundException"]
  ) { $0["Subscription"] ?? .null }
  static let deliveryChannels = account(
    "config", "DescribeDeliveryChannels", as: "c7n:config_channels"
  ) { $0["DeliveryChannels"] ?? [] }
  static let configurationRecorders = account(
    "config", "DescribeConfigurationRecorders", as: "c7n:config_recorders"
  ) { $0["ConfigurationRecorders"] ?? [] }
  static let recorderStatus = account(
    "config", "DescribeConfigurationRecorderStatus", as: "c7n:config_status"
  ) { answer in
    let statuses = [answer].items("ConfigurationRecordersStatus")
    return .object(
      AWSObject(statuses.map { ($0["name"]?.string ?? "", .object($0)) }))
  }

  /// `{}` for an account in no organization, null where nobody may know.
  static let organization = Hydration("c7n:org") { document, setting in
    guard document["c7n:org"] == nil else { return nil }
    var read = ReadCall(
      APICall(
        service: "organizations", operation: "DescribeOrganization", input: [:],
        scope: ResourceType.globalScope([:], setting.scope)),
      absentCodes: ["AWSOrganizationsNotInUseException"]
    ) { document, pages in document["c7n:org"] = pages?.first?["Organization"] ?? [:] }
    read.foldError = { document, error in
      guard error.code == "AccessDeniedException" else { return false }
      document["c7n:org"] = .null
      return true
    }
    return read
  }

  static func account(
    _ service: String, _ operation: String, _ input: AWSObject = [:], as member: String,
    absent: AWSValue = .null, codes: [String] = [],
    _ value: @escaping @Sendable (AWSObject) -> AWSValue
  ) -> Hydration {
    .member(
      member, absent: absent, absentCodes: codes,
      call: { _, setting in
        let home = service == "iam" ? ResourceType.globalScope([:], setting.scope) : setting.scope
        return APICall(service: service, operation: operation, input: input, scope: home)
      }, value: { value($0.first ?? [:]) })
  }
}

/// What takes several calls, or sets several members.
extension Hydration {
  static let invocationLogging = Hydration(AccountMember.invocationLogging) {
    document, setting in
    guard document[AccountMember.invocationLogging] == nil else { return nil }
    return ReadCall(
      APICall(
        service: "bedrock", operation: "GetModelInvocationLoggingConfiguration", input: [:],
        scope: setting.scope)
    ) { document, pages in
      let found = pages?.first?["loggingConfig"]
      document[AccountMember.invocationLogging] = .list(found.map { [$0] } ?? [])
      if let found { document["c7n:BedrockModelInvocationLogging"] = found }
    }
  }

  /// The session and the administrator account, which an account without Macie may not ask for.
  static let macie = Hydration("c7n:macie") { document, setting in
    guard document["c7n:macie"] == nil else { return nil }
    guard let session = document[AccountMember.macieSession]?.object else {
      return ReadCall(
        APICall(
          service: "macie2", operation: "GetMacieSession", input: [:], scope: setting.scope),
        absentCodes: ["AccessDeniedException"]
      ) { document, pages in
        document[AccountMember.macieSession] = .object(pages?.first ?? [:])
      }
    }
    return ReadCall(
      APICall(
        service: "macie2", operation: "GetAdministratorAccount", input: [:],
        scope: setting.scope),
      absentCodes: ["AccessDeniedException", "ResourceNotFoundException"]
    ) { document, pages in
      var info = session
      info["master"] = pages.map { $0.first?["administrator"] ?? .null } ?? [:]
      info["administrator"] = info["master"]
      document["c7n:macie"] = .object(info)
    }
  }

  /// The detector and its administrator; null without a detector.
  static let guardDuty = Hydration("c7n:guard-duty") { document, setting in
    guard document["c7n:guard-duty"] == nil else { return nil }
    func call(_ operation: String, _ input: AWSObject) -> APICall {
      APICall(
        service: "guardduty", operation: operation, input: input, scope: setting.scope)
    }
    guard let found = document[AccountMember.detectors]?.object else {
      return ReadCall(call("ListDetectors", [:])) { document, pages in
        guard let last = pages?.first?["DetectorIds"]?.list?.last else {
          document["c7n:guard-duty"] = .null
          return
        }
        document[AccountMember.detectors] = ["DetectorId": last]
      }
    }
    let input: AWSObject = ["DetectorId": found["DetectorId"] ?? .null]
    guard let detector = found["Detector"] else {
      return ReadCall(call("GetDetector", input)) { document, pages in
        var more = found
        more["Detector"] = .object(pages?.first ?? [:])
        document[AccountMember.detectors] = .object(more)
      }
    }
    return ReadCall(call("GetAdministratorAccount", input)) { document, pages in
      document["c7n:guard-duty"] = [
        "Detector": detector, "Administrator": pages?.first?["Administrator"] ?? .null,
      ]
    }
  }
}
