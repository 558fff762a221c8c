import AWS
import Emulator
import Journal

/// A bucket that somebody without credentials can list, read or write: tried, not deduced.
enum PublicBucketChecker: Checker {
  static let name = "s3-bucket-public"

  static func subjects(of change: RowChange) -> [Subject] {
    guard change.table.hasPrefix("s3_") else { return [] }
    if change.table == "s3_object", change.before != nil { return [] }
    if change.table == accountTable { return [] }
    let scope = Scope(account: change.account, region: change.text("region") ?? "us-east-1")
    return [Subject(id: change.resource, scope: scope)]
  }

  /// What an account blocks, it blocks on all of its buckets.
  static func subjects(of change: RowChange, _ probe: inout StateProbe) -> [Subject] {
    guard change.table == accountTable else { return subjects(of: change) }
    var buckets: [Subject] = []
    let listed = probe.list(
      "s3", "ListBuckets", [:], member: "Buckets",
      token: ("ContinuationToken", "ContinuationToken"), in: change.scope)
    for name in listed.compactMap({ $0["Name"]?.string }) {
      let place = probe.call("s3", "GetBucketLocation", ["Bucket": .string(name)], in: change.scope)
      guard case .success(let answer) = place else { continue }
      let region = answer["LocationConstraint"]?.string ?? ""
      buckets.append(
        Subject(
          id: name, scope: region.isEmpty ? change.scope : change.scope.in(region: region)))
    }
    return buckets
  }

  private static let accountTable = "s3_account_public_access_block"

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    for attempt in tries(subject, &probe) where succeeds(&probe, attempt, subject) {
      return attempt.about
    }
    return nil
  }

  /// What was granted to everyone and counts for nothing all the same: somebody forbids it in so
  /// many words, or a block ignores it.
  static func obstacle(_ subject: Subject, _ probe: inout StateProbe) -> Refusal? {
    for attempt in tries(subject, &probe) where !succeeds(&probe, attempt, subject) {
      guard let refusal = probe.world.latestRefusal else { continue }
      if refusal.prong == .publicAccessBlock || refusal.reason.contains("explicit deny") {
        return refusal
      }
    }
    return nil
  }

  /// What an outsider tries.
  private struct Try {
    let operation: String
    let input: AWSObject
    let about: String
  }

  private static func tries(_ subject: Subject, _ probe: inout StateProbe) -> [Try] {
    let bucket: AWSObject = ["Bucket": .string(subject.id)]
    var tries = [Try(operation: "ListObjectsV2", input: bucket, about: "anyone lists it")]
    if let key = firstKey(subject, &probe) {
      var object = bucket
      object["Key"] = .string(key)
      tries.append(Try(operation: "GetObject", input: object, about: "anyone reads \(key)"))
    }
    var written = bucket
    written["Key"] = "stormdrill-probe"
    tries.append(Try(operation: "PutObject", input: written, about: "anyone writes to it"))
    return tries
  }

  private static func succeeds(_ probe: inout StateProbe, _ attempt: Try, _ subject: Subject)
    -> Bool
  {
    let answer = probe.call(
      "s3", attempt.operation, attempt.input, in: subject.scope, anonymously: true)
    if case .success = answer { return true }
    return false
  }

  private static func firstKey(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    guard
      case .success(let page) = probe.call(
        "s3", "ListObjectsV2", ["Bucket": .string(subject.id), "MaxKeys": 1], in: subject.scope)
    else { return nil }
    return page["Contents"]?.list?.first?["Key"]?.string
  }
}
