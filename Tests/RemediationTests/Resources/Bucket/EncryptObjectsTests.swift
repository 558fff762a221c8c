import AWS
@testable import Remediation
import Testing

/// What a bucket holds: each object by its key, with what HEAD tells of it.
private struct Shelf {
  var objects: [(entry: AWSObject, head: APIOutcome)] = []
  var pageSize = 1000

  mutating func put(
    _ key: String, _ head: AWSObject, version: String? = nil, isLatest: Bool = true
  ) {
    var entry: AWSObject = ["Key": .string(key), "Size": 1]
    if let version {
      entry["VersionId"] = .string(version)
      entry["IsLatest"] = .bool(isLatest)
    }
    var full: AWSObject = ["ContentLength": 1, "ETag": "\"e\""]
    for (name, value) in head { full[name] = value }
    objects.append((entry, .success(full)))
  }

  func answer(_ call: APICall) -> APIOutcome {
    switch call.operation {
    case "ListObjects", "ListObjectVersions":
      let marker = call.operation == "ListObjects" ? "Marker" : "KeyMarker"
      let start = Int(call.input[marker]?.string ?? "0") ?? 0
      let page = start..<min(start + pageSize, objects.count)
      var answer: AWSObject = ["IsTruncated": .bool(page.upperBound < objects.count)]
      answer["Next\(marker)"] = .string("\(page.upperBound)")
      answer[marker == "Marker" ? "Contents" : "Versions"] = .list(
        page.map { .object(objects[$0].entry) })
      if marker == "KeyMarker" { answer["DeleteMarkers"] = [["Key": "d", "VersionId": "m"]] }
      return .success(answer)
    case "HeadObject":
      let asked = objects.first {
        $0.entry["Key"] == call.input["Key"] && $0.entry["VersionId"] == call.input["VersionId"]
      }
      return asked?.head ?? .error("NoSuchKey")
    default: return .error("Unexpected")
    }
  }

  func plan(
    _ more: AWSObject = [:], versioning: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Plan {
    var action: AWSObject = ["type": "encrypt-keys"]
    for (name, value) in more { action[name] = value }
    let own = try BucketCase(actions: [.object(action)])
    let status: AWSValue = versioning.map { ["Status": .string($0)] } ?? [:]
    let (document, _) = try own.complete(bucket("b", ("Versioning", status)), answer: answer)
    return try own.plan(document, sourceLocation: sourceLocation)
  }
}

private let key = "arn:aws:kms:us-east-1:123456789012:key/1"

@Suite struct EncryptObjectsTests {
  @Test func anUnencryptedObjectIsCopiedOntoItself() throws {
    var shelf = Shelf()
    shelf.put("a/b c?.txt", ["StorageClass": "STANDARD_IA", "Metadata": ["x": "y"]])
    shelf.put("safe", ["ServerSideEncryption": "AES256"])
    shelf.put("kept", ["ServerSideEncryption": "aws:kms", "SSEKMSKeyId": .string(key)])
    let plan = try shelf.plan()
    #expect(plan.names == ["s3:CopyObject"])
    #expect(
      plan.steps[0].call.input == [
        "Key": "a/b c?.txt", "StorageClass": "STANDARD_IA", "ServerSideEncryption": "AES256",
        "CopySource": "/b/a/b%20c%3F.txt", "MetadataDirective": "COPY", "Bucket": "b",
      ])
    #expect(plan.steps[0].undo.isEmpty)
    #expect(plan.steps[0].irreversible == "S3 writes no object unencrypted any more")
    #expect(plan.steps[0].doneCodes == ["NoSuchKey"])
    #expect(plan.remarks.isEmpty)
  }

  @Test func aKeyReplacesAnyOtherEncryptionWhichUndoPutsBack() throws {
    var shelf = Shelf()
    shelf.put("sse", ["ServerSideEncryption": "AES256"])
    shelf.put("other", [
      "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "arn:k/2", "BucketKeyEnabled": true,
    ])
    shelf.put("same", ["ServerSideEncryption": "aws:kms", "SSEKMSKeyId": .string(key)])
    let plan = try shelf.plan(["crypto": "aws:kms", "key-id": "key/1"])
    #expect(plan.steps.map { $0.call.input["Key"] } == ["sse", "other"])
    #expect(plan.steps[0].call.input["SSEKMSKeyId"] == "key/1")
    #expect(plan.steps[0].call.input["ServerSideEncryption"] == "aws:kms")
    #expect(plan.steps[0].undo[0].input["ServerSideEncryption"] == "AES256")
    #expect(plan.steps[0].undo[0].input["SSEKMSKeyId"] == nil)
    #expect(plan.steps[1].undo[0].input["SSEKMSKeyId"] == "arn:k/2")
    #expect(plan.steps[1].undo[0].input["BucketKeyEnabled"] == true)
    #expect(plan.steps.allSatisfy { $0.irreversible?.contains("grants") == true })
  }

  @Test func whatIsEncryptedTwiceIsNamed() throws {
    var shelf = Shelf()
    shelf.put("twice", ["ServerSideEncryption": "aws:kms:dsse", "SSEKMSKeyId": .string(key)])
    let plan = try shelf.plan()
    #expect(plan.names == ["s3:CopyObject"])
    #expect(
      plan.remarks == [
        "bucket b: an object is encrypted twice (aws:kms:dsse), and from then on once: `twice`"
      ])
    #expect(plan.steps[0].undo[0].input["ServerSideEncryption"] == "aws:kms:dsse")
  }

  @Test func versionsThatAreNotEncryptedAreDeletedOnceTheLatestIsCopied() throws {
    var shelf = Shelf()
    shelf.put("a", [:], version: "v2")
    shelf.put("a", [:], version: "v1", isLatest: false)
    shelf.put("b", ["ServerSideEncryption": "AES256"], version: "v3")
    shelf.put("b", [:], version: "null", isLatest: false)
    let plan = try shelf.plan(["crypto": "aws:kms", "key-id": "key/1"], versioning: "Enabled")
    #expect(
      plan.names == ["s3:CopyObject", "s3:DeleteObject", "s3:DeleteObject", "s3:DeleteObject"])
    #expect(
      plan.steps.map { $0.call.input["VersionId"] } == [nil, "v2", "v1", "null"])
    #expect(plan.steps.allSatisfy { $0.undo.isEmpty && $0.irreversible != nil })
    // Without the copy no version may go.
    #expect(plan.steps[0].doneCodes.isEmpty)
    #expect(plan.steps[1].doneCodes == ["NoSuchVersion"])
  }

  /// In a bucket whose versioning is suspended the copy is version `null` itself.
  @Test func aCopyThatOverwroteAVersionIsNotDeleted() throws {
    var shelf = Shelf()
    shelf.put("a", [:], version: "null")
    shelf.put("b", [:], version: "v2")
    shelf.put("b", [:], version: "null", isLatest: false)
    shelf.put("c", ["ServerSideEncryption": "AES256"], version: "v3")
    shelf.put("c", [:], version: "null", isLatest: false)
    let plan = try shelf.plan(versioning: "Suspended")
    #expect(
      plan.steps.map { "\($0.call.operation) \($0.call.input["Key"]?.string ?? "")" }
        == ["CopyObject a", "CopyObject b", "DeleteObject b", "DeleteObject c"])
    #expect(plan.steps[2].call.input["VersionId"] == "v2")
    #expect(
      plan.remarks
        == ["bucket b: a copy overwrote the version `null`, so it is not deleted: `a`, `b`"])
  }

  @Test func largeObjectsAreCopiedInParts() throws {
    let size: Int64 = 5 << 30
    var shelf = Shelf()
    shelf.put("big", ["ContentLength": .integer(size), "Metadata": ["x": "y"]])
    let plan = try shelf.plan()
    #expect(
      plan.names == ["s3:CreateMultipartUpload", "s3:UploadPartCopy", "s3:UploadPartCopy",
        "s3:UploadPartCopy", "s3:CompleteMultipartUpload"])
    #expect(plan.steps[0].call.input["Metadata"] == ["x": "y"])
    #expect(plan.steps[0].undo.map(\.operation) == ["AbortMultipartUpload"])
    let part: Int64 = (2 << 30) - (1 << 20)
    #expect(
      plan.steps[1...3].map { $0.call.input["CopySourceRange"]?.string } == [
        "bytes=0-\(part - 1)", "bytes=\(part)-\(2 * part - 1)", "bytes=\(2 * part)-\(size - 1)",
      ])
    #expect(plan.steps[1].call.input["CopySourceIfMatch"] == "\"e\"")
    #expect(plan.steps[1].call.input["UploadId"] == AnswerReference.to(step: 0, "UploadId"))
    #expect(
      plan.steps[4].call.input.at("MultipartUpload", "Parts")?.list?.last
        == ["ETag": AnswerReference.to(step: 3, "CopyPartResult.ETag"), "PartNumber": 3])
    #expect(plan.remarks.count == 1)
    let whole = try shelf.plan(["large": false])
    #expect(whole.names == ["s3:CopyObject"])
    var larger = Shelf()
    larger.put("big", ["ContentLength": .integer(size + 1)])
    let refused = try larger.plan(["large": false])
    #expect(refused.steps.isEmpty && refused.remarks.count == 1)
  }

  @Test func whatLiesInGlacierIsBroughtBackFirst() throws {
    func plan(_ restore: String?, _ more: AWSObject = ["glacier": true]) throws -> Plan {
      var head: AWSObject = ["StorageClass": "GLACIER"]
      head.set("Restore", restore.map { .string($0) })
      var shelf = Shelf()
      shelf.put("ice", head, version: "v1")
      return try shelf.plan(more, versioning: "Enabled")
    }
    let left = try plan(nil, [:])
    #expect(left.steps.isEmpty && left.remarks[0].contains("without `glacier: true`"))
    let asked = try plan(nil)
    #expect(asked.names == ["s3:RestoreObject"])
    #expect(asked.steps[0].call.input["RestoreRequest"] == ["Days": 30])
    #expect(asked.steps[0].doneCodes == ["RestoreAlreadyInProgress"])
    let waiting = try plan("ongoing-request=\"true\"")
    #expect(waiting.steps.isEmpty && waiting.remarks.count == 1)
    let back = try plan("ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2026 00:00:00 GMT\"")
    #expect(back.names == ["s3:CopyObject", "s3:DeleteObject"])
    #expect(back.steps[0].call.input["StorageClass"] == "STANDARD")
  }

  @Test func whatAWSWouldRefuseIsLeftAndTheRestGoesOn() throws {
    var shelf = Shelf()
    shelf.put("deep", ["StorageClass": "DEEP_ARCHIVE"])
    shelf.put("tier", ["StorageClass": "INTELLIGENT_TIERING", "ArchiveStatus": "ARCHIVE_ACCESS"])
    shelf.objects.append((["Key": "own"], .failure(AWSError("400", "Bad Request", status: 400))))
    shelf.objects.append((["Key": "theirs"], .failure(AWSError("403", "", status: 403))))
    shelf.put("plain", [:])
    let plan = try shelf.plan()
    #expect(plan.steps.map { $0.call.input["Key"] } == ["plain"])
    #expect(
      plan.remarks == [
        "bucket b: an archived object can't be copied before it is brought back: `deep`, `tier`",
        "bucket b: AWS refuses to tell of an object (400), so it is left: `own`",
        "bucket b: AWS refuses to tell of an object (403), so it is left: `theirs`",
      ])
  }

  @Test func aFailureThatPassesIsNoAnswerAboutAnObject() throws {
    let own = try BucketCase(actions: ["encrypt-keys"])
    let completion = own.policy.resourceType.complete(
      bucket(), with: own.policy.hydrations,
      in: ReadSetting(scope: BucketCase.scope, now: Timestamp(seconds: 0))
    ) { call in
      call.operation == "HeadObject"
        ? .failure(AWSError("503", "", status: 503))
        : .success(["Contents": [["Key": "k"]], "IsTruncated": false])
    }
    #expect(completion == .failed(AWSError("503", "", status: 503)))
  }

  @Test func aReportNamesTheFirstFew() throws {
    var shelf = Shelf()
    for number in 0..<8 { shelf.put("k\(number)", [:]) }
    let plan = try shelf.plan(["report-only": true])
    #expect(plan.steps.isEmpty)
    #expect(plan.remarks.count == 1)
    #expect(plan.remarks[0].hasSuffix("wants it: `k0`, `k1`, `k2`, `k3`, `k4` and 3 more"))
  }

  @Test func aBucketThatHoldsTooMuchIsLeftWholeAndNothingIsAskedOfItsObjects() throws {
    var shelf = Shelf(pageSize: 999)
    for number in 0..<1000 { shelf.put("k\(number)", [:]) }
    #expect(try shelf.plan().steps.count == 1000)
    shelf.put("last", [:])
    let own = try BucketCase(actions: ["encrypt-keys"])
    let (document, calls) = try own.complete(bucket(), answer: shelf.answer)
    #expect(calls.map(\.operation) == ["ListObjects", "ListObjects"])
    let plan = try own.plan(document)
    #expect(plan.steps.isEmpty)
    #expect(plan.remarks[0].hasPrefix("bucket b has more than 1000 objects"))
    let (refused, asked) = try own.complete(bucket()) { _ in .error("AccessDenied") }
    #expect(asked.count == 1)
    #expect(try own.plan(refused).steps.isEmpty)
  }

  @Test func moreCallsThanTheLimitAreNotMadeInPart() throws {
    var shelf = Shelf()
    for number in 0..<400 { shelf.put("k\(number)", ["ContentLength": .integer(9 << 30)]) }
    let plan = try shelf.plan()
    #expect(plan.steps.isEmpty)
    #expect(plan.remarks.count == 1 && plan.remarks[0].contains("takes 2800 calls, more than 2000"))
  }

  @Test func anEmptyBucketIsSaidToBe() throws {
    #expect(try Shelf().plan().remarks == ["bucket b has no object to encrypt"])
  }

  /// So that one bucket's objects are not asked for in all other buckets.
  @Test func onlyBucketsThatTheFirstFiltersLetThroughAreLookedInto() throws {
    var shelf = Shelf()
    shelf.put("a", [:])
    let own = try BucketCase(
      filters: [["Name": "b"], ["type": "value", "key": "Versioning.Status", "value": "absent"]],
      actions: ["encrypt-keys"])
    #expect(try own.complete(bucket("other"), answer: shelf.answer).calls.isEmpty)
    let (document, calls) = try own.complete(bucket("b"), answer: shelf.answer)
    #expect(calls.map(\.operation) == ["ListObjects", "HeadObject"])
    #expect(try own.plan(document).names == ["s3:CopyObject"])
    // Behind a filter of another kind a value filter may see what that one noted.
    let late = try BucketCase(
      filters: [["not": [["Name": "c"]]], ["Name": "b"]], actions: ["encrypt-keys"])
    #expect(try late.complete(bucket("other"), answer: shelf.answer).calls.count == 2)
  }

  @Test func whatCanNotBeMeantIsRefused() throws {
    for (more, problem) in [
      (["key-id": "k"], "`key-id` has no meaning without `crypto: aws:kms`"),
      (["key-id": "k", "crypto": "AES256"], "`key-id` has no meaning without `crypto: aws:kms`"),
      (["crypto": "aws:kms:dsse"], "`crypto` can't be `aws:kms:dsse`"),
      (["glacier": "yes"], "`glacier` can't be"),
      (["kms": true], "unknown key `kms`"),
    ] as [(AWSObject, String)] {
      var action: AWSObject = ["type": "encrypt-keys"]
      for (name, value) in more { action[name] = value }
      #expect(BucketCase.refusal(actions: [.object(action)]).hasPrefix(problem))
    }
  }
}
