import AWS
@testable import Remediation
import Testing

/// A bucket of `count` objects, a thousand a page, and two uploads under way.
private struct Contents {
  var count: Int
  var versions = false

  func answer(_ call: APICall) -> APIOutcome {
    let start = { (marker: String) in Int(call.input[marker]?.string ?? "0") ?? 0 }
    switch call.operation {
    case "ListMultipartUploads":
      let number = start("KeyMarker")
      return .success([
        "Uploads": [["Key": "u", "UploadId": .string("\(number)")]],
        "IsTruncated": .bool(number == 0), "NextKeyMarker": "1", "NextUploadIdMarker": "1",
      ])
    case "ListObjects", "ListObjectVersions":
      let marker = versions ? "KeyMarker" : "Marker"
      let page = start(marker)..<min(start(marker) + 1000, count)
      var answer: AWSObject = ["IsTruncated": .bool(page.upperBound < count)]
      answer["Next\(marker)"] = .string("\(page.upperBound)")
      answer[versions ? "Versions" : "Contents"] = .list(
        page.map { number in
          var entry: AWSObject = ["Key": .string("k\(number)"), "Size": 1]
          if versions { entry["VersionId"] = "v" }
          return .object(entry)
        })
      if versions { answer["DeleteMarkers"] = [["Key": "d", "VersionId": "m"]] }
      return .success(answer)
    default: return .error("Unexpected")
    }
  }
}

@Suite struct DeleteBucketTests {
  @Test func allThatIsInItGoesBeforeTheBucket() throws {
    let own = try BucketCase(actions: ["delete"])
    let replication: AWSValue = [
      "Role": "arn:r",
      "Rules": [["Status": "Enabled", "Destination": ["Bucket": "arn:aws:s3:::c"]]],
    ]
    let document = bucket(
      "b", ("Versioning", ["Status": "Enabled"]),
      ("Replication", ["ReplicationConfiguration": replication]))
    let contents = Contents(count: 1150, versions: true)
    let plan = try own.plan(try own.complete(document, answer: contents.answer).document)
    #expect(
      plan.names.uniqued == [
        "s3:DeleteBucketReplication", "s3:PutBucketVersioning", "s3:AbortMultipartUpload",
        "s3:DeleteObjects", "s3:DeleteBucket",
      ])
    let batches = plan.steps.compactMap { $0.call.input.at("Delete", "Objects")?.list }
    #expect(batches.map(\.count) == Array(repeating: 100, count: 10) + [1, 100, 51])
    #expect(batches[0][0] == ["Key": "k0", "VersionId": "v"])
    #expect(batches.last?.last == ["Key": "d", "VersionId": "m"])
    #expect(plan.steps.filter { $0.irreversible == nil }.count == 2)
    #expect(plan.steps[0].undo[0].input["ReplicationConfiguration"] == replication)
    #expect(plan.steps[1].undo[0].input["VersioningConfiguration"] == ["Status": "Enabled"])
    #expect(plan.steps.last?.removed["stormdrill:Contents"] == nil)
  }

  @Test func objectsWithoutVersionsGoByTheirKeys() throws {
    let own = try BucketCase(actions: ["delete"])
    let (document, calls) = try own.complete(bucket(), answer: Contents(count: 3).answer)
    #expect(calls.map(\.operation).uniqued == ["ListMultipartUploads", "ListObjects"])
    let plan = try own.plan(document)
    #expect(plan.names.count(where: { $0 == "s3:AbortMultipartUpload" }) == 2)
    #expect(plan.steps.last?.irreversible != nil)
    #expect(
      plan.steps.compactMap { $0.call.input.at("Delete", "Objects") }
        == [[["Key": "k0"], ["Key": "k1"], ["Key": "k2"]]])
  }

  @Test func aBucketThatHoldsTooMuchIsLeftWhole() throws {
    let own = try BucketCase(actions: ["delete"])
    let (document, calls) = try own.complete(bucket(), answer: Contents(count: 20_000).answer)
    #expect(calls.filter { $0.operation == "ListObjects" }.count == 10)
    let plan = try own.plan(document)
    #expect(plan.steps.isEmpty && plan.remarks.count == 1)
    let (whole, _) = try own.complete(bucket(), answer: Contents(count: 10_000).answer)
    #expect(try own.plan(whole).steps.count == 2 + 100 + 1)
  }

  @Test func whatMayNotBeListedIsLeftAlone() throws {
    let own = try BucketCase(actions: ["delete"])
    let (document, calls) = try own.complete(bucket()) { _ in .error("AccessDenied") }
    #expect(calls.count == 2)
    #expect(try own.plan(document).steps.isEmpty)
  }

  @Test func anEmptyBucketAloneMayBeMeant() throws {
    let own = try BucketCase(actions: [["type": "delete", "remove-contents": false]])
    #expect(own.policy.hydrations == [])
    let plan = try own.plan(bucket())
    #expect(plan.names == ["s3:DeleteBucket"])
    #expect(plan.steps[0].doneCodes == ["NoSuchBucket"])
  }
}
