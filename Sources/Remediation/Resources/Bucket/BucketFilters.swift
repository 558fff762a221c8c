import AWS
import Documents

/// `check-public-block`: whether the bucket's public access block lacks something, or stands as
/// stated.
struct PublicBlockFilter: ResourceFilter {
  static let keys = [
    "BlockPublicPolicy", "BlockPublicAcls", "IgnorePublicAcls", "RestrictPublicBuckets",
  ]
  static let member = "c7n:PublicAccessBlock"
  /// What stands for a block that isn't there.
  static let none = AWSObject(keys.map { ($0, false) })

  let position: SourcePosition
  let wanted: [(key: String, value: Bool)]

  var hydrations: [Hydration] { [.bucketPublicAccessBlock] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let block = run.resources[index].document[Self.member]?.object ?? Self.none
    guard !wanted.isEmpty else { return !block.allSatisfy { $0.value.bool == true } }
    for (key, value) in wanted {
      guard let set = block[key] else { throw FilterProblem("the block says nothing of `\(key)`") }
      if set.bool != value { return false }
    }
    return true
  }
}

/// `global-grants`: grants to everyone, or to everyone with an AWS account, in a bucket's ACL.
struct GlobalGrantsFilter: ResourceFilter {
  static let allUsers = "http://acs.amazonaws.com/groups/global/AllUsers"
  static let authenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"

  let position: SourcePosition
  let allowsWebsite: Bool
  let permissions: [String]

  var hydrations: [Hydration] {
    allowsWebsite ? [.bucketACL, .bucketWebsiteIfReadable] : [.bucketACL]
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let bucket = run.resources[index].document
    var found: [AWSValue] = []
    for grant in bucket.at("Acl", "Grants")?.list ?? [] {
      guard let uri = grant.at("Grantee", "URI")?.string,
        [Self.authenticatedUsers, Self.allUsers].contains(uri)
      else { continue }
      guard let permission = grant["Permission"] else {
        throw FilterProblem("a grant names no permission")
      }
      if allowsWebsite, permission == "READ", Self.isWebsite(bucket) { continue }
      if permissions.isEmpty || permissions.contains(permission.string ?? "") {
        found.append(permission)
      }
    }
    guard !found.isEmpty else { return false }
    run.notes[index].append(found, to: "GlobalPermissions")
    return true
  }

  static func isWebsite(_ bucket: AWSObject) -> Bool {
    bucket["Website"]?.object?.isEmpty == false
  }
}
