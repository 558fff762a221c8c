import AWS
import Documents

/// `set-public-block`: sets a bucket's public access block, in whole or in part.
struct SetPublicBlock: Action {
  let name = "set-public-block"
  let position: SourcePosition
  /// For all four, when none is named.
  let state: Bool
  let named: [(key: String, value: Bool)]

  var hydrations: [Hydration] { [.bucketPublicAccessBlock] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if setting.leaves("GetPublicAccessBlock", "its public access block", in: &plan) { return }
    let before = setting.document[PublicBlockFilter.member]?.object ?? PublicBlockFilter.none
    var after = before
    for key in PublicBlockFilter.keys where named.isEmpty { after[key] = .bool(state) }
    for (key, value) in named { after[key] = .bool(value) }
    let bucket = AWSValue.string(setting.id)
    let wasAbsent = setting.document[Hidden.noPublicBlock] != nil
    let undo =
      wasAbsent
      ? setting.call("s3", "DeletePublicAccessBlock", ["Bucket": bucket])
      : setting.call("s3", "PutPublicAccessBlock", Self.input(bucket, before))
    plan.steps.append(
      PlannedStep(
        summary: "set the public access block of bucket \(setting.id)",
        call: setting.call("s3", "PutPublicAccessBlock", Self.input(bucket, after)),
        undo: [undo], removed: wasAbsent ? .null : .object(before)))
  }

  private static func input(_ bucket: AWSValue, _ block: AWSObject) -> AWSObject {
    ["Bucket": bucket, "PublicAccessBlockConfiguration": .object(block)]
  }
}

/// `delete-global-grants`: takes the grants to everyone out of a bucket's ACL; a website keeps the
/// right to be read.
struct DeleteGlobalGrants: Action {
  let name = "delete-global-grants"
  let position: SourcePosition
  let grantees: [String]

  var hydrations: [Hydration] { [.bucketACL, .bucketWebsiteIfReadable] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let grants = setting.document.at("Acl", "Grants")?.list ?? []
    guard !grants.isEmpty, let owner = setting.document.at("Acl", "Owner") else {
      plan.remarks.append("bucket \(setting.id) has no ACL to change")
      return
    }
    let isWebsite = GlobalGrantsFilter.isWebsite(setting.document)
    var kept: [AWSValue] = []
    var removed: [AWSValue] = []
    var before: [AWSValue] = []
    for grant in grants {
      guard var object = grant.object, var grantee = object["Grantee"]?.object, !grantee.isEmpty
      else { continue }
      let uri = grantee["URI"]?.string
      grantee["Type"] = uri == nil ? "CanonicalUser" : "Group"
      object["Grantee"] = .object(grantee)
      before.append(.object(object))
      let goes =
        uri.map { grantees.contains($0) } ?? false
        && !(object["Permission"] == "READ" && isWebsite)
      if goes { removed.append(.object(object)) } else { kept.append(.object(object)) }
    }
    guard !removed.isEmpty else {
      plan.remarks.append("the ACL of bucket \(setting.id) has no grant to remove")
      return
    }
    func put(_ grants: [AWSValue]) -> APICall {
      setting.call(
        "s3", "PutBucketAcl",
        [
          "Bucket": .string(setting.id),
          "AccessControlPolicy": ["Owner": owner, "Grants": .list(grants)],
        ])
    }
    plan.steps.append(
      PlannedStep(
        summary: "remove \(removed.count) global grant\(removed.count == 1 ? "" : "s") "
          + "from the ACL of bucket \(setting.id)",
        call: put(kept), undo: [put(before)], removed: .list(removed),
        doneCodes: ["NoSuchBucket"]))
  }
}
