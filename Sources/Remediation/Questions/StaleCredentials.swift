import AWS
import Documents

/// `stale-credentials` on users: active access keys and passwords that nobody used for long, or
/// that are old; what was never used counts from when it was made. Notes each with the reason.
struct StaleCredentialsFilter: ResourceFilter {
  static let member = "stormdrill:StaleCredentials"

  enum Kind: String, Sendable, CaseIterable {
    case accessKey = "access-key"
    case password
  }

  let position: SourcePosition
  let kinds: Set<Kind>
  /// In days; nil where nobody asks.
  let unusedFor: Double?
  let olderThan: Double?

  var hydrations: [Hydration] {
    (kinds.contains(.accessKey) ? [.userAccessKeys, .userKeyUses] : [])
      + (kinds.contains(.password) ? [.userDetail, .userPassword] : [])
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let user = run.resources[index].document
    var found: [AWSValue] = []
    if kinds.contains(.accessKey) { found += try keys(of: user, run.context) }
    if kinds.contains(.password) { found += try password(of: user, run.context) }
    guard !found.isEmpty else { return false }
    run.notes[index].others[Self.member] = .list(found)
    return true
  }

  private func keys(of user: AWSObject, _ context: EvaluationContext) throws(FilterProblem)
    -> [AWSValue]
  {
    guard let keys = user[IdentityMember.accessKeys]?.list else {
      throw FilterProblem("the user was read without access keys")
    }
    var found: [AWSValue] = []
    for key in keys where key["Status"]?.string == "Active" {
      let id = key["AccessKeyId"]?.string ?? ""
      guard let made = date(key["CreateDate"]) else {
        throw FilterProblem("access key `\(id)` has no date")
      }
      guard unusedFor == nil || user[KeyUses.member]?[id] != nil else {
        throw FilterProblem("the user was read without the last use of `\(id)`")
      }
      let used = date(user[KeyUses.member]?[id])
      if let reason = reason(made: made, used: used, context.now) {
        found.append(
          [
            "Kind": .string(Kind.accessKey.rawValue), "AccessKeyId": .string(id),
            "Reason": .string(reason),
          ])
      }
    }
    return found
  }

  private func password(of user: AWSObject, _ context: EvaluationContext) throws(FilterProblem)
    -> [AWSValue]
  {
    guard let profile = user[UserPassword.member] else {
      throw FilterProblem("the user was read without its password's date")
    }
    guard let made = date(profile) else { return [] }
    guard let reason = reason(made: made, used: date(user["PasswordLastUsed"]), context.now)
    else { return [] }
    return [["Kind": .string(Kind.password.rawValue), "Reason": .string(reason)]]
  }

  private func reason(made: Timestamp, used: Timestamp?, _ now: Timestamp) -> String? {
    func days(since time: Timestamp) -> Double {
      Double((now - time).components.seconds) / 86_400
    }
    if let unusedFor, days(since: used ?? made) > unusedFor {
      let whole = Int(days(since: used ?? made))
      return used == nil
        ? "made \(whole) days ago and never used" : "last used \(whole) days ago"
    }
    if let olderThan, days(since: made) > olderThan {
      return "made \(Int(days(since: made))) days ago"
    }
    return nil
  }

  private func date(_ value: AWSValue?) -> Timestamp? {
    switch value {
    case .timestamp(let time)?: time
    case .string(let text)?: DateForm.parse(text)
    default: nil
    }
  }

  static let kind = FilterKind(name: "stale-credentials") { _, reader, _, _ in
    func days(_ key: String) -> Double? {
      reader.value(key, expected: "a number of days from 0") { node in
        node.double.flatMap { (0...36_500).contains($0) ? $0 : nil }
      }
    }
    let unused = days("unused-days")
    let older = days("older-than-days")
    if reader.node("unused-days") == nil, reader.node("older-than-days") == nil {
      reader.error(
        "filter `stale-credentials` doesn't say what is stale",
        suggestion: "expected `unused-days`, `older-than-days` or both")
    }
    var kinds: Set<Kind> = []
    for name in reader.strings("kinds") ?? Kind.allCases.map(\.rawValue) {
      if let kind = Kind(rawValue: name) {
        kinds.insert(kind)
      } else {
        reader.error(
          at: reader.node("kinds")?.position, "there is no kind of credential `\(name)`",
          suggestion: "expected `access-key` or `password`")
      }
    }
    return StaleCredentialsFilter(
      position: reader.position, kinds: kinds, unusedFor: unused, olderThan: older)
  }
}

/// When each access key was last used, by its id; null for never.
enum KeyUses {
  static let member = "stormdrill:AccessKeyLastUsed"
}

/// When the user's password was made; null where there is none.
enum UserPassword {
  static let member = "stormdrill:PasswordCreateDate"
}

extension Hydration {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
  static let userKeyUses = Hydration(KeyUses.member) { document, setting in
    let known = document[KeyUses.member]?.object ?? [:]
    let ids = (document[IdentityMember.accessKeys]?.list ?? []).compactMap {
      $0["AccessKeyId"]?.string
    }
    guard let id = ids.first(where: { known[$0] == nil }) else { return nil }
    return ReadCall(
      ResourceType.iam(
        "GetAccessKeyLastUsed", ["AccessKeyId": .string(id)], setting.scope),
      absentCodes: ["AccessDenied"]
    ) { document, pages in
      var all = document[KeyUses.member]?.object ?? [:]
      all[id] = pages?.first("AccessKeyLastUsed")?["LastUsedDate"] ?? .null
      document[KeyUses.member] = .object(all)
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html
  static let userPassword = Hydration.member(
    UserPassword.member, absentCodes: ["NoSuchEntity"],
    call: { document, setting in
      ResourceType.iam("GetLoginProfile", IdentityKind.user.input(document), setting.scope)
    }, value: { $0.first("LoginProfile")?["CreateDate"] ?? .null })
}

/// `deactivate-credentials`: just those that `stale-credentials` noted: keys become inactive, a
/// password goes.
struct DeactivateCredentials: Action {
  let name = "deactivate-credentials"
  let position: SourcePosition

  static let kind = ActionKind(names: ["deactivate-credentials"]) { _, reader, _, _ in
    DeactivateCredentials(position: reader.position)
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let noted = setting.match.annotations[StaleCredentialsFilter.member]?.list ?? []
    if noted.isEmpty {
      plan.remarks.append(
        "nothing of \(setting.id) is noted as stale: `deactivate-credentials` needs the filter "
          + "`stale-credentials` before it")
    }
    let user = AWSValue.string(setting.id)
    for credential in noted {
      let reason = credential["Reason"]?.string ?? ""
      guard let id = credential["AccessKeyId"]?.string else {
        plan.steps.append(
          PlannedStep(
            summary: "take the password of \(setting.id) away: \(reason)",
            call: setting.call("iam", "DeleteLoginProfile", ["UserName": user]), undo: [],
            irreversible: "a password that was taken away doesn't come back",
            doneCodes: ["NoSuchEntity"]))
        continue
      }
      func update(_ status: String) -> APICall {
        setting.call(
          "iam", "UpdateAccessKey",
          ["UserName": user, "AccessKeyId": .string(id), "Status": .string(status)])
      }
      plan.steps.append(
        PlannedStep(
          summary: "deactivate access key \(id) of \(setting.id): \(reason)",
          call: update("Inactive"), undo: [update("Active")], removed: ["Status": "Active"]))
    }
  }
}
