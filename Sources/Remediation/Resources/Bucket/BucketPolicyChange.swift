import AWS
import Documents

/// A bucket's policy as an action finds it and leaves it.
struct BucketPolicyChange {
  /// nil where there is none.
  let text: String?
  private(set) var policy: AWSObject
  private(set) var statements: [AWSObject]
  private(set) var removed: [AWSObject] = []
  private(set) var added: [AWSObject] = []

  /// nil, with a remark, where the policy can't be read.
  init?(_ setting: ActionSetting, in plan: inout Plan) {
    if setting.leaves("get_bucket_policy", "its policy", in: &plan) { return nil }
    text = setting.document["Policy"]?.string
    do throws(FilterProblem) {
      policy = try PolicyText.document(text.map { .string($0) }) ?? [:]
      statements = try PolicyText.statements(policy)
    } catch {
      plan.remarks.append("bucket \(setting.id): \(error.message)")
      return nil
    }
  }

  mutating func remove(where goes: (AWSObject) -> Bool) {
    removed += statements.filter(goes)
    statements.removeAll(where: goes)
  }

  mutating func add(_ new: [AWSObject]) {
    added += new
    statements += new
  }

  /// Names the version in a policy that is made anew.
  mutating func setVersion(_ version: String) { policy["Version"] = .string(version) }

  var isChanged: Bool { !removed.isEmpty || !added.isEmpty }

  /// The step that writes it; a policy that lost its last statement is deleted.
  func step(_ setting: ActionSetting, _ summary: String, doneCodes: [String] = []) -> PlannedStep {
    var after = policy
    after["Statement"] = .list(statements.map { .object($0) })
    let bucket = AWSValue.string(setting.id)
    let delete = setting.call("s3", "DeleteBucketPolicy", ["Bucket": bucket])
    func put(_ text: String) -> APICall {
      setting.call("s3", "PutBucketPolicy", ["Bucket": bucket, "Policy": .string(text)])
    }
    return PlannedStep(
      summary: summary, call: statements.isEmpty ? delete : put(JSON.text(after)),
      undo: [text.map(put) ?? delete],
      removed: removed.isEmpty ? .null : .list(removed.map { .object($0) }), doneCodes: doneCodes)
  }
}

/// Which statements of a bucket's policy an action removes.
enum StatementChoice: Sendable {
  /// Those that `cross-account` noted.
  case matched
  case all
  case ids([String])

  func includes(_ statement: AWSObject, _ match: Match) -> Bool {
    switch self {
    case .all: true
    case .matched:
      Python.has(match.annotations["CrossAccountViolations"]?.list ?? [], .object(statement))
    case .ids(let ids): statement["Sid"]?.string.map { ids.contains($0) } ?? false
    }
  }
}

/// `remove-statements` of bucket policies; a policy without statements is deleted.
struct RemoveStatements: Action {
  let name = "remove-statements"
  let position: SourcePosition
  let which: StatementChoice

  var hydrations: [Hydration] { [.bucketPolicy] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard var change = BucketPolicyChange(setting, in: &plan) else { return }
    change.remove { which.includes($0, setting.match) }
    let count = change.removed.count
    guard count > 0 else {
      plan.remarks.append("the policy of bucket \(setting.id) has no statement to remove")
      return
    }
    plan.steps.append(
      change.step(
        setting,
        "remove \(count) statement\(count == 1 ? "" : "s") from the policy of bucket \(setting.id)"
      ))
  }
}

/// `set-statements`: removes statements from a bucket's policy and adds those that it lacks.
///
/// A statement of the same id that says something else stays, as with c7n; S3 refuses a policy
/// with two statements of one id.
struct SetStatements: Action {
  let name = "set-statements"
  let position: SourcePosition
  let removes: StatementChoice
  /// Each has a `Sid`; of two with the same the last counts.
  let statements: [AWSObject]

  var hydrations: [Hydration] { [.bucketPolicy] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard var change = BucketPolicyChange(setting, in: &plan) else { return }
    change.remove { removes.includes($0, setting.match) }
    var wanted = AWSObject()
    for statement in statements {
      if let sid = statement["Sid"]?.string { wanted[sid] = .object(statement) }
    }
    for (sid, statement) in wanted {
      let filled = setting.expand(statement)
      let isThere = change.statements.contains { present in
        present["Sid"]?.string == sid && Python.equal(.object(present), filled)
      }
      if !isThere, let statement = filled.object { change.add([statement]) }
    }
    guard change.isChanged else {
      plan.remarks.append("the policy of bucket \(setting.id) is as it should be already")
      return
    }
    let parts = [("remove", change.removed.count), ("add", change.added.count)]
      .filter { $0.1 > 0 }.map { "\($0.0) \($0.1) statement\($0.1 == 1 ? "" : "s")" }
    plan.steps.append(
      change.step(
        setting, "\(parts.joined(separator: " and ")) in the policy of bucket \(setting.id)"))
  }
}

/// `encryption-policy`: adds the statement that refuses objects without server-side encryption to
/// a bucket's policy, in the place of another of its id.
struct RequireEncryptionStatement: Action {
  let name = "encryption-policy"
  let position: SourcePosition

  var hydrations: [Hydration] { [.bucketPolicy] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard var change = BucketPolicyChange(setting, in: &plan) else { return }
    let wanted = EncryptionStatement.of(bucket: setting.id)
    let own = { (statement: AWSObject) in statement["Sid"]?.string == EncryptionStatement.sid }
    if change.statements.contains(where: { Python.equal(.object($0), .object(wanted)) }) {
      plan.remarks.append("the policy of bucket \(setting.id) requires encryption already")
      return
    }
    change.remove(where: own)
    if change.text == nil { change.setVersion("2012-10-17") }
    change.add([wanted])
    plan.steps.append(
      change.step(
        setting, "require encryption in the policy of bucket \(setting.id)",
        doneCodes: ["NoSuchBucket"]))
  }
}
