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

  var hydrations: [HydrationKey] { [.bucketPublicAccessBlock] }

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

  var hydrations: [HydrationKey] {
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

extension AWSObject {
  func at(_ path: String...) -> AWSValue? {
    var here: AWSValue? = .object(self)
    for name in path { here = here?[name] }
    return here
  }
}

/// `default-vpc`: whether a resource stands in the region's default VPC.
struct DefaultVPCFilter: ResourceFilter {
  let position: SourcePosition

  var hydrations: [HydrationKey] { [.vpcs] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard let vpc = document["VpcId"], vpc != .null,
      let standard = document[Hidden.defaultVPC]
    else { return false }
    return vpc == standard
  }
}

/// `is-shadow`: whether a trail is only another region's or another account's, seen from here.
struct ShadowTrailFilter: ResourceFilter {
  let position: SourcePosition
  let state: Bool

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let shadow = try Self.isShadow(
      run.resources[index].document, account: run.context.account, region: run.context.region)
    return shadow == state
  }

  static func isShadow(_ trail: AWSObject, account: String, region: String)
    throws(FilterProblem) -> Bool
  {
    if trail["IsOrganizationTrail"]?.bool == true,
      !(trail["TrailARN"]?.string ?? "").contains(account)
    {
      return true
    }
    guard trail["IsMultiRegionTrail"]?.bool == true else { return false }
    guard let home = trail["HomeRegion"] else {
      throw FilterProblem("the trail names no home region")
    }
    return home.string != region
  }
}
