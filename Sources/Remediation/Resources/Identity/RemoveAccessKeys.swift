import AWS
import Documents

/// `remove-keys` of users: disables or deletes access keys: all, those of an age, or those that
/// `access-key` and `credential` noted.
struct RemoveAccessKeys: Action {
  let name = "remove-keys"
  let position: SourcePosition
  let isOfMatched: Bool
  let age: Duration?
  let disables: Bool

  var hydrations: [Hydration] { [.userAccessKeys] }

  /// A key would have to be noted by both filters, and neither knows what the other notes.
  func objection(to filters: [Node]) -> String? {
    filters.names(filter: "credential") && filters.names(filter: "access-key")
      ? "`remove-keys` can't stand beside both a `credential` and an `access-key` filter" : nil
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let user = AWSValue.string(setting.id)
    var keys = setting.document[IdentityMember.accessKeys]?.list ?? []
    if isOfMatched {
      keys = matched(among: keys, setting, &plan)
      if keys.isEmpty {
        plan.remarks.append("\(setting.id) has none of the access keys that a filter noted")
      }
    }
    for key in keys {
      guard let id = key["AccessKeyId"]?.string, isOldEnough(key, setting, &plan) else { continue }
      let input: AWSObject = ["UserName": user, "AccessKeyId": .string(id)]
      func update(_ status: AWSValue) -> APICall {
        var input = input
        input["Status"] = status
        return setting.call("iam", "UpdateAccessKey", input)
      }
      if !disables {
        plan.steps.append(
          PlannedStep(
            summary: "delete access key \(id) of \(setting.id)",
            call: setting.call("iam", "DeleteAccessKey", input), undo: [],
            irreversible: "a deleted access key doesn't come back", removed: key,
            doneCodes: ["NoSuchEntity"]))
      } else if key["Status"] == "Inactive" {
        plan.remarks.append("access key \(id) of \(setting.id) is inactive already")
      } else {
        plan.steps.append(
          PlannedStep(
            summary: "disable access key \(id) of \(setting.id)", call: update("Inactive"),
            undo: [update(key["Status"] ?? "Active")]))
      }
    }
  }

  private func isOldEnough(_ key: AWSValue, _ setting: ActionSetting, _ plan: inout Plan) -> Bool {
    guard let age else { return true }
    guard let date = key["CreateDate"].flatMap(DateForm.date) else {
      plan.remarks.append("an access key of \(setting.id) has no date, so that it has no age")
      return false
    }
    return date < setting.context.now - age
  }

  /// What `access-key` noted are keys; what `credential` noted are lines of the report, which know
  /// a key by the time at which it was made only.
  private func matched(
    among keys: [AWSValue], _ setting: ActionSetting, _ plan: inout Plan
  ) -> [AWSValue] {
    var found: [AWSValue] = []
    for noted in setting.match.annotations[CredentialFilter.matchedKeys]?.list ?? [] {
      guard noted["c7n:match-type"] == "credential" else {
        // As it is listed now: the note is of the same reading.
        let own = keys.filter { $0["AccessKeyId"] == noted["AccessKeyId"] }
        found += own
        continue
      }
      guard let made = noted["last_rotated"].flatMap(DateForm.date) else {
        plan.remarks.append("a noted access key of \(setting.id) has no date to know it by")
        continue
      }
      found += keys.filter { $0["CreateDate"].flatMap(DateForm.date) == made }
    }
    return found.uniqued
  }
}

/// `delete-ssh-keys` of users: deletes or disables SSH keys: all, or those that `ssh-key` noted.
struct DeleteSSHKeys: Action {
  let name = "delete-ssh-keys"
  let position: SourcePosition
  let isOfMatched: Bool
  let disables: Bool

  var hydrations: [Hydration] { [.userSSHKeys] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let keys =
      isOfMatched
      ? setting.match.annotations["c7n:matched-ssh-keys"]
      : setting.document[IdentityMember.sshKeys]
    if keys?.list?.isEmpty ?? true {
      plan.remarks.append(
        "\(setting.id) has no SSH key\(isOfMatched ? " that a filter noted" : "")")
    }
    for key in keys?.list ?? [] {
      let id = key["SSHPublicKeyId"]?.string ?? ""
      let input: AWSObject = ["UserName": .string(setting.id), "SSHPublicKeyId": .string(id)]
      func update(_ status: AWSValue) -> APICall {
        var input = input
        input["Status"] = status
        return setting.call("iam", "UpdateSSHPublicKey", input)
      }
      if !disables {
        plan.steps.append(
          PlannedStep(
            summary: "delete SSH key \(id) of \(setting.id)",
            call: setting.call("iam", "DeleteSSHPublicKey", input), undo: [],
            irreversible: "a key that is uploaded again has another id", removed: key,
            doneCodes: ["NoSuchEntity"]))
      } else if key["Status"] == "Inactive" {
        plan.remarks.append("SSH key \(id) of \(setting.id) is inactive already")
      } else {
        plan.steps.append(
          PlannedStep(
            summary: "disable SSH key \(id) of \(setting.id)", call: update("Inactive"),
            undo: [update(key["Status"] ?? "Active")]))
      }
    }
  }
}
