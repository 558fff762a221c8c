import AWS
import Documents
import JMESPath

/// `set-password-policy`: changes the named items of the account's password policy; the others stay
/// as they are, or take AWS's defaults where there was none.
struct SetPasswordPolicy: Action {
  let name = "set-password-policy"
  let position: SourcePosition
  let policy: AWSObject

  var hydrations: [Hydration] { [.passwordPolicy] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let found = setting.document["c7n:password_policy"]?.object ?? [:]
    var before = found
    for key in ["ExpirePasswords", "PasswordPolicyConfigured"] { before[key] = nil }
    var after = before
    for (key, value) in policy { after[key] = value }
    for key in ["ExpirePasswords", "PasswordPolicyConfigured"] { after[key] = nil }
    let existed = found["PasswordPolicyConfigured"]?.bool == true
    func call(_ operation: String, _ input: AWSObject) -> APICall {
      ResourceType.iam(operation, input, setting.scope)
    }
    plan.steps.append(
      PlannedStep(
        summary: "set the password policy of account \(setting.id)",
        call: call("UpdateAccountPasswordPolicy", after),
        undo: [
          existed
            ? call("UpdateAccountPasswordPolicy", before)
            : call("DeleteAccountPasswordPolicy", [:])
        ],
        removed: existed ? .object(before) : .null))
  }
}

/// `set-ebs-encryption`: whether new volumes are encrypted by default, and with which key.
struct SetDefaultEncryption: Action {
  let name = "set-ebs-encryption"
  let position: SourcePosition
  let state: Bool
  let key: String?

  private static let keyMember = "stormdrill:EbsDefaultKmsKeyId"

  var hydrations: [Hydration] {
    let isKeyed = state && key?.isEmpty == false
    let own = Hydration.account("ec2", "GetEbsDefaultKmsKeyId", as: Self.keyMember) {
      $0["KmsKeyId"] ?? .null
    }
    return [.defaultEncryption] + (isKeyed ? [own] : [])
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let before = setting.document[AccountMember.defaultEncryption]
    let enable = setting.call("ec2", "EnableEbsEncryptionByDefault", [:])
    let disable = setting.call("ec2", "DisableEbsEncryptionByDefault", [:])
    plan.steps.append(
      PlannedStep(
        summary: "\(state ? "encrypt" : "no longer encrypt") new volumes of \(setting.id) in "
          + setting.scope.region,
        call: state ? enable : disable,
        undo: before == .bool(state) ? [] : [state ? disable : enable],
        removed: before.map { ["EbsEncryptionByDefault": $0] } ?? .null))
    guard state, let key, !key.isEmpty else { return }
    let old = setting.document[Self.keyMember] ?? .null
    plan.steps.append(
      PlannedStep(
        summary: "encrypt new volumes with `\(key)`",
        call: setting.call("ec2", "ModifyEbsDefaultKmsKeyId", ["KmsKeyId": .string(key)]),
        undo: [
          old == .null
            ? setting.call("ec2", "ResetEbsDefaultKmsKeyId", [:])
            : setting.call("ec2", "ModifyEbsDefaultKmsKeyId", ["KmsKeyId": old])
        ], removed: ["KmsKeyId": old]))
  }
}

/// `set-s3-public-block`: the account's own block of public buckets; what isn't named stays.
struct SetAccountPublicBlock: Action {
  static let keys = [
    "BlockPublicPolicy", "BlockPublicAcls", "IgnorePublicAcls", "RestrictPublicBuckets",
  ]

  let name = "set-s3-public-block"
  let position: SourcePosition
  let state: Bool
  let named: [(key: String, value: Bool)]

  var hydrations: [Hydration] { [.accountPublicBlock] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let account: AWSValue = setting.document["account_id"] ?? .string(setting.id)
    let before = setting.document["c7n:s3-public-block"]?.object ?? [:]
    func put(_ block: AWSObject) -> APICall {
      setting.call(
        "s3control", "PutPublicAccessBlock",
        ["AccountId": account, "PublicAccessBlockConfiguration": .object(block)])
    }
    let delete = setting.call("s3control", "DeletePublicAccessBlock", ["AccountId": account])
    let removed: AWSValue = before.isEmpty ? .null : .object(before)
    guard state else {
      plan.steps.append(
        PlannedStep(
          summary: "take away the public access block of account \(setting.id)", call: delete,
          undo: before.isEmpty ? [] : [put(before)], removed: removed))
      return
    }
    var after = AWSObject()
    for key in Self.keys {
      after.set(key, named.first { $0.key == key }.map { .bool($0.value) } ?? before[key])
    }
    plan.steps.append(
      PlannedStep(
        summary: "set the public access block of account \(setting.id)", call: put(after),
        undo: [before.isEmpty ? delete : put(before)], removed: removed))
  }
}

/// `set-ec2-metadata-defaults`: what new instances of the region allow of their metadata service.
struct SetMetadataDefaults: Action {
  static let words: [(String, [String])] = [
    ("HttpTokens", ["optional", "required", "no-preference"]),
    ("HttpEndpoint", ["enabled", "disabled", "no-preference"]),
    ("InstanceMetadataTags", ["enabled", "disabled", "no-preference"]),
  ]

  let name = "set-ec2-metadata-defaults"
  let position: SourcePosition
  let values: AWSObject

  var hydrations: [Hydration] { [.metadataDefaults] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let before = setting.document["c7n:EC2MetadataDefaults"]?.object ?? [:]
    var undo = AWSObject()
    var removed = AWSObject()
    for key in values.keys {
      // A hop limit of -1 stands for no preference.
      let none: AWSValue = key == "HttpPutResponseHopLimit" ? -1 : "no-preference"
      undo[key] = before[key] ?? none
      removed.set(key, before[key])
    }
    plan.steps.append(
      PlannedStep(
        summary: "set the metadata defaults of account \(setting.id) in \(setting.scope.region)",
        call: setting.call("ec2", "ModifyInstanceMetadataDefaults", values),
        undo: [setting.call("ec2", "ModifyInstanceMetadataDefaults", undo)],
        removed: .object(removed)))
  }
}

/// `set-xray-encrypt`: traces are encrypted with a key, or as X-Ray does by default.
struct SetTraceEncryption: Action {
  let name = "set-xray-encrypt"
  let position: SourcePosition
  let key: String

  var hydrations: [Hydration] { [.traceEncryption] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let before = setting.document["c7n:XrayEncryptionConfig"]?.object ?? [:]
    var old: AWSObject = ["Type": before["Type"] ?? "NONE"]
    if old["Type"] == "KMS" { old.set("KeyId", before["KeyId"]) }
    let input: AWSObject =
      key == "default" ? ["Type": "NONE"] : ["Type": "KMS", "KeyId": .string(key)]
    plan.steps.append(
      PlannedStep(
        summary: "encrypt the traces of \(setting.id) with \(key)",
        call: setting.call("xray", "PutEncryptionConfig", input),
        undo: old == input ? [] : [setting.call("xray", "PutEncryptionConfig", old)],
        removed: .object(before)))
  }
}

/// `set-bedrock-model-invocation-logging`: where calls of models are logged, or nowhere.
struct SetInvocationLogging: Action {
  let name = "set-bedrock-model-invocation-logging"
  let position: SourcePosition
  /// nil to delete what there is.
  let configuration: AWSValue?

  var hydrations: [Hydration] { [.invocationLogging] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let before = setting.document[AccountMember.invocationLogging]?.list?.first
    func put(_ value: AWSValue) -> APICall {
      setting.call(
        "bedrock", "PutModelInvocationLoggingConfiguration", ["loggingConfig": value])
    }
    let delete = setting.call("bedrock", "DeleteModelInvocationLoggingConfiguration", [:])
    let restore = before.map { [put($0)] } ?? (configuration == nil ? [] : [delete])
    plan.steps.append(
      PlannedStep(
        summary: "\(configuration == nil ? "end" : "set") the logging of model invocations of "
          + setting.id,
        call: configuration.map(put) ?? delete, undo: restore, removed: before ?? .null))
  }
}

/// `set-emr-block-public-access`: which ports clusters may leave open to everyone.
struct SetMapReduceBlock: Action {
  let name = "set-emr-block-public-access"
  let position: SourcePosition
  let configuration: AWSObject

  var hydrations: [Hydration] { [.mapReducePublicBlock] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let member = "BlockPublicAccessConfiguration"
    let before = setting.document.at("c7n:emr-block-public-access", member)?.object ?? [:]
    var after = before
    for (key, value) in configuration { after[key] = value }
    guard !PythonValue.equal(.object(after), .object(before)) else {
      plan.remarks.append("account \(setting.id) blocks public access to clusters so already")
      return
    }
    func put(_ value: AWSObject) -> APICall {
      setting.call("emr", "PutBlockPublicAccessConfiguration", [member: .object(value)])
    }
    plan.steps.append(
      PlannedStep(
        summary: "set what clusters of \(setting.id) may open to everyone", call: put(after),
        undo: before.isEmpty ? [] : [put(before)],
        irreversible: before.isEmpty ? "what there was before is not known" : nil,
        removed: .object(before)))
  }
}

/// `set-shield-advanced`: subscribes, or ends the subscription.
struct SetShield: Action {
  let name = "set-shield-advanced"
  let position: SourcePosition
  let state: Bool

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    plan.steps.append(
      PlannedStep(
        summary: "\(state ? "subscribe" : "unsubscribe") account \(setting.id) "
          + "\(state ? "to" : "from") Shield Advanced",
        call: setting.call("shield", state ? "CreateSubscription" : "DeleteSubscription", [:]),
        undo: [],
        irreversible: state
          ? "a subscription runs for a year" : "a new subscription is another contract",
        doneCodes: [state ? "ResourceAlreadyExistsException" : "ResourceNotFoundException"]))
  }
}

/// `set-security-token-service-preferences`: in which regions tokens of the global endpoint count.
struct SetTokenVersion: Action {
  let name = "set-security-token-service-preferences"
  let position: SourcePosition
  let version: String

  var hydrations: [Hydration] { [.accountSummary] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    func set(_ version: AWSValue) -> APICall {
      ResourceType.iam(
        "SetSecurityTokenServicePreferences", ["GlobalEndpointTokenVersion": version],
        setting.scope)
    }
    // 1 or 2, as the account's summary counts them.
    let before = setting.document.at("c7n:iam_summary", "GlobalEndpointTokenVersion")
    let old = before?.integer.map { AWSValue.string("v\($0)Token") }
    plan.steps.append(
      PlannedStep(
        summary: "give out \(version) at the global endpoint of STS", call: set(.string(version)),
        undo: old.map { $0 == .string(version) ? [] : [set($0)] } ?? [],
        irreversible: old == nil ? "the version before is not known" : nil,
        removed: before ?? .null))
  }
}
