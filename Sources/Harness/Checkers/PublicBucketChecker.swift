import AWS
import Emulator
import Journal

/// A bucket that somebody without credentials can list, read or write: tried, not deduced.
enum PublicBucketChecker: Checker {
  static let name = "s3-bucket-public"

  static func subjects(of change: RowChange) -> [Subject] {
    guard change.table.hasPrefix("s3_") else { return [] }
    if change.table == "s3_object", change.before != nil { return [] }
    let scope = Scope(account: change.account, region: change.text("region") ?? "us-east-1")
    if change.table == "s3_account_public_access_block" { return [] }
    return [Subject(id: change.resource, scope: scope)]
  }

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    let bucket: AWSObject = ["Bucket": .string(subject.id)]
    if succeeds(&probe, "ListObjectsV2", bucket, subject) { return "anyone lists it" }
    if let key = firstKey(subject, &probe) {
      var object = bucket
      object["Key"] = .string(key)
      if succeeds(&probe, "GetObject", object, subject) { return "anyone reads \(key)" }
    }
    var written = bucket
    written["Key"] = "stormdrill-probe"
    if succeeds(&probe, "PutObject", written, subject) { return "anyone writes to it" }
    return nil
  }

  private static func succeeds(
    _ probe: inout StateProbe, _ operation: String, _ input: AWSObject, _ subject: Subject
  ) -> Bool {
    if case .success = probe.call("s3", operation, input, in: subject.scope, anonymously: true) {
      return true
    }
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
