import AWS
import Documents

/// `delete`: deletes a bucket, and before that, unless told otherwise, all that is in it: uploads
/// under way, objects, and, where it has versions, all of these and their delete markers.
///
/// A bucket with more than `BucketContents.limit` of them is left alone whole.
struct DeleteBucket: Action {
  let name = "delete"
  let position: SourcePosition
  let removesContents: Bool

  var hydrations: [Hydration] {
    removesContents
      ? [.bucketReplication, .bucketVersioning, .bucketUploads, .bucketContents] : []
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let bucket = AWSValue.string(setting.id)
    if removesContents {
      guard let contents = BucketContents(setting.document) else {
        plan.remarks.append(
          "bucket \(setting.id) has more than \(BucketContents.limit) objects or uploads, or they "
            + "may not be listed: it is left alone, and nothing in it is deleted")
        return
      }
      if setting.leaves("get_bucket_replication", "its replication", in: &plan)
        || setting.leaves("get_bucket_versioning", "its versioning", in: &plan)
      {
        return
      }
      prepare(setting, &plan)
      empty(contents, setting, &plan)
    }
    plan.steps.append(
      PlannedStep(
        summary: "delete bucket \(setting.id)",
        call: setting.call("s3", "DeleteBucket", ["Bucket": bucket]), undo: [],
        irreversible: "a deleted bucket doesn't come back with its settings, nor surely its name",
        removed: .object(known(setting.document)), doneCodes: ["NoSuchBucket"]))
  }

  /// What AWS and c7n tell of it, without our own members.
  private func known(_ document: AWSObject) -> AWSObject {
    AWSObject(
      document.filter { !$0.key.hasPrefix("stormdrill:") }.map { ($0.key, $0.value) })
  }

  /// Replication and versioning would make new versions while the old ones are deleted.
  private func prepare(_ setting: ActionSetting, _ plan: inout Plan) {
    let bucket = AWSValue.string(setting.id)
    if let replication = setting.document.at("Replication", "ReplicationConfiguration") {
      plan.steps.append(
        PlannedStep(
          summary: "remove the replication of bucket \(setting.id)",
          call: setting.call("s3", "DeleteBucketReplication", ["Bucket": bucket]),
          undo: [
            setting.call(
              "s3", "PutBucketReplication",
              ["Bucket": bucket, "ReplicationConfiguration": replication])
          ], removed: replication))
    }
    if setting.document.at("Versioning", "Status") == "Enabled" {
      func put(_ status: AWSValue) -> APICall {
        setting.call(
          "s3", "PutBucketVersioning",
          ["Bucket": bucket, "VersioningConfiguration": ["Status": status]])
      }
      plan.steps.append(
        PlannedStep(
          summary: "suspend versioning of bucket \(setting.id)", call: put("Suspended"),
          undo: [put("Enabled")], removed: ["Status": "Enabled"]))
    }
  }

  private func empty(_ contents: BucketContents, _ setting: ActionSetting, _ plan: inout Plan) {
    let bucket = AWSValue.string(setting.id)
    for upload in contents.uploads {
      plan.steps.append(
        PlannedStep(
          summary: "abort the upload of \(upload["Key"]?.string ?? "") to bucket \(setting.id)",
          call: setting.call(
            "s3", "AbortMultipartUpload",
            [
              "Bucket": bucket, "Key": upload["Key"] ?? .null,
              "UploadId": upload["UploadId"] ?? .null,
            ]), undo: [], irreversible: "the parts of an upload don't come back", removed: upload,
          doneCodes: ["NoSuchUpload"]))
    }
    for batch in contents.batches {
      plan.steps.append(
        PlannedStep(
          summary: "delete \(batch.count) object\(batch.count == 1 ? "" : "s") "
            + "from bucket \(setting.id)",
          call: setting.call(
            "s3", "DeleteObjects", ["Bucket": bucket, "Delete": ["Objects": .list(batch)]]),
          undo: [], irreversible: "deleted objects don't come back", removed: .list(batch)))
    }
  }
}
