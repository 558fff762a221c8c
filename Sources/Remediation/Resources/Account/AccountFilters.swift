import AWS
import Documents
import JMESPath

/// A value filter on a setting of the account, which is read as an object.
struct AccountSettingFilter: ResourceFilter {
  let position: SourcePosition
  let member: String
  let value: ValueFilter
  let hydrations: [Hydration]
  /// Whether null stands for what nobody may know, which matches nothing.
  let isOptional: Bool

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    switch run.resources[index].document[member] {
    case .object(let settings): return try value.matches(settings, run.context)
    case .null where isOptional: return false
    default: throw FilterProblem("the account was read without `\(member)`")
    }
  }
}

/// `access-analyzer`: whether an analyzer of the account has what is asked for; those that do are
/// noted, and a further such filter asks only these.
struct AnalyzerFilter: ResourceFilter {
  static let annotation = "c7n:matched-analyzers"

  let position: SourcePosition
  let value: ValueFilter

  var hydrations: [Hydration] { [.accountAnalyzers] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    let before = run.notes[index].others[Self.annotation] ?? document[Self.annotation]
    var analyzers = before?.list ?? []
    if analyzers.isEmpty { analyzers = document[AccountMember.analyzers]?.list ?? [] }
    var matched: [AWSValue] = []
    for case .object(let analyzer) in analyzers
    where try value.matches(analyzer, run.context) {
      matched.append(.object(analyzer))
    }
    run.notes[index].others[Self.annotation] = .list(matched)
    return !matched.isEmpty
  }
}

/// Filters that ask whether an account has something or not.
struct AccountFlagFilter: ResourceFilter {
  enum Question: Sendable {
    /// `has-virtual-mfa`: of its root user.
    case virtualMFA
    case securityHub
    case shield
    /// `ami-block-public-access`
    case imageBlock
  }

  let position: SourcePosition
  let question: Question
  let wanted: Bool

  var hydrations: [Hydration] {
    switch question {
    case .virtualMFA: [.rootMFADevices]
    case .securityHub: [.securityHub]
    case .shield: [.shieldSubscription]
    case .imageBlock: [.imageBlock]
    }
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    switch question {
    case .virtualMFA:
      return has(document["c7n:VirtualMFADevices"]) == wanted
    case .securityHub:
      return has(document[AccountMember.securityHub]) == wanted
    case .shield:
      return has(document["c7n:ShieldSubscription"]) == wanted
    case .imageBlock:
      let isBlocked = document[AccountMember.imageBlock] == "block-new-sharing"
      run.notes[index].others["c7n:ami-block-public-access"] = .bool(isBlocked)
      return isBlocked == wanted
    }
  }

  private func has(_ value: AWSValue?) -> Bool { PythonValue.isTrue(value ?? .null) }
}

/// `check-config`: accounts whose configuration isn't recorded as it should be.
struct RecorderFilter: ResourceFilter {
  let position: SourcePosition
  let needsGlobal: Bool
  let needsAll: Bool
  let needsRunning: Bool

  var hydrations: [Hydration] {
    [.deliveryChannels, .configurationRecorders] + (needsRunning ? [.recorderStatus] : [])
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    let recorders = (document["c7n:config_recorders"]?.list ?? []).compactMap(\.object)
    var fit: [AWSObject] = []
    for recorder in recorders where try records(recorder) { fit.append(recorder) }
    if needsRunning {
      let statuses = document["c7n:config_status"]?.object ?? [:]
      let all = fit
      fit = []
      for recorder in all where try runs(recorder, statuses) { fit.append(recorder) }
    }
    let channels = document["c7n:config_channels"]?.list ?? []
    return channels.isEmpty || fit.isEmpty
  }

  private func records(_ recorder: AWSObject) throws(FilterProblem) -> Bool {
    guard needsGlobal || needsAll else { return true }
    guard let group = recorder["recordingGroup"]?.object else {
      throw FilterProblem("a configuration recorder names no recording group")
    }
    if needsGlobal, group["includeGlobalResourceTypes"]?.bool != true { return false }
    return !needsAll || group["allSupported"]?.bool == true
  }

  private func runs(_ recorder: AWSObject, _ statuses: AWSObject) throws(FilterProblem) -> Bool {
    let name = recorder["name"]?.string ?? ""
    guard let status = statuses[name]?.object, let isRecording = status["recording"]?.bool else {
      throw FilterProblem("the status of configuration recorder `\(name)` is not known")
    }
    guard isRecording else { return false }
    guard let last = status["lastStatus"]?.string else {
      throw FilterProblem("configuration recorder `\(name)` names no last status")
    }
    return ["pending", "success"].contains(last.lowercased())
  }
}

/// `guard-duty`: value filters on the detector and its administrator.
struct DetectorFilter: ResourceFilter {
  let position: SourcePosition
  let attributes: [ValueFilter]
  let needsAll: Bool

  var hydrations: [Hydration] { [.guardDuty] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    // Without a detector nothing holds, not even `absent`.
    let target = run.resources[index].document["c7n:guard-duty"]?.object
    // All are asked, since one of them may have a problem.
    var answers: [Bool] = []
    for attribute in attributes {
      answers.append(try target.map { target throws(FilterProblem) in
        try attribute.matches(target, run.context)
      } ?? false)
    }
    return needsAll ? answers.allSatisfy { $0 } : answers.contains(true)
  }
}

/// `xray-encrypt-key`: traces are encrypted with a key of KMS, with that one, or with the default.
struct TraceKeyFilter: ResourceFilter {
  let position: SourcePosition
  let key: String

  private var isWord: Bool { ["default", "kms"].contains(key) }
  private var member: String { "stormdrill:Key \(key)" }

  var hydrations: [Hydration] {
    if isWord { return [.traceEncryption] }
    return [
      .traceEncryption,
      .account(
        "kms", "DescribeKey", ["KeyId": .string(key)], as: member, codes: ["NotFoundException"]
      ) { $0.at("KeyMetadata", "Arn") ?? .null },
    ]
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    let setting = document["c7n:XrayEncryptionConfig"]
    if isWord { return setting?["Type"]?.string == (key == "kms" ? "KMS" : "NONE") }
    guard let wanted = document[member]?.string else {
      throw FilterProblem("there is no key `\(key)`")
    }
    guard let own = setting?["KeyId"] else {
      throw FilterProblem("the encryption of traces names no key")
    }
    return own.string == wanted
  }
}
