import AWS
import Documents

/// `remove-exposure`: takes away just what `exposed` noted: the principals of a statement that get
/// in, the whole statement where it is open to everyone, the grants of an ACL, the entries of a
/// snapshot's or an image's permissions. All else stays.
struct RemoveExposure: Action {
  let name = "remove-exposure"
  let position: SourcePosition
  let subject: ExposureSubject

  var hydrations: [Hydration] {
    switch subject {
    case .bucket: [.bucketPolicy, .bucketACL]
    case .role: []
    case .snapshot: [.snapshotPermissions]
    case .image: [.launchPermissions]
    }
  }

  static func kind(_ subject: ExposureSubject) -> ActionKind {
    ActionKind(names: ["remove-exposure"]) { _, reader, _, _ in
      RemoveExposure(position: reader.position, subject: subject)
    }
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard setting.match.annotations[ExposedGrant.member] != nil else {
      plan.remarks.append(
        "nothing of \(setting.id) is noted as exposed: `remove-exposure` needs the filter "
          + "`exposed` before it")
      return
    }
    switch subject {
    case .bucket:
      addPolicy(to: &plan, setting)
      addACL(to: &plan, setting)
    case .role: addTrust(to: &plan, setting)
    case .snapshot:
      addPermissions(
        StorageMember.volumePermissions, to: &plan, setting, "ModifySnapshotAttribute",
        ["Attribute": "createVolumePermission", "SnapshotId": .string(setting.id)],
        "CreateVolumePermission")
    case .image:
      addPermissions(
        StorageMember.launchPermissions, to: &plan, setting, "ModifyImageAttribute",
        ["Attribute": "launchPermission", "ImageId": .string(setting.id)], "LaunchPermission")
    }
  }

  private func addPolicy(to plan: inout Plan, _ setting: ActionSetting) {
    let grants = ExposedGrant.noted(on: setting.match, kind: "statement")
    guard !grants.isEmpty, let text = setting.document["Policy"]?.string,
      let before = try? PolicyText.document(.string(text))
    else { return }
    let narrowed = NarrowedPolicy(before, grants)
    let bucket = AWSValue.string(setting.id)
    func put(_ text: String) -> APICall {
      setting.call("s3", "PutBucketPolicy", ["Bucket": bucket, "Policy": .string(text)])
    }
    plan.steps.append(
      PlannedStep(
        summary: narrowed.summary("the policy of bucket \(setting.id)"),
        call: narrowed.isEmpty
          ? setting.call("s3", "DeleteBucketPolicy", ["Bucket": bucket])
          : put(JSON.text(narrowed.policy)),
        undo: [put(text)], removed: .list(narrowed.removed)))
  }

  private func addACL(to plan: inout Plan, _ setting: ActionSetting) {
    let noted = ExposedGrant.noted(on: setting.match, kind: "acl")
    let grants = setting.document.at("Acl", "Grants")?.list ?? []
    guard !noted.isEmpty, let owner = setting.document.at("Acl", "Owner") else { return }
    func put(_ grants: [AWSValue]) -> APICall {
      setting.call(
        "s3", "PutBucketAcl",
        [
          "Bucket": .string(setting.id),
          "AccessControlPolicy": ["Owner": owner, "Grants": .list(grants)],
        ])
    }
    let kept = grants.enumerated().filter { noted[$0.offset] == nil }.map(\.element)
    let removed = grants.enumerated().filter { noted[$0.offset] != nil }.map(\.element)
    plan.steps.append(
      PlannedStep(
        summary: "remove \(removed.count) grant\(removed.count == 1 ? "" : "s") from the ACL of "
          + "bucket \(setting.id)",
        call: put(kept), undo: [put(grants)], removed: .list(removed)))
  }

  private func addTrust(to plan: inout Plan, _ setting: ActionSetting) {
    let grants = ExposedGrant.noted(on: setting.match, kind: "statement")
    let stored = setting.document["AssumeRolePolicyDocument"]
    guard !grants.isEmpty, let before = try? PolicyText.document(stored) else { return }
    var narrowed = NarrowedPolicy(before, grants)
    // A role has a trust policy always: one that lets nobody in stands for none.
    if narrowed.isEmpty { narrowed.policy["Statement"] = [.object(Self.nobody)] }
    func update(_ policy: AWSObject) -> APICall {
      setting.call(
        "iam", "UpdateAssumeRolePolicy",
        ["RoleName": .string(setting.id), "PolicyDocument": .string(JSON.text(policy))])
    }
    plan.steps.append(
      PlannedStep(
        summary: narrowed.summary("the trust policy of role \(setting.id)"),
        call: update(narrowed.policy), undo: [update(before)], removed: .list(narrowed.removed)))
  }

  private static let nobody: AWSObject = [
    "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole",
  ]

  private func addPermissions(
    _ member: String, to plan: inout Plan, _ setting: ActionSetting, _ operation: String,
    _ input: AWSObject, _ argument: String
  ) {
    let noted = ExposedGrant.noted(on: setting.match, kind: "permission")
    let permissions = setting.document[member]?.list ?? []
    let removed = permissions.enumerated().filter { noted[$0.offset] != nil }.map(\.element)
    guard !removed.isEmpty else { return }
    func modify(_ verb: String) -> APICall {
      var input = input
      input[argument] = .object([verb: .list(removed)])
      return setting.call("ec2", operation, input)
    }
    plan.steps.append(
      PlannedStep(
        summary: "take back \(removed.count) permission\(removed.count == 1 ? "" : "s") on "
          + setting.id,
        call: modify("Remove"), undo: [modify("Add")], removed: .list(removed)))
  }
}

/// A policy without what lets strangers in: a principal goes from a statement's list where the rest
/// of the list is fine, else the statement.
struct NarrowedPolicy {
  var policy: AWSObject
  /// The statements as they stood.
  private(set) var removed: [AWSValue] = []
  private(set) var isEmpty = false
  private var narrowedCount = 0

  init(_ before: AWSObject, _ grants: [Int: ExposedGrant]) {
    policy = before
    let statements: [AWSValue] =
      before["Statement"]?.list ?? before["Statement"].map { [$0] } ?? []
    var kept: [AWSValue] = []
    for (index, statement) in statements.enumerated() {
      guard let grant = grants[index] else {
        kept.append(statement)
        continue
      }
      removed.append(statement)
      if let narrowed = Self.narrowed(statement, without: grant.accounts) {
        narrowedCount += 1
        kept.append(narrowed)
      }
    }
    policy["Statement"] = .list(kept)
    isEmpty = kept.isEmpty
  }

  func summary(_ what: String) -> String {
    func count(_ number: Int) -> String { "\(number) statement\(number == 1 ? "" : "s")" }
    let gone = removed.count - narrowedCount
    let parts = [
      gone > 0 ? "remove \(count(gone)) from" : nil,
      narrowedCount > 0 ? "narrow \(count(narrowedCount)) of" : nil,
    ].compactMap { $0 }
    return "\(parts.joined(separator: " and ")) \(what)"
  }

  /// nil where nothing of the statement stays.
  private static func narrowed(_ statement: AWSValue, without accounts: [String]) -> AWSValue? {
    guard !accounts.isEmpty, var object = statement.object,
      var principal = object["Principal"]?.object, let aws = principal["AWS"]
    else { return nil }
    let names: [AWSValue] = aws.list ?? [aws]
    let kept = names.filter { name in
      guard let text = name.string else { return true }
      return !accounts.contains { text == $0 || text.contains("::\($0):") }
    }
    guard kept.count < names.count else { return nil }
    principal["AWS"] = kept.isEmpty ? nil : kept.count == 1 ? kept[0] : .list(kept)
    guard !principal.isEmpty else { return nil }
    object["Principal"] = .object(principal)
    return .object(object)
  }
}
